"""Filling polygons on a small RGB canvas, and what a camera does to it. Standard library alone."""
import math
from itertools import repeat
from operator import add, mul

# Sums of bytes and what a byte becomes of them: maps over tables are far quicker than loops.
THIRDS = [total // 3 for total in range(3 * 255 + 1)]
CLAMPED = [min(255, max(0, value - 128)) for value in range(512)]


def means(first, second, third):
    return bytes(map(THIRDS.__getitem__, map(add, map(add, first, second), third)))


class Canvas:
    """Rows of RGB bytes; x to the right and y down, in pixels."""

    def __init__(self, size, colour):
        self.size = size
        self.rows = [bytearray(bytes(colour) * size) for _ in range(size)]

    def polygon(self, points, colour, shade=0.0):
        """Fills by the even-odd rule; `shade` lightens the top and darkens the bottom."""
        top = max(int(min(y for _, y in points)), 0)
        low = min(int(max(y for _, y in points)) + 1, self.size)
        for row in range(top, low):
            y, cuts = row + .5, []
            for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
                if (y0 <= y) != (y1 <= y):
                    cuts.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
            cuts.sort()
            light = 1 + shade * (1 - 2 * row / self.size)
            paint = bytes(min(255, max(0, int(part * light))) for part in colour)
            for left, right in zip(cuts[::2], cuts[1::2]):
                first, last = max(int(left + .5), 0), min(int(right + .5), self.size)
                if last > first:
                    self.rows[row][3 * first:3 * last] = paint * (last - first)

    def blur(self):
        """Means of three by three."""
        for row in self.rows:
            row[3:-3] = means(row, row[3:], row[6:])
        above = [bytes(row) for row in self.rows]
        for n in range(1, self.size - 1):
            self.rows[n][:] = means(above[n - 1], above[n], above[n + 1])

    def light(self, gains, slope):
        """Multiplies each channel, and more of it towards one side."""
        for n, row in enumerate(self.rows):
            for channel in range(3):
                gain = gains[channel] * (1 + slope * (n / self.size - .5))
                lit = map(int, map(mul, row[channel::3], repeat(gain)))
                row[channel::3] = bytes(map(min, lit, repeat(255)))

    def grain(self, draw, amount):
        grains = bytes((other - 128) * amount // 128 + 128 for other in range(256))
        for row in self.rows:
            noise = draw.randbytes(len(row)).translate(grains)
            row[:] = bytes(map(CLAMPED.__getitem__, map(add, row, noise)))


def ellipse(x, y, wide, high, steps=22):
    return [(x + wide * math.cos(2 * math.pi * n / steps),
        y + high * math.sin(2 * math.pi * n / steps))
            for n in range(steps)]


def line(points, wide):
    """Quadrilaterals along a line, one a stretch."""
    quads = []
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        long = math.hypot(x1 - x0, y1 - y0) or 1
        u, v = (y1 - y0) / long * wide / 2, (x0 - x1) / long * wide / 2
        quads.append([(x0 + u, y0 + v), (x1 + u, y1 + v), (x1 - u, y1 - v), (x0 - u, y0 - v)])
    return quads


def arc(x, y, wide, high, start, end, steps=12):
    """Points from one angle to another, in degrees clockwise from the right."""
    return [(x + wide * math.cos(math.radians(start + (end - start) * n / steps)),
             y + high * math.sin(math.radians(start + (end - start) * n / steps)))
            for n in range(steps + 1)]
