#!/usr/bin/env python3
"""Draws the pictures that the arms of the slot "artwork" show: one SVG each, made of the catalogue's own drawings.

The pack names a file per arm and language; a drawing needs no language, so one serves both. Nothing here decides who
sees which: the device does.

usage: artwork.py OUTPUT_DIRECTORY
"""
import pathlib
import string
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "outdoor"))

import pictures  # noqa: E402

WIDTH, HEIGHT = 1060, 330
# Arm: sky above, sky below, far hills, near hills, ground, sun, the things that stand there.
ARMS = {
    "plain": ("#fdf3dd", "#f7ead0", "#dfe6c4", "#cddbab", "#bcd093", "#ffcf6b", ["tent"]),
    "alameda-family": ("#fbe7c6", "#fdf3dd", "#d6e4b5", "#bfd596", "#a9c67e", "#ffc65c", ["tent", "chair", "mug"]),
    "alameda-wall": ("#f0dcc6", "#f8ece0", "#d9b796", "#c79f7b", "#cbb08e", "#ffd08a", ["tent"]),
    "alameda-snow": ("#cfdff0", "#e9f1f8", "#b9cde2", "#dde8f2", "#f6f9fc", "#fff0c2", ["tent", "box"]),
}
FAR = {
    "alameda-wall": "M380 262 L480 214 L560 120 L590 138 L640 44 L700 70 L730 22 L800 60 L836 30 L900 96 L940 84 L1060 190 V330 H380 Z",
    "alameda-snow": "M300 250 L430 150 L500 196 L640 60 L740 150 L820 92 L930 176 L1060 110 V330 H300 Z",
}
ROLLING = "M0 236 Q200 170 430 226 T860 196 T1060 214 V330 H0 Z"
PLACES = {"tent": (640, 30, 1.5), "chair": (880, 120, .95), "mug": (560, 190, .5), "box": (905, 150, .75)}
COLOURS = {"tent": "forest", "chair": "turquoise", "mug": "orange", "box": "sky"}


def thing(shape):
    """One drawing of the catalogue, moved and scaled to its place."""
    x, y, scale = PLACES[shape]
    paint = pictures.PAINT[COLOURS[shape]]
    tones = {"c": paint, "d": pictures.mix(paint, "#1d2430", .2), "l": pictures.mix(paint, "#ffffff", .42),
             "k": pictures.INK, "w": pictures.PAPER, "m": pictures.METAL, "n": pictures.DARK_METAL}
    body = string.Template(pictures.SHAPES[shape]).substitute(tones)
    return (f'<g transform="translate({x} {y}) scale({scale})"><ellipse cx="100" cy="164" rx="72" ry="7" '
            f'fill="{pictures.INK}" opacity=".14"/>{body}</g>')


def trees(colour):
    """A row of firs at the far edge of the meadow."""
    spots = ((470, 214, 1), (498, 220, .8), (1010, 204, 1.1), (1034, 212, .85), (968, 214, .7))
    return "".join(f'<path d="M{x} {y - 46 * s} l{15 * s} {46 * s} h-{30 * s} Z" fill="{colour}"/>' for x, y, s in spots)


def extras(arm, near):
    """What only one of the scenes has."""
    if arm == "alameda-snow":
        flakes = "".join(f'<circle cx="{(i * 97 + 380) % 1060}" cy="{(i * 53) % 220}" r="{2 + i % 3}" fill="#ffffff"/>'
                         for i in range(42))
        return trees("#7f9bb0") + flakes
    if arm == "alameda-wall":
        return ('<path d="M700 70 L730 22 L800 60 L770 120 L724 108 Z" fill="#e7ccb0"/>'
                '<path d="M640 44 L700 70 L690 128 L620 150 Z" fill="#e2c3a4"/>')
    return trees(pictures.mix(near, "#2f6b4a", .45))


def scene(arm):
    """The SVG text of one arm."""
    above, below, far, near, ground, sun, things = ARMS[arm]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
            f'<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{above}"/>'
            f'<stop offset="1" stop-color="{below}"/></linearGradient></defs>'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#sky)"/><circle cx="930" cy="66" r="34" fill="{sun}"/>'
            f'<path d="{FAR.get(arm, ROLLING)}" fill="{far}"/><path d="M0 262 Q260 196 560 236 T1060 222 V330 H0 Z" '
            f'fill="{near}"/>{extras(arm, near)}<path d="M0 288 Q420 246 1060 262 V330 H0 Z" fill="{ground}"/>'
            f'{"".join(map(thing, things))}</svg>\n')


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__.split("usage: ")[1])
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for arm in ARMS:
        (target / f"{arm}.svg").write_text(scene(arm), encoding="utf-8")
    print(f"{len(ARMS)} pictures in {target}")


if __name__ == "__main__":
    main()
