"""Every sentence a person may read exists in English and in Spanish.

The table is SO_MESSAGES of sdk/flow/message.h and the parts it takes in (SO_MESSAGES_OF_…, there
and in message_….h): one `X(ID, "English", "Spanish")` a sentence. Each row has both texts, ids
(whose lower case is the stable name) are unique, and both languages use the same placeholders {0}
to {3}.
"""
import re

from source import Source, files
from tap import Report

TABLE = "sdk/flow/message"
ROW = re.compile(r"\bX\(\s*(\w+)\s*((?:,\s*(?:\"(?:\\.|[^\"\\])*\"\s*)*)*)\)")


def texts(listed):
    """The texts of one row: adjacent literals are one text, commas part them."""
    parts = []
    for mark, text in re.findall(r'(,)|"((?:\\.|[^"\\])*)"', listed):
        if mark:
            parts.append("")
        else:
            parts[-1] += text
    return parts


def rows_of(source):
    for table in re.finditer(r"^#\s*define SO_MESSAGES(?:_OF_\w+)?\(X\)(.*?[^\\])$", source.text,
                             re.M | re.S):
        start = table.start(1)
        body = table.group(1).replace("\\\n", " \n")  # line ends, as the preprocessor joins them
        for row in ROW.finditer(body):
            yield source.place(start + row.start(), row.group(1)), row.group(1), texts(row.group(2))


def rows():
    """(place, id, [English, Spanish]) of each row."""
    tables = [path for path in files("sdk/flow", ends=(".h",)) if path.startswith(TABLE)]
    return [row for path in tables for row in rows_of(Source(path))]


def placeholders(text):
    return sorted(set(re.findall(r"\{\d\}", text)))


def twice(table):
    seen = {}
    for place, name, _ in table:
        if seen.setdefault(name.lower(), place) != place:
            yield f"{place}: the id is used twice"


def main():
    report = Report()
    table = rows()
    report.fact("there is a table of messages", [] if len(table) > 20 else [f"{TABLE}: no rows"])
    report.fact("every row has English and Spanish",
                [place for place, _, pair in table if len(pair) != 2 or not all(pair)])
    report.fact("ids are unique", twice(table))
    report.fact("both languages use the same placeholders",
                [place for place, _, pair in table
                 if len(pair) == 2 and placeholders(pair[0]) != placeholders(pair[1])])
    report.end()


if __name__ == "__main__":
    main()
