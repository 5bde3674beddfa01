"""Every sentence a person may read exists in English and in Spanish.

The table is sdk/flow/message.c: `[SO_MESSAGE_ID] = {"name", "English", "Spanish"}`, the ids an enum
of message.h. Each id has its row, each row three texts, names are unique, and both languages use
the same placeholders {0} to {3}.
"""
import os
import re

from source import ROOT, Source
from tap import Report

HEADER, TABLE = "sdk/flow/message.h", "sdk/flow/message.c"
NO_IDS = {"SO_MESSAGE_COUNT", "SO_MESSAGE_PARTS_MAX"}


def ids():
    source = Source(HEADER)
    body = re.search(r"enum\s+so_message\s*\{(.*?)\}", source.code, re.S)
    return [name for name in re.findall(r"\bSO_MESSAGE_\w+", body.group(1) if body else "")
            if name not in NO_IDS]


def texts(source, start, stop):
    """The texts of one row: adjacent strings are one text, commas part them."""
    parts, last = [], start
    for match in re.finditer(r",|$", source.code[start:stop]):
        here = start + match.start()
        joined = "".join(text for at, text in source.strings if last <= at < here)
        parts.append(joined)
        last = here
    return [part for part in parts if part]


def rows():
    """{id: (offset, [name, English, Spanish])} of each designated initializer."""
    source = Source(TABLE)
    found = {}
    for match in re.finditer(r"\[\s*(SO_MESSAGE_\w+)\s*\]\s*=\s*\{", source.code):
        if match.group(1) in NO_IDS:
            continue
        stop = source.code.find("}", match.end())
        found[match.group(1)] = (source.place(match.start(), match.group(1)),
                                 texts(source, match.end(), stop))
    return found


def placeholders(text):
    return sorted(set(re.findall(r"\{\d\}", text)))


def twice(table):
    seen = {}
    for place, row in table.values():
        if row and seen.setdefault(row[0], place) != place:
            yield f"{place}: the name {row[0]} is used twice"


def main():
    report = Report()
    if not os.path.exists(os.path.join(ROOT, TABLE)):
        report.skip("every message has English and Spanish", f"{TABLE} is not written yet")
        report.end()
    table = rows()
    report.fact("every message id has its row and every row its id",
                [f"{HEADER}: {n} has no row in {TABLE}" for n in ids() if n not in table]
                + [f"{place} is no id of {HEADER}" for n, (place, _) in table.items()
                   if n not in ids()])
    report.fact("every row has a name, English and Spanish",
                [place for place, row in table.values() if len(row) != 3])
    report.fact("names are unique", twice(table))
    report.fact("both languages use the same placeholders",
                [place for place, row in table.values()
                 if len(row) == 3 and placeholders(row[1]) != placeholders(row[2])])
    report.end()


if __name__ == "__main__":
    main()
