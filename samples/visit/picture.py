"""Draws the picture of the README from a visit as sotto-visit told it: on the left what the shopper
saw, on the right every byte that left for the brand.

usage: picture.py VISIT.txt CATALOGUE_DIR PICTURES_DIR > picture.svg

VISIT.txt is the output of sotto-visit (English); PICTURES_DIR holds the drawings that
samples/outdoor/pictures.py makes. Nothing is invented: lines that are not found are an error.
"""
import csv
import html
import os
import re
import sys

WIDTH, HEIGHT, SPLIT = 1080, 600, 640
INK, SOFT, GREEN = "#1d2433", "#5d6573", "#0f766b"


def section(text, start, end):
    return text[text.index(start):text.index(end, text.index(start))]


def joined(text):
    """The visit with its wrapped lines put together again."""
    return re.sub(r" *\n {16,17}(?=\S)", " ", text)


def picks_of(text):
    """The last shelf of the slot "cart": (title, price, first reason) of each pick."""
    shelf = joined(text[text.rindex('picks for "cart"'):])
    rows = re.findall(r"^ {6}\d\. +([\d.]+)  (.+?) *\n +[+-][\d.]+  (.+?) *$", shelf, re.M)
    return [(title, price, reason) for price, title, reason in rows[:3]]


def mindset_of(text):
    """The mindset before that shelf and the first fact behind it."""
    before = text[:text.rindex('picks for "cart"')]
    states = re.findall(r"mindset: (\w+), purchase score (\d+) %\n +(\S.+?) *$", before, re.M)
    return states[-1]


def reports_of(text):
    part = section(text, "What leaves, to the byte", "The audit log")
    rows = re.findall(r"(\d+) bytes, epsilon ([\d.]+):  ([0-9a-f]+)", part)
    total = re.search(r"(\d+) reports, (\d+) bytes, epsilon ([\d.]+) in all", part)
    return rows, total.groups()


def ids_by_title(directory):
    with open(os.path.join(directory, "products.en.tsv"), encoding="utf-8") as feed:
        return {row["title"]: row["id"] for row in csv.DictReader(feed, delimiter="\t")}


def text_at(x, y, words, size=15, fill=INK, weight=400, family="system-ui, sans-serif"):
    return (f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" font-weight="{weight}" '
            f'font-family="{family}">{html.escape(words)}</text>')


def wrapped(words, columns):
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) + 1 > columns:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return lines + [line]


def drawing(directory, item, x, y, size):
    with open(os.path.join(directory, item + ".svg"), encoding="utf-8") as file:
        inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", file.read().strip())
    return f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 200 200">{inner}</svg>'


def shopper_panel(text, catalogue, pictures):
    state, score, why = mindset_of(text)
    ids = ids_by_title(catalogue)
    parts = [text_at(40, 62, "What the shopper saw", 24, weight=700),
             text_at(40, 92, f"mindset: {state}, {score} % likely to buy ({why})", 14, SOFT)]
    for number, (title, price, reason) in enumerate(picks_of(text)):
        top = 118 + number * 152
        parts.append(f'<rect x="40" y="{top}" width="{SPLIT - 72}" height="138" rx="12" fill="#fff"/>')
        parts.append(drawing(pictures, ids[title], 52, top + 12, 114))
        lines = wrapped(title, 42)
        for i, line in enumerate(lines):
            parts.append(text_at(184, top + 32 + 21 * i, line, 17, weight=600))
        parts.append(text_at(184, top + 32 + 21 * len(lines), price + " EUR", 15, SOFT))
        for i, line in enumerate(wrapped(reason, 46)):
            parts.append(text_at(184, top + 102 + 20 * i, line, 15, GREEN))
    return parts


def wire_panel(text):
    rows, (count, size, epsilon) = reports_of(text)
    days = re.findall(r"^Day (\d+),", text, re.M)[-1]
    left = SPLIT + 24
    parts = [f'<rect x="{SPLIT}" width="{WIDTH - SPLIT}" height="{HEIGHT}" fill="{INK}"/>',
             text_at(left, 62, "What left for the brand", 24, "#fff", 700)]
    top = 100
    for bytes_, cost, digits in rows:
        paid = f"epsilon {cost}" if float(cost) else 'the constant "none", free'
        parts.append(text_at(left, top, f"{bytes_} bytes, {paid}", 14, "#9fb3c8"))
        for i in range(0, len(digits), 20):
            parts.append(text_at(left, top + 24 + 20 * (i // 20), digits[i:i + 20], 15, "#7ee0c3",
                                 family="ui-monospace, monospace"))
        top += 84
    parts.append(text_at(left, HEIGHT - 96, f"{count} reports, {size} bytes, epsilon {epsilon}",
                         20, "#fff", 700))
    parts.append(text_at(left, HEIGHT - 66, "sealed to the brand, noised before it was sealed;",
                         15, "#9fb3c8"))
    parts.append(text_at(left, HEIGHT - 42, f"the brand got nothing else in {days} days.", 15, "#9fb3c8"))
    return parts


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
             f'width="{WIDTH}" height="{HEIGHT}">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" rx="0" fill="#f4f1ea"/>']
    parts += shopper_panel(text, sys.argv[2], sys.argv[3])
    parts += wire_panel(text)
    print("\n".join(parts + ["</svg>"]))


if __name__ == "__main__":
    main()
