#!/usr/bin/env python3
"""Draws one picture per product of the sample shop: SVG always, PNG with --png.

A picture is a scene for the activity, the kind's shape (shapes_*.py) and the product's colour. It is
made when it is needed and not kept in the repository: the same catalogue always gives the same bytes.

usage: pictures.py [--png SIZE] OUTPUT_DIRECTORY      (PNG needs rsvg-convert, package librsvg2-bin)
"""
import pathlib
import string
import subprocess
import sys

import generate
from shapes_gear import GEAR
from shapes_wear import WEAR

SHAPES = {**GEAR, **WEAR}
PAINT = {
    "forest": "#2f6b4a", "olive": "#7d8447", "moss": "#5d8a4e", "sand": "#d3b888", "brown": "#8b5a37",
    "navy": "#2c4a78", "sky": "#6fb3e0", "petrol": "#2b7486", "turquoise": "#35b0ab", "red": "#d0432f",
    "rust": "#b85a36", "coral": "#f08168", "orange": "#ee8434", "mustard": "#d9a530", "yellow": "#f4cd42",
    "black": "#3b3f46", "grey": "#8d949c", "graphite": "#565c66", "silver": "#b9c1c9", "white": "#f7f5ef",
    "plum": "#774164", "violet": "#8465b8", "pink": "#ee9cb8",
}
# Activity: sky, far and near ground, sun, and the paint of goods that have no colour of their own.
SCENES = {
    "hiking": ("#e6f1ea", "#bfdcc8", "#a3cbae", "#ffd98a", "#5d8a4e"),
    "climbing": ("#f5ebe0", "#e3cbb0", "#d3b593", "#ffd08a", "#b85a36"),
    "family_camping": ("#fdf3dd", "#d6e4b5", "#bfd596", "#ffcf6b", "#ee8434"),
    "trail_running": ("#fdeae2", "#f3cbb8", "#e6b49d", "#ffc16b", "#d0432f"),
    "winter": ("#e5eef8", "#c3d6ea", "#f4f8fc", "#fff0c2", "#2c4a78"),
    "water": ("#e0f3f7", "#a9dbe6", "#85c8d8", "#ffdf94", "#2b7486"),
    "cycling": ("#eef0e2", "#d4dab4", "#bfc798", "#ffd98a", "#7d8447"),
    "travel": ("#f1eaf6", "#d5c6e3", "#c2b0d5", "#ffce94", "#8465b8"),
}
OWN_PAINT = {"ring": "#3b3f46", "battery": "#d9a530", "book": "#2b7486", "matches": "#d0432f"}
HILLS = {
    "winter": "M0 148 L38 92 L58 116 L96 66 L132 112 L152 90 L200 146 V200 H0 Z",
    "climbing": "M0 132 L26 128 L34 84 L62 78 L72 52 L104 58 L112 100 L146 106 L156 136 L200 140 V200 H0 Z",
    "water": "M0 128 Q50 118 100 128 T200 128 V200 H0 Z",
    "travel": "M0 140 H24 V112 H42 V140 H66 V96 H82 V140 H112 V118 H134 V140 H158 V104 H172 V140 H200 V200 H0 Z",
}
ROLLING = "M0 136 Q46 92 96 128 Q146 84 200 130 V200 H0 Z"
INK, PAPER, METAL, DARK_METAL = "#2a3140", "#fbfaf6", "#c3cbd3", "#7c8794"


def mix(colour, other, share):
    """colour moved towards other by share, both as #rrggbb."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]))
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def picture(shape, colour, activity):
    """The SVG text of one picture; colour is a code of PAINT or empty."""
    sky, far, near, sun, accent = SCENES[activity]
    paint = PAINT[colour] if colour else OWN_PAINT.get(shape, accent)
    tones = {"c": paint, "d": mix(paint, "#1d2430", .2), "l": mix(paint, "#ffffff", .42), "k": INK,
             "w": PAPER, "m": METAL, "n": DARK_METAL}
    sun_x = 156 if generate.share(shape, 2) else 46
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="400" height="400">'
            f'<rect width="200" height="200" fill="{sky}"/><circle cx="{sun_x}" cy="46" r="20" fill="{sun}"/>'
            f'<path d="{HILLS.get(activity, ROLLING)}" fill="{far}"/><path d="M0 158 Q100 142 200 158 V200 H0 Z" fill="{near}"/>'
            f'<ellipse cx="100" cy="164" rx="68" ry="8" fill="{INK}" opacity=".16"/>'
            f'{string.Template(SHAPES[shape]).substitute(tones)}</svg>\n')


def write_all(target, png_size):
    """One file per product; returns how many and how many bytes of SVG."""
    count = total = 0
    for shelf, entry, colour in generate.products():
        ident = generate.row(shelf, entry, colour, "en")["id"]
        text = picture(shelf["shape"], colour, generate.trait(shelf, entry, "activity"))
        path = target / f"{ident}.svg"
        path.write_text(text, encoding="utf-8")
        count, total = count + 1, total + len(text)
        if png_size:
            subprocess.run(["rsvg-convert", "-w", str(png_size), "-o", path.with_suffix(".png"), path], check=True)
            if sys.stderr.isatty():
                print(f"\r{count} pictures", end="", file=sys.stderr)
    return count, total


def main():
    arguments = sys.argv[1:]
    png_size = 0
    if arguments[:1] == ["--png"] and len(arguments) == 3 and arguments[1].isdigit():
        png_size, arguments = int(arguments[1]), arguments[2:]
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.exit(__doc__.split("usage: ")[1])
    target = pathlib.Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    count, total = write_all(target, png_size)
    print(f"{count} pictures, {total} bytes of SVG in {target}")


if __name__ == "__main__":
    main()
