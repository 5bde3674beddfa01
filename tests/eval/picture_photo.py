"""Queries as a person would take them: things of other makes, turned, lit from one side, before a
cluttered ground. Shares nothing with picture_shop.py, whose drawings the catalogue has, but the
names of kinds and colours.
"""
import math

from picture_canvas import Canvas, arc, ellipse, line

SIDE = 120
HUES = {"red": (178, 28, 48), "orange": (226, 108, 22), "yellow": (228, 190, 34),
        "green": (38, 104, 62), "turquoise": (26, 150, 160), "blue": (30, 62, 142),
        "violet": (96, 58, 140), "pink": (222, 118, 154), "brown": (104, 66, 40),
        "grey": (116, 120, 128)}


def tent(u):
    lean = u(-.12, .12)
    ridge = [(-.62 + lean, -.48), (.3 + lean, -.56), (.92, .5), (-.9, .54)]
    return [("main", ridge), ("low", [(.3 + lean, -.56), (.92, .5), (.5, .56), (.1, .52)]),
            ("hole", [(.34 + lean, -.3), (.62, .52), (.28, .54)]),
            ("line", line([(-.9, .54), (-1.05, .66)], .03)[0])]


def mug(u):
    taper = u(.04, .12)
    ring = line(arc(.36, .02, .34, .3, -110, 110), u(.08, .12))
    return [("low", quad) for quad in ring] + [
        ("main", [(-.5, -.42), (.4, -.42), (.4 - taper, .5), (-.5 + taper, .5)]),
        ("hole", ellipse(-.05, -.42, .45, .14)), ("high", ellipse(-.05, -.38, .36, .07))]


def boot(u):
    tall = u(.62, .82)
    return [("main", [(-.42, -tall), (.18, -tall + .05), (.16, -.12), (.5, .1), (.78, .34),
        (.74, .46), (-.46, .46)]),
            ("hole", [(-.5, .44), (.8, .44), (.78, .58), (.1, .58), (.02, .64), (-.5, .64)]),
            ("high", [(-.42, -.02), (-.2, -.02), (-.2, .3), (-.42, .3)]),
            ("low", ellipse(.5, .3, .22, .12))] + [
        ("line", quad) for n in range(4) for quad in line([(0, -.5 + .14 * n),
            (.2, -.44 + .14 * n)], .035)]


def jacket(u):
    flare = u(.4, .62)
    return [("main", [(-.34, -.72), (.34, -.72), (.5, -.5), (.46, .68), (-.46, .68), (-.5, -.5)]),
            ("low", [(-.5, -.56), (-.38, -.3), (-.44 - flare * .4, .42), (-.72 - flare * .3, .34)]),
            ("low", [(.5, -.56), (.38, -.3), (.44 + flare * .4, .42), (.72 + flare * .3, .34)]),
            ("high", [(-.2, -.74), (.2, -.74), (.1, -.5), (-.1, -.5)]),
            ("line", line([(.02, -.5), (.04, .68)], .03)[0]),
            ("low", [(-.36, .2), (-.12, .2), (-.12, .44), (-.36, .44)])]


def backpack(u):
    bulge = u(.44, .58)
    body = arc(0, -.28, bulge, .5, 180, 360) + [(bulge + .04, .66), (-bulge - .04, .66)]
    return [("hole", quad) for quad in line([(bulge, -.2), (bulge + .2, .2),
        (bulge, .56)], .09)] + [
        ("main", body), ("low", arc(0, .18, bulge * .74, .2, 180, 360) + [(bulge * .7, .58),
            (-bulge * .7, .58)]),
        ("line", line([(-bulge, -.22), (bulge, -.22)], .04)[0]),
            ("hole", ellipse(0, -.76, .12, .05))]


def chair(u):
    tip = u(-.1, .1)
    frame = [line([(-.42, .86), (.36 + tip, -.06)], .055), line([(.5, .86),
        (-.38 + tip, -.04)], .055),
             line([(-.52, .1), (-.52, .86)], .05)]
    return [("steel", quad) for stretch in frame for quad in stretch] + [
        ("main", [(-.5 + tip, -.82), (.46 + tip, -.74), (.42, 0), (-.44, -.02)]),
        ("low", [(-.44, -.04), (.42, -.02), (.6, .18), (-.56, .2)]),
        ("steel", line([(.42, -.2), (.74, -.16)], .06)[0])]


def lantern(u):
    body = u(.28, .36)
    return [("line", quad) for quad in line(arc(0, -.5, body * .8, .36, 190, 350), .04)] + [
        ("main", arc(0, -.36, body, .22, 180, 360)), ("glow", ellipse(0, 0, body * .86, .4)),
        ("line", line([(-body * .8, -.3), (-body * .7, .36)], .03)[0]),
        ("line", line([(body * .8, -.3), (body * .7, .36)], .03)[0]),
        ("main", [(-body, .34), (body, .34), (body * 1.15, .7), (-body * 1.15, .7)])]


def bottle(u):
    fat = u(.22, .31)
    return [("hole", [(-.1, -.98), (.1, -.98), (.12, -.8), (-.12, -.8)]),
            ("main", [(-.13, -.8), (.13, -.8)] + arc(0, -.4, fat, .3, -40, 0, 5) + [(fat, .84),
                (-fat, .84)]
             + arc(0, -.4, fat, .3, 180, 220, 5)),
            ("high", [(-fat * .7, -.3), (-fat * .4, -.3), (-fat * .4, .74), (-fat * .7, .74)])]


def glove(u):
    spread = u(.1, .22)
    tips = [(-.3, -spread - .3, -.62), (-.1, -.1 - spread * .3, -.8),
        (.1, .1 + spread * .3, -.78), (.3, .3 + spread, -.6)]
    return [("main", quad) for foot, tip, high in tips for quad in line([(foot, -.05),
        (tip, high)], .19)] + [
        ("main", ellipse(tip, high, .095, .1)) for _, tip, high in tips] + [
        ("low", line([(.26, .26), (.64, -.12)], .2)[0]), ("main", ellipse(0, .12, .42, .36)),
        ("low", [(-.36, .36), (.36, .36), (.42, .78), (-.42, .78)])]


def cap(u):
    dome = u(.46, .58)
    return [("main", arc(0, .12, .58, dome, 180, 360)), ("low", [(.1, .06), (.58, .04),
        (1.0, .26), (.9, .32), (.2, .22)]),
            ("line", line([(0, -dome + .12), (.04, .1)], .025)[0]), ("low", [(-.58, .06),
                (.58, .06), (.56, .16), (-.56, .16)])]


def trousers(u):
    wide = u(.34, .46)
    return [("main", [(-wide, -.86), (wide, -.82), (wide + .18, .86), (.16, .9), (.03, -.2),
        (-.1, .9), (-wide - .08, .86)]),
            ("line", line([(-wide, -.74), (wide, -.7)], .05)[0]), ("low", [(.04, -.2), (.16, .9),
                (.3, .88), (.16, -.3)])]


def mattress(u):
    skew = u(.1, .26)
    sheet = [(-.94 + skew, -.3), (.94, -.34), (.9 - skew, .32), (-.98, .36)]
    ribs = [line([(-.9 + skew + n * .34, -.3),
        (-.94 + n * .34, .35)], .045)[0] for n in range(1, 6)]
    return [("main", sheet), ("low", [(-.98, .36), (.9 - skew, .32), (.9 - skew, .42),
        (-.98, .46)])] + [
        ("low", rib) for rib in ribs]


def stove(u):
    flame = u(.4, .6)
    return [("steel", line([(-.4, .36), (-.66, .74)], .07)[0]), ("steel", line([(.4, .36),
        (.66, .74)], .07)[0]),
            ("blue", [(-.16, -.08), (-.2, -.3), (-.04, -.16 - flame), (.12, -.34), (.16, -.08)]),
            ("steel", ellipse(0, -.04, .56, .09)), ("main", [(-.6, 0), (.6, 0), (.5, .4),
                (-.5, .4)]),
            ("line", ellipse(.24, .2, .09, .09)), ("low", [(-.6, 0), (.6, 0), (.58, .08),
                (-.58, .08)])]


def kayak(u):
    deck = u(.18, .26)
    hull = [(-1.0, -.12), (-.5, -deck + .02), (.5, -deck), (1.0, -.16), (.6, .16), (0, .22),
        (-.6, .18)]
    return [("main", hull), ("low", [(-1.0, -.12), (-.6, .18), (0, .22), (.6, .16), (1.0, -.16),
        (.5, .04), (-.5, .06)]),
            ("hole", ellipse(.05, -.08, .26, .09)), ("line", line([(-.3, -.5),
                (.42, .34)], .035)[0])]


def helmet(u):
    dome = u(.56, .68)
    shell = arc(0, .14, .7, dome, 178, 362)
    vents = [("hole", line([(x, -.3), (x * 1.3, 0)], .09)[0]) for x in (-.4, -.14, .14, .4)]
    return [("main", shell), ("low", [(-.7, .08), (.72, .08), (.84, .24), (-.62, .24)])] + vents + [
        ("line", quad) for quad in line([(-.44, .2), (-.06, .74), (.4, .22)], .04)]


def torch(u):
    grip = u(.13, .18)
    return [("main", [(-grip, -.24), (grip, -.24), (grip * .9, .84), (-grip * .9, .84)]),
            ("low", [(-.3, -.66), (.3, -.66), (.28, -.46), (grip, -.24), (-grip, -.24),
                (-.28, -.46)]),
            ("glow", ellipse(0, -.68, .28, .08)), ("high", line([(-grip * .5, -.1),
                (-grip * .5, .7)], .05)[0])]


def clutter(draw):
    """A table, a lawn or a wall, with stripes, spots and shadows."""
    base = tuple(draw.randrange(70, 235) for _ in range(3))
    canvas = Canvas(SIDE, base)
    near = [tuple(min(255, max(0, part + draw.randrange(-26,
        27))) for part in base) for _ in range(3)]
    for n in range(draw.randrange(4, 16)):
        x, y = draw.uniform(0, SIDE), draw.uniform(0, SIDE)
        if draw.random() < .5:
            canvas.polygon(ellipse(x, y, draw.uniform(4, 30), draw.uniform(3, 18)), near[n % 3])
        else:
            canvas.polygon(line([(x - SIDE, y),
                (x + SIDE, y + draw.uniform(-50, 50))], draw.uniform(2, 14))[0], near[n % 3])
    return canvas


def pose(draw, badly):
    """From the sheet to the picture: turned, squeezed, off the middle, perhaps mirrored."""
    turn, scale = math.radians(draw.uniform(-16, 16)), SIDE * draw.uniform(.3, .42)
    if badly:
        scale *= draw.uniform(.8, 1.25)
    squeeze, mirror = draw.uniform(.86, 1.14), draw.choice((-1, 1))
    middle = [SIDE * (.5 + draw.uniform(-.09, .09) * (1.6 if badly else 1)) for _ in range(2)]

    def place(x, y):
        x, y = mirror * x * squeeze, y / squeeze
        return (middle[0] + scale * (x * math.cos(turn) - y * math.sin(turn)),
                middle[1] + scale * (x * math.sin(turn) + y * math.cos(turn)))
    return place


def mixed(colour, other, share):
    return tuple(int(a * (1 - share) + b * share) for a, b in zip(colour, other))


def take(kind, colour, badly, draw):
    canvas, place = clutter(draw), pose(draw, badly)
    hue = tuple(min(255, max(0, part + draw.randrange(-18, 19))) for part in HUES[colour])
    tones = {"main": hue, "low": mixed(hue, (10, 12, 20), .38),
        "high": mixed(hue, (255, 252, 240), .5),
             "hole": (28, 28, 34), "line": (52, 50, 56), "steel": (150, 152, 158),
                 "glow": (250, 226, 150),
             "blue": (70, 130, 230)}
    shadow = [place(x, y) for x, y in ellipse(.05, .74, .8, .14)]
    canvas.polygon(shadow, mixed(tuple(canvas.rows[SIDE // 2][:3]), (20, 20, 26), .3))
    for tone, points in globals()[kind](draw.uniform):
        canvas.polygon([place(x, y) for x, y in points], tones[tone], draw.uniform(.08, .3))
    cast = [draw.uniform(.93, 1.07) * (draw.uniform(.5, .8) if badly else draw.uniform(.85,
        1.15))] * 3
    canvas.light([part * draw.uniform(.95, 1.05) for part in cast], draw.uniform(-.3, .3))
    for _ in range(draw.randrange(3, 6) if badly else draw.randrange(0, 2)):
        canvas.blur()
    canvas.grain(draw, draw.randrange(30, 60) if badly else draw.randrange(4, 16))
    if badly:
        cut = draw.randrange(6, 18)
        side = draw.randrange(4)
        canvas.rows = {0: canvas.rows[cut:], 1: canvas.rows[:-cut],
            2: [row[3 * cut:] for row in canvas.rows],
                       3: [row[:-3 * cut] for row in canvas.rows]}[side]
    return canvas
