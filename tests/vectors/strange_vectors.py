"""sotto-vectors on what others may hand it: what is not implemented is skipped by name, what is
damaged fails, nothing crashes, and an empty folder is no success.

usage: strange_vectors.py SOTTO_VECTORS     SOTTO_DATA, or ../shared/data, has the published vectors
"""
import copy
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "meta"))
from tap import Facts  # noqa: E402

DATA = os.environ.get("SOTTO_DATA") or os.path.join(HERE, "../../../shared/data")
VECTORS = os.path.join(DATA, "vectors")
facts = Facts()


def run(path):
    done = subprocess.run([sys.argv[1], path], capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(errors="replace").splitlines()


def run_files(files, folder="."):
    """Runs the program over {name: document or bytes}."""
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(os.path.join(root, folder), exist_ok=True)
        for name, document in files.items():
            data = document if isinstance(document, bytes) else json.dumps(document).encode()
            with open(os.path.join(root, folder, name), "wb") as out:
                out.write(data)
        return run(root)


def load(pattern):
    with open(glob.glob(os.path.join(VECTORS, pattern))[0]) as text:
        return json.load(text)


def paths(value, path=()):
    """Every place in a document, the inner ones too."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) \
        if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, path + (key,))


def set_at(document, path, value):
    for key in path[:-1]:
        document = document[key]
    document[path[-1]] = value


def get_at(document, path):
    for key in path:
        document = document[key]
    return document


def flip(text, rng):
    """A hexadecimal text with one digit changed."""
    at = rng.randrange(len(text))
    return text[:at] + "0123456789abcdef"[int(text[at], 16) ^ 1 << rng.randrange(4)] + text[at + 1:]


def is_hex(value):
    return isinstance(value, str) and value and not set(value) - set("0123456789abcdef")


def suites():
    vector = load("hpke/*.json")[0]
    others = {"mode": [1, 2, 3], "kem_id": [16, 17, 18, 33], "kdf_id": [2, 3],
              "aead_id": [2, 65535]}
    changed = [dict(vector, **{key: value}) for key in others for value in others[key]]
    status, lines = run_files({"hpke.json": changed})
    facts.fact("other modes and suites of HPKE are skipped, each with what is not implemented",
               status == 1 and len([line for line in lines if line.startswith("skipped")
                                    and "is not implemented" in line]) == len(changed)
               and lines[-1] == "0 passed, 0 failed", *lines)
    untold = {key: value for key, value in vector.items() if key != "mode"}
    status, lines = run_files({"hpke.json": [vector, untold, 7]})
    facts.fact("a vector without its suite fails",
               status == 1 and lines[-1] == "1 passed, 2 failed", *lines)
    bare = {key: vector[key] for key in ("mode", "kem_id", "kdf_id", "aead_id", "pkRm", "skRm",
                                         "skEm", "enc", "info")}
    status, lines = run_files({"hpke.json": [bare]})
    facts.fact("a vector with nothing to compare fails", lines[-1] == "0 passed, 1 failed", *lines)


def drafts():
    vector = load("vdaf-18/vdaf/Prio3Histogram_0.json")
    between = {"prep" if key == "reports" else key: value for key, value in vector.items()}
    status, lines = run_files({"Prio3Histogram_0.json": between, "Prio3Other_0.json": vector,
                               "Poplar1_0.json": vector, "notes.json": {"notes": [1]},
                               "numbers.json": b"[99999999999999999999]"})
    facts.fact("other drafts, other types and other files are skipped",
               status == 1 and sum(line.startswith("skipped") for line in lines) == 5
               and lines[-1] == "0 passed, 0 failed", *lines)
    old = load("vdaf-08/Prio3Histogram_0.json")
    shares = old["prep"][0]["input_shares"]
    shares[1] = flip(shares[1], random.Random(1))
    status, lines = run_files({"Prio3Histogram_0.json": old})
    facts.fact("an old vector with a damaged share fails",
               lines[-1] == "0 passed, 1 failed", *lines)
    status, lines = run_files({"Prio3Histogram_0.json": old}, "06")
    facts.fact("shares that no version expands to, in another draft's folder, are skipped",
               "another draft" in lines[0] and lines[-1] == "0 passed, 0 failed", *lines)


def damaged():
    """Every hexadecimal digit of a file is looked at: one changed anywhere must show."""
    for pattern in ("vdaf-18/vdaf/Prio3Count_0.json", "vdaf-18/vdaf/Prio3Histogram_0.json",
                    "vdaf-08/Prio3Sum_0.json", "hpke/*.json"):
        good, rng, files = load(pattern), random.Random(2), {}
        name = os.path.basename(glob.glob(os.path.join(VECTORS, pattern))[0])
        good = good[:1] if isinstance(good, list) else good
        unseen = {"suite_id"}  # of no use to who has the suite's numbers
        places = [path for path in paths(good) if path and is_hex(get_at(good, path))
                  and path[-1] not in unseen]
        for i, path in enumerate(places):
            changed = copy.deepcopy(good)
            set_at(changed, path, flip(get_at(good, path), rng))
            files[f"{name.split('_')[0]}_{i:03}.json"] = changed
        status, lines = run_files(files)
        quiet = [str(places[i]) for i, line in enumerate(lines[:len(places)])
                 if not line.startswith("FAILED")]
        facts.fact(f"{name}: one digit changed anywhere fails ({len(places)} places)",
                   status == 1 and not quiet and places, *quiet)


def broken():
    status, lines = run_files({})
    facts.fact("an empty folder is no success",
               status == 1 and lines == ["0 passed, 0 failed"], *lines)
    status, lines = run_files({"a.json": b"{", "b.json": b"", "c.json": b"\xff\xfe",
                               "d.json": b"[" * 100000})
    facts.fact("what is no JSON fails", status == 1 and lines[-1] == "0 passed, 4 failed", *lines)
    with tempfile.TemporaryDirectory() as root:
        os.mkfifo(os.path.join(root, "pipe.json"))
        os.symlink(root, os.path.join(root, "again"))
        with open(os.path.join(root, "huge.json"), "wb") as out:
            out.truncate(1 << 31)
        status, lines = run(root)
    facts.fact("pipes and huge files fail at once, links to folders are not followed",
               status == 1 and lines[-1] == "0 passed, 2 failed", *lines)
    status, lines = run("/nonexistent")
    facts.fact("a folder that is not there is told", status == 2)


def strange():
    """Random values at random places: any verdict is right, but there must be one."""
    rng, crashes, runs = random.Random(3), [], 0
    odd = [None, True, -1, 0, 1, 2, 255, 256, 1 << 31, 1 << 32, 10 ** 6, 0.5, "", "0", "zz",
           "00" * 16, "ff" * 16, "ff" * 300, [], {}, [[]], ["00"], 2 ** 62]
    documents = []
    for path in glob.glob(os.path.join(VECTORS, "**/*.json"), recursive=True):
        with open(path) as text:
            documents.append((os.path.basename(path), json.load(text)))
    for _ in range(25 if not os.environ.get("SOTTO_LONG") else 400):
        files = {}
        for name, document in documents:
            changed = copy.deepcopy(document)
            for _ in range(rng.randrange(1, 4)):
                place = rng.choice([p for p in paths(changed) if p])
                set_at(changed, place, copy.deepcopy(rng.choice(odd)))
            files[f"{name.split('.')[0]}_{len(files)}.json"] = changed
        status, lines = run_files(files)
        runs += len(files)
        if status not in (0, 1) or not lines or not lines[-1].endswith("failed"):
            crashes.append(f"status {status}: {lines[-1] if lines else ''}")
    facts.fact(f"strange values anywhere get a verdict ({runs} files)", not crashes, *crashes)


if not os.path.isdir(VECTORS):
    print(f"1..0 # SKIP no vectors in {DATA}")
    sys.exit(0)
for part in (suites, drafts, damaged, broken, strange):
    part()
facts.end()
