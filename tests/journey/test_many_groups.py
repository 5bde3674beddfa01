"""A question of as many answers as a report can tell apart goes all the way: pack to estimate.

usage: test_many_groups.py SOTTO_PACK SOTTO_FLEET SOTTO_COLLECT
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PACK, FLEET, COLLECT = map(os.path.abspath, sys.argv[1:4])
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "meta"))
from tap import Report  # noqa: E402

GROUPS, DEVICES = 99999, 10


def run(*words):
    done = subprocess.run([*words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def make_brand():
    shutil.copytree(os.path.join(ROOT, "samples", "outdoor"), "brand")
    with open("brand/brand.json", encoding="utf-8") as file:
        brand = json.load(file)
    brand["questions"] = [{"name": "items", "kind": "popularity", "buckets": GROUPS,
                           "epsilon_micro": 1000000}]
    with open("brand/brand.json", "w", encoding="utf-8") as file:
        json.dump(brand, file)
    return run(PACK, "keygen", "--quiet", "brand")


def look(report):
    def fact(name, outcome, holds):
        report.fact(name, [] if holds else str(outcome).split("\n"))
    outcome = run(PACK, "build", "brand", "-o", "shop.sottopack", "--quiet")
    fact("a small fleet is told how many devices it would take", outcome,
         outcome[0] == 1 and "it takes 36206031067" in outcome[2] + outcome[1])
    outcome = run(PACK, "build", "brand", "-o", "shop.sottopack", "--quiet", "--fleet",
                  "100000000000")
    fact("99,999 groups and none may be asked", outcome, outcome[0] == 0)
    os.mkdir("out")
    outcome = run(FLEET, "--pack", "shop.sottopack", "--trust", "brand/brand.public", "--out",
                  "out", "--catalogue", "brand", "--devices", str(DEVICES))
    fact("devices answer", outcome, outcome[0] == 0)
    outcome = run(COLLECT, "load", "--json", "--db", "a.db", "--pack", "shop.sottopack", "--key",
                  "brand/brand.report.key", "out/fleet.sottoreports")
    fact("their reports are counted", outcome,
         outcome[0] == 0 and json.loads(outcome[1])["accepted"] == DEVICES)
    outcome = run(COLLECT, "estimate", "--json", "--db", "a.db")
    fact("and estimated", (outcome[0], outcome[1][:300], outcome[2]), outcome[0] == 0
         and json.loads(outcome[1])["questions"][0]["buckets"] == GROUPS + 1)


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        assert make_brand()[0] == 0
        look(report)
        os.chdir("/")
    report.end()


if __name__ == "__main__":
    main()
