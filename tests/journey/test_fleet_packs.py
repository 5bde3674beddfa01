"""A fleet lives a year of packs: each quarter the shop learns and publishes its next one, devices
take it, and how good a newcomer's first picks have become is told with its error.

usage: test_fleet_packs.py SOTTO_FLEET CATALOGUE
"""
import csv
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

YEAR_EPSILON = 24
YEAR_ANSWERS = 6  # of one question
SIZES = [20, 200, 2000, 20000]
tap = Facts()
fact = tap.fact


def play(folder):
    done = subprocess.run([sys.argv[1], "--curve", "--out", folder, "--catalogue", sys.argv[2],
                           "--devices", str(SIZES[-1])], capture_output=True, text=True,
                          timeout=280)
    fact("a year of packs is played", done.returncode == 0, done.stderr[-2000:])
    with open(os.path.join(folder, "curve.points.tsv"), encoding="utf-8") as file:
        rows = [{name: float(cell) for name, cell in row.items()}
                for row in csv.DictReader(file, delimiter="\t")]
    with open(os.path.join(folder, "curve.html"), encoding="utf-8") as file:
        return rows, done.stdout, file.read()


def fleets(rows):
    """The packs of each fleet, in order."""
    found = {}
    for row in rows:
        found.setdefault((row["epsilon"], row["devices"]), []).append(row)
    return found


def years(found):
    fact("four sizes of fleet at two costs", sorted({size for _, size in found}) == SIZES and
         len(found) == 8, list(found))
    fact("each pack's sequence rises",
         all([row["sequence"] for row in packs] == [1, 2, 3, 4, 5] for packs in found.values()),
         found)
    fact("each pack knows more weeks than the one before",
         all([row["week"] for row in packs] == [0, 13, 26, 39, 52] for packs in found.values()),
         found)
    fact("each pack's quality is told with its error",
         all(0 < row["error"] < row["right"] for packs in found.values() for row in packs), found)


def quality(found):
    packs = found[1, SIZES[-1]]
    fact("what 20,000 devices say in a year makes first picks better, beyond the error",
         packs[-1]["right"] > packs[0]["right"] + 3 * (packs[-1]["error"] + packs[0]["error"]),
         packs)


def budget(rows):
    fact("no device of any fleet is asked beyond its budget over the whole year",
         all(0 < row["drilled_most_epsilon"] <= YEAR_EPSILON for row in rows), rows)
    fact("real profiles took every pack",
         all(row["lived_packs"] == 5 and row["lived_sequence"] == 5 for row in rows), rows)
    fact("what left them is what their ledgers paid, and within the year's budget and quota",
         all(row["lived_most_epsilon"] == row["lived_ledger_epsilon"] <= YEAR_EPSILON and
             0 < row["lived_most_answers"] <= YEAR_ANSWERS for row in rows), rows)
    fact("real profiles paid what drilled ones did",
         all(row["lived_most_epsilon"] == row["drilled_most_epsilon"] for row in rows), rows)


def told(rows, words, page):
    last = rows[-1]
    fact("words and page tell the figures of the table",
         f"{last['right']:.3f} +- {last['error']:.3f}" in words and
         f"{last['right']:.3f} &plusmn; {last['error']:.3f}" in page, words)
    fact("the page needs nothing from elsewhere", "http" not in page and "src=" not in page, page)


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows, words, page = play(folder)
        left = sorted(os.listdir(folder))
    found = fleets(rows)
    years(found)
    quality(found)
    budget(rows)
    told(rows, words, page)
    fact("nothing else is left behind", left == ["curve.html", "curve.points.tsv"], left)
    tap.end()


if __name__ == "__main__":
    main()
