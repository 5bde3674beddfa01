"""Every sentence a person may read exists in English and in Spanish.

The table is sdk/flow/message.c: `[SO_MESSAGE_NAME] = {"name", "English", "Spanish"}`, with its ids
in an enum of message.h. Both texts are there, differ, and use the same placeholders {0}, {1} ...
"""
import os
import re

from source import ROOT, Source
from tap import Report

HEADER, TABLE = "sdk/flow/message.h", "sdk/flow/message.c"


def ids(source):
    found = re.findall(r"\bSO_MESSAGE_\w+", source.code)
    return [name for name in dict.fromkeys(found)
            if not name.endswith(("_COUNT", "_LAST", "_END", "_MAX", "_H"))]


def rows(source):
    """{id: (offset, [strings])} of each designated initializer."""
    starts = [(m.start(), m.group(1))
              for m in re.finditer(r"\[\s*(SO_MESSAGE_\w+)\s*\]\s*=", source.code)]
    table = {}
    for at, (start, name) in enumerate(starts):
        stop = starts[at + 1][0] if at + 1 < len(starts) else len(source.code)
        table[name] = (start, [text for offset, text in source.strings if start < offset < stop])
    return table


def main():
    report = Report()
    if not os.path.exists(os.path.join(ROOT, TABLE)):
        report.skip("every message has English and Spanish", f"{TABLE} is not written yet")
        report.end()
    table = Source(TABLE)
    known, present = ids(Source(HEADER)), rows(table)
    report.fact("every message id has its row", [f"{HEADER}: {n}" for n in known
                                                 if n not in present])
    report.end()


if __name__ == "__main__":
    main()
