"""A labelled picture set, drawn: a catalogue of 960 pictures and photo-like queries about it.

usage: picture_set.py DIRECTORY [SEED]     (standard library alone; the same seed, the same bytes)

16 kinds of thing in 10 colours. The catalogue (DIRECTORY/items.tsv, DIRECTORY/images/<id>.png)
shows 6 designs of each, as shops do: upright, in the middle, before a plain ground or a simple
scene, all from the drawings of picture_shop.py. The queries (DIRECTORY/queries/labels and the PPM
files it names) come from the drawings of picture_photo.py, which has its own outlines, palette,
poses, light and backgrounds and shares no number with the other; each is taken well once and badly
once (small, dark, blurred, grainy, cut off). No query is a picture of the catalogue, nor of a
design in it.
"""
import os
import random
import struct
import sys
import zlib

import picture_photo
import picture_shop

KINDS = ("tent", "mug", "boot", "jacket", "backpack", "chair", "lantern", "bottle", "glove", "cap",
         "trousers", "mattress", "stove", "kayak", "helmet", "torch")
COLOURS = ("red", "orange", "yellow", "green", "turquoise", "blue", "violet", "pink", "brown",
    "grey")
DESIGNS = 6


def png(canvas):
    """An RGB picture as a PNG file."""
    wide, high, rows = canvas.size, canvas.size, canvas.rows

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I",
            zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body, 1))
            + chunk(b"IEND", b""))


def ppm(canvas):
    rows = canvas.rows
    return b"P6\n%d %d\n255\n" % (len(rows[0]) // 3,
        len(rows)) + b"".join(bytes(row) for row in rows)


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def catalogue(folder, draw):
    os.makedirs(os.path.join(folder, "images"))
    with open(os.path.join(folder, "items.tsv"), "w", encoding="utf-8") as items:
        items.write("id\ttitle\tdescription\tproduct_type\tbrand\tprice_minor\tattributes\n")
        for kind in KINDS:
            for colour in COLOURS:
                for design in range(DESIGNS):
                    ident = f"{kind}-{colour}-{design}"
                    cells = (ident, f"{colour} {kind} {design}", "", f"Things > {kind}", "none",
                             "1000", f"color={colour}")
                    items.write("\t".join(cells) + "\n")
                    write(os.path.join(folder, "images", ident + ".png"),
                          png(picture_shop.draw(kind, colour, draw)))


def queries(folder, draw):
    os.makedirs(os.path.join(folder, "queries"))
    with open(os.path.join(folder, "queries", "labels"), "w", encoding="utf-8") as labels:
        labels.write("file\tproduct_type\tcolor\tset\n")
        for kind in KINDS:
            for colour in COLOURS:
                for taken in ("clean", "degraded"):
                    name = f"{kind}-{colour}-{taken}.ppm"
                    labels.write(f"{name}\tThings > {kind}\t{colour}\t{taken}\n")
                    photo = picture_photo.take(kind, colour, taken == "degraded", draw)
                    write(os.path.join(folder, "queries", name), ppm(photo))


def main():
    folder, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    os.makedirs(folder, exist_ok=True)
    catalogue(folder, random.Random(2 * seed))
    queries(folder, random.Random(2 * seed + 1))


if __name__ == "__main__":
    main()
