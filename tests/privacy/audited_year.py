"""What tests of answers before both verifiers share: a device lives a year, its log is exported,
and rows of a build that lies are appended with a chain that holds.

usage of whoever imports it: TEST SOTTO_PACK YEAR_FIXTURE SOTTO_AUDIT AUDIT_FIXTURE
"""
import json
import os
import shutil
import struct
import sys
from hashlib import blake2b

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from command import must  # noqa: E402

PACK, YEAR, AUDIT, FIXTURE = map(os.path.abspath, sys.argv[1:5])
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
VERIFY = os.path.join(ROOT, "samples", "auditor", "verify.py")
OUTDOOR = os.path.join(ROOT, "samples", "outdoor")
WEEK_MS = 604800000


def brand(change):
    """The outdoor shop's folder and pack, its brand.json changed by `change`."""
    os.mkdir("brand")
    for name in ("products.en.tsv", "products.es.tsv"):
        shutil.copy(os.path.join(OUTDOOR, name), "brand")
    with open(os.path.join(OUTDOOR, "brand.json"), encoding="utf-8") as file:
        told = json.load(file)
    told["expires_days"] = 1000
    change(told)
    with open("brand/brand.json", "w", encoding="utf-8") as file:
        json.dump(told, file)
    must(PACK, "keygen", "--quiet", "brand")
    must(PACK, "build", "brand", "-o", "shop.sottopack", "--quiet", "--sequence", "7", "--created",
         "1767225600000")


def export(profile, key):
    with open("log.json", "w", encoding="utf-8") as file:
        file.write(must(AUDIT, "export", profile, "--key", key))


def answers():
    """Rows of the answers of the honest year, with their details."""
    with open("honest.json", encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    return [(row, json.loads(row["detail"])) for row in rows if row["act"] == 4]


def last_ms():
    with open("honest.json", encoding="utf-8") as file:
        return max(row["time_ms"] for row in json.load(file)["rows"])


def copy_year():
    """A copy of the honest year for lies to be appended to."""
    shutil.rmtree("lies", ignore_errors=True)
    shutil.copytree("year", "lies")


def append(act, cost, detail, time_ms):
    must(FIXTURE, "lies", "year.key", "row", str(act), str(cost), json.dumps(detail), str(time_ms))


def question(content, epoch):
    """The id of a question of this content in this epoch."""
    name = blake2b(b"sotto question" + bytes.fromhex(content) + struct.pack("<I", epoch),
                   digest_size=32)
    return name.hexdigest()[:32]
