"""What a brand learns from hashed groups and pages: reports are loaded, `learn` inverts the groups
by the pack that asked and writes tables of pages, and the next pack is built from both.

usage: test_learn_groups.py SOTTO_PACK SOTTO_FLEET SOTTO_COLLECT
"""
import json
import os
import shutil
import sys
import tempfile

PACK, FLEET, COLLECT = map(os.path.abspath, sys.argv[1:4])
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "meta"))
from command import must, run  # noqa: E402
from tap import Report  # noqa: E402

DEVICES = 300


def prepare():
    shutil.copytree(os.path.join(ROOT, "samples", "outdoor"), "brand")
    with open("brand/brand.json", encoding="utf-8") as file:
        brand = json.load(file)
    brand["questions"] = [
        {"name": "items", "kind": "popularity", "buckets": 15, "epsilon_micro": 1000000},
        {"name": "pages", "kind": "page_outcome", "epsilon_micro": 1000000}]
    with open("brand/brand.json", "w", encoding="utf-8") as file:
        json.dump(brand, file)
    must(PACK, "keygen", "--quiet", "brand")
    must(PACK, "build", "brand", "-o", "shop.sottopack", "--quiet", "--fleet", "100000000")
    os.mkdir("out")
    must(FLEET, "--pack", "shop.sottopack", "--trust", "brand/brand.public", "--out", "out",
         "--catalogue", "brand", "--devices", str(DEVICES))
    must(COLLECT, "load", "--db", "a.db", "--pack", "shop.sottopack", "--key",
         "brand/brand.report.key", "out/fleet.sottoreports")


def rows_of(name):
    with open(name, encoding="utf-8") as file:
        head, *rows = [line.rstrip("\n").split("\t") for line in file]
    return head, rows


def look(report):
    def fact(name, holds, *why):
        report.fact(name, [] if holds else [str(line) for line in why] or ["it does not"])
    learn = (COLLECT, "learn", "--db", "a.db", "-o", "statistics.tsv")
    trusted = ("--pack", "shop.sottopack", "--trust", "brand/brand.public")
    code, said = run(*learn, *trusted, "--tables", "tables.tsv")
    head, rows = rows_of("statistics.tsv")
    fact("learn writes each item of the pack once, with its error",
         code == 0 and head == ["kind", "item", "other", "value", "error"] and
         {row[0] for row in rows} == {"popularity"} and
         len({row[1] for row in rows}) == len(rows) > 300 and
         all(float(row[3]) >= 0 and float(row[4]) >= 0 for row in rows), said, rows[:3])
    head, rows = rows_of("tables.tsv")
    fact("and each page with either outcome", head == ["from", "page", "outcome", "share", "error"]
         and len(rows) == 22 and {row[2] for row in rows} == {"0", "1"}, rows)
    code, said = run(PACK, "build", "brand", "--statistics", "statistics.tsv", "--sessions",
                     "tables.tsv", "-o", "next.sottopack", "--fleet", "100000000")
    fact("the next pack is built from both", code == 0 and "without a known page" not in said, said)
    code, said = run(*learn)
    fact("without the pack groups stay closed", code == 0 and
         rows_of("statistics.tsv")[1] == [], said)
    fact("a pack without its key is not understood", run(*learn, *trusted[:2])[0] == 2)
    shutil.copy("shop.sottopack", "bad.sottopack")
    with open("bad.sottopack", "r+b") as file:
        file.seek(70)
        file.write(b"\xff")
    os.remove("statistics.tsv")
    code, said = run(*learn, "--pack", "bad.sottopack", *trusted[2:])
    fact("a changed pack is refused, and no file is left", code == 1 and
         not os.path.exists("statistics.tsv") and not os.path.exists("statistics.tsv.new"), said)


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        prepare()
        look(report)
        os.chdir("/")
    report.end()


if __name__ == "__main__":
    main()
