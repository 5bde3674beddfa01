"""The catalogue's drawings: flat, upright, on a sheet from -1 to 1. Shares nothing with
picture_photo.py, from which queries are taken, but the names of kinds and colours.
"""
from picture_canvas import Canvas, arc, ellipse, line

SIZE = 112
PAINT = {"red": (200, 44, 40), "orange": (238, 130, 40), "yellow": (245, 208, 60),
         "green": (60, 130, 70), "turquoise": (50, 178, 170), "blue": (44, 84, 170),
         "violet": (120, 80, 170), "pink": (240, 150, 180), "brown": (130, 86, 54),
         "grey": (140, 146, 152)}
INK, STEEL, PAPER = (40, 44, 54), (170, 178, 186), (246, 244, 238)


def tent(r):
    w, h, door = r(.75, .95), r(.55, .8), r(.2, .34)
    return [("c", [(0, -h), (-w, .6), (w, .6)]), ("d", [(0, -h), (w, .6), (w * .5, .6)]),
            ("k", [(0, -h * .5), (-door, .6), (door, .6)])]


def mug(r):
    w, h = r(.42, .55), r(.45, .65)
    handle = line(arc(w, 0, .3, h * .55, -90, 90), r(.1, .16))
    return [("d", quad) for quad in handle] + [
        ("c", [(-w, -h), (w, -h), (w, h), (-w, h)]), ("k", ellipse(0, -h, w, .1)),
        ("l", [(-w, -.1), (w, -.1), (w, .12), (-w, .12)])]


def boot(r):
    shaft, sole = r(.5, .75), r(.1, .18)
    return [("c", [(-.5, -shaft), (.05, -shaft), (.1, 0), (.6, .2), (.7, .5), (-.5, .5)]),
            ("k", [(-.55, .5), (.75, .5), (.75, .5 + sole), (-.55, .5 + sole)]),
            ("d", [(-.5, -shaft), (.05, -shaft), (.05, -shaft + .14), (-.5, -shaft + .14)])] + [
        ("w", quad) for n in range(3) for quad in line([(-.1, -.3 + n * .2),
            (.14, -.26 + n * .2)], .05)]


def jacket(r):
    w, arm, hood = r(.42, .55), r(.55, .8), r(.14, .22)
    return [("d", [(-w, -.6), (-w - .4, arm - .2), (-w - .18, arm - .1), (-w + .1, -.1)]),
            ("d", [(w, -.6), (w + .4, arm - .2), (w + .18, arm - .1), (w - .1, -.1)]),
            ("c", [(-w, -.65), (w, -.65), (w, .75), (-w, .75)]),
                ("l", ellipse(0, -.68, hood + .1, hood)),
            ("k", [(-.02, -.6), (.02, -.6), (.02, .75), (-.02, .75)])]


def backpack(r):
    w, h, lid = r(.42, .54), r(.6, .78), r(.2, .32)
    return [("k", [(-w - .1, -.3), (-w, -.3), (-w, .4), (-w - .1, .4)]),
            ("k", [(w + .1, -.3), (w, -.3), (w, .4), (w + .1, .4)]),
            ("c", [(-w, -h + .1), (-w + .14, -h), (w - .14, -h), (w, -h + .1), (w, h), (-w, h)]),
            ("d", [(-w, -h + .1), (w, -h + .1), (w, -h + lid), (-w, -h + lid)]),
            ("l", [(-w + .12, .1), (w - .12, .1), (w - .12, h - .12), (-w + .12, h - .12)])]


def chair(r):
    w, back = r(.45, .6), r(.6, .8)
    legs = line([(-w, .8), (w * .9, .1)], .07) + line([(w, .8), (-w * .9, .1)], .07)
    return [("m", quad) for quad in legs] + [
        ("c", [(-w, -back), (w, -back), (w * .9, .05), (-w * .9, .05)]),
        ("d", [(-w * .9, .02), (w * .9, .02), (w, .24), (-w, .24)])]


def lantern(r):
    w, glass = r(.3, .42), r(.3, .42)
    return [("k", quad) for quad in line(arc(0, -.4, w, .45, 180, 360), .05)] + [
        ("c", [(-w, -.5), (w, -.5), (w * .8, -.3), (-w * .8, -.3)]),
        ("y", [(-w * .75, -.3), (w * .75, -.3), (w * .75, glass), (-w * .75, glass)]),
        ("d", [(-.04, -.3), (.04, -.3), (.04, glass), (-.04, glass)]),
        ("c", [(-w, glass), (w, glass), (w, .75), (-w, .75)])]


def bottle(r):
    w, neck, shoulder = r(.2, .3), r(.09, .14), r(-.5, -.3)
    return [("m", [(-neck - .03, -.95), (neck + .03, -.95), (neck + .03, -.75),
        (-neck - .03, -.75)]),
            ("c", [(-neck, -.75), (neck, -.75), (w, shoulder), (w, .85), (-w, .85),
                (-w, shoulder)]),
            ("l", [(-w, 0), (w, 0), (w, .3), (-w, .3)])]


def glove(r):
    w, long = r(.32, .4), r(.42, .6)
    fingers = [(x * w, -.15, x * w * 1.15, -long - (.14 if abs(x) < .5 else 0)) for x in (-.8,
        -.27, .27, .8)]
    quads = [quad for x0, y0, x1, y1 in fingers for quad in line([(x0, y0), (x1, y1)], w * .5)]
    return [("c", quad) for quad in quads] + [
        ("d", line([(w * .8, .3), (w + .34, -.06)], .2)[0]),
        ("c", [(-w, -.2), (w, -.2), (w * .95, .45), (-w * .95, .45)]),
        ("k", [(-w, .45), (w, .45), (w, .7), (-w, .7)])]


def cap(r):
    w, h, brim = r(.5, .62), r(.5, .65), r(.3, .45)
    return [("c", arc(-.1, .1, w, h, 180, 360)), ("d", [(w - .2, .02), (w + brim, .12),
        (w + brim, .2), (-.1, .2), (-.6, .1)]),
            ("l", ellipse(-.1, -h + .1, .07, .05))]


def trousers(r):
    w, gap = r(.32, .42), r(.08, .16)
    return [("c", [(-w, -.9), (w, -.9), (w + .06, .9), (gap + .02, .9), (0, -.3),
        (-gap - .02, .9), (-w - .06, .9)]),
            ("d", [(-w, -.9), (w, -.9), (w, -.76), (-w, -.76)]),
            ("l", [(w - .14, -.3), (w, -.3), (w + .02, .05), (w - .12, .05)])]


def mattress(r):
    w, h, bars = r(.8, .95), r(.28, .4), 5
    return [("c", [(-w, -h), (w, -h), (w, h), (-w, h)])] + [
        ("d", [(x, -h), (x + .05, -h), (x + .05, h), (x, h)])
        for x in (-w + 2 * w * (n + 1) / (bars + 1) for n in range(bars))]


def stove(r):
    w, h = r(.5, .65), r(.16, .26)
    legs = line([(-w, .3), (-w - .1, .75)], .08) + line([(w, .3), (w + .1, .75)], .08)
    return [("m", quad) for quad in legs] + [
        ("f", [(0, -.75), (.24, -.3), (.1, -.02), (-.1, -.02), (-.24, -.3)]),
        ("m", [(-w, -.04), (w, -.04), (w, .06), (-w, .06)]),
        ("c", [(-w, .06), (w, .06), (w, .1 + 2 * h), (-w, .1 + 2 * h)]),
            ("k", ellipse(w * .5, .1 + h, .08, .08))]


def kayak(r):
    h, nose = r(.16, .24), r(.3, .45)
    return [("c", [(-.98, -.02), (-1 + nose, -h), (1 - nose, -h), (.98, -.02), (1 - nose, h),
        (-1 + nose, h)]),
            ("k", ellipse(0, 0, .24, h * .6)), ("l", [(-.7, -.03), (-.3, -.03), (-.3, .03),
                (-.7, .03)])]


def helmet(r):
    w, h = r(.62, .75), r(.55, .7)
    vents = [("k", ellipse(x, -.16 - (.12 if abs(x) < .1 else 0),
        .07, .16)) for x in (-.36, 0, .36)]
    return [("c", arc(0, .2, w, h, 180, 360)), ("d", [(-w, .14), (w, .14), (w * .9, .3),
        (-w * .9, .3)])] + vents + [
        ("k", quad) for quad in line([(-w * .7, .28), (0, .8), (w * .7, .28)], .05)]


def torch(r):
    w, head = r(.12, .17), r(.26, .34)
    return [("c", [(-w, -.3), (w, -.3), (w, .9), (-w, .9)]), ("d", [(-head, -.8), (head, -.8),
        (w, -.3), (-w, -.3)]),
            ("y", ellipse(0, -.8, head, .1)), ("k", [(-.05, 0), (.05, 0), (.05, .16), (-.05, .16)])]


def towards(colour, other, share):
    return tuple(int(a + (b - a) * share) for a, b in zip(colour, other))


def ground(draw):
    """A plain sheet, or sky and earth, in pale colours."""
    pale = tuple(draw.randrange(205, 256) for _ in range(3))
    canvas = Canvas(SIZE, pale if draw.random() < .5 else (255, 255, 255))
    if draw.random() < .5:
        earth = towards(tuple(draw.randrange(120, 230) for _ in range(3)), (255, 255, 255), .35)
        top = SIZE * draw.uniform(.55, .8)
        canvas.polygon([(0, top), (SIZE, top + draw.uniform(-8, 8)), (SIZE, SIZE),
            (0, SIZE)], earth)
    return canvas


def draw(kind, colour, draw):
    canvas, scale = ground(draw), SIZE * draw.uniform(.36, .44)
    paint = tuple(min(255, max(0, part + draw.randrange(-14, 15))) for part in PAINT[colour])
    tones = {"c": paint, "d": towards(paint, INK, .3), "l": towards(paint, (255, 255, 255), .45),
             "k": INK, "m": STEEL, "w": PAPER, "y": (255, 240, 180), "f": (90, 160, 220)}
    for tone, points in globals()[kind](draw.uniform):
        canvas.polygon([(SIZE / 2 + x * scale, SIZE / 2 + y * scale) for x, y in points],
            tones[tone])
    return canvas
