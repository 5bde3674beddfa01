"""sotto-eval recommend keeps its contract on logs with a known answer, on bad ones, and (where the
data is there) its bars on part of the real ones, three standard errors below them.

usage: recommend_contract.py SOTTO_EVAL
"""
import json
import math
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

SCORES = ["hr10", "ndcg10", "hr20", "mrr20", "recall20"]
HEADER = "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n"
DATA = os.environ.get("SOTTO_DATA", os.path.join(os.path.dirname(__file__), "../../../shared/data"))
tap = Facts()
fact, skip = tap.fact, tap.skip


def run(*arguments):
    return subprocess.run([sys.argv[1], "recommend", *map(str, arguments)], capture_output=True,
                          text=True, timeout=1200)


def answer(*arguments):
    done = run(*arguments)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}


def write(folder, name, rows):
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.write(HEADER)
        for row in rows:
            out.write("\t".join(map(str, row)) + "\n")
    return path


def chains(users, seed):
    """After item n comes n + 1, three times out of four."""
    random.seed(seed)
    for user in range(users):
        item = random.randrange(300)
        for step in range(8):
            yield f"u{user}", 60000 * (step + 1), "view_item", f"i{item}", "", ""
            item = (item + 1) % 300 if random.random() < .75 else random.randrange(300)


def habits(users, seed):
    """Everyone buys two things of their own every week, and one that changes."""
    random.seed(seed)
    for user in range(users):
        own = random.sample(range(100), 2)
        for visit in range(5):
            for item in own + [random.randrange(100)]:
                yield (f"u{user}", 1600000000000 + visit * 604800000, "purchase", f"i{item}", 1,
                       500)


def known_answers(folder):
    path = write(folder, "chains.tsv", chains(600, 1))
    got = answer("--events", path, "--protocol", "session")
    fact("the answer has its keys", all(k in got for k in SCORES + ["users", "local_only", "p50_us",
                                                                    "p99_us"]), got)
    fact("what follows is found, three times of four", got.get("hr10", 0) > .65, got)
    fact("nothing of it is known without the log", got["local_only"]["hr10"] < .15, got)
    again = answer("--events", path, "--protocol", "session")
    fact("the same log gives the same scores", all(got[k] == again[k] for k in SCORES), got, again)
    half = answer("--events", path, "--protocol", "last-out", "--limit", 100)
    fact("a limit keeps so many users", half.get("users") == 100, half)
    got = answer("--events", write(folder, "habits.tsv", habits(300, 2)), "--protocol",
                 "next-visit")
    fact("habits are found without the log too", got["local_only"]["hr10"] > .95 and
         got["hr10"] > .95, got)


def noise_is_harmless(folder):
    items = os.path.join(folder, "items.tsv")
    with open(items, "w") as out:
        out.write("id\tproduct_type\tattributes\n")
        for item in range(100):
            out.write(f"i{item}\tRoom {item % 3} > Shelf {item % 12}\tk={item % 7}\n")
    path = write(folder, "habits.tsv", habits(300, 4))
    for kind in "popularity", "category", "pair", "baseline", "vectors":
        got = answer("--events", path, "--items", items, "--protocol", "next-visit", "--noise",
                     kind)
        noise = got.get("noise", {"change": -1, "change_se": 0})
        fact(f"a {kind} table of noise does no harm", noise["change"] >= -2 * noise["change_se"],
             got)


def bad_input(folder):
    done = run("--events", os.path.join(folder, "none.tsv"), "--protocol", "session")
    fact("a missing log is told", done.returncode != 0 and "none.tsv" in done.stderr, done.stderr)
    done = run("--events", write(folder, "empty.tsv", []), "--protocol", "session")
    fact("an empty log ends with a sentence", done.returncode != 0 and done.stderr, done.stderr)
    done = run("--events", write(folder, "e.tsv", []), "--protocol", "tomorrow")
    fact("an unknown protocol is a usage error", done.returncode == 2, done.stderr)
    rows = list(chains(200, 3))
    random.shuffle(rows)
    rows.sort(key=lambda row: row[0])
    path = write(folder, "mixed.tsv", rows + rows[-8:] + [("u", "noon", "", "x")])
    got = answer("--events", path, "--protocol", "last-out")
    fact("rows out of order, twice and broken are lived with", got.get("users", 0) >= 200, got)
    long = (("one", 60000 * (n + 1), "view_item", f"i{n % 50}", "", "") for n in range(1000000))
    got = answer("--events", write(folder, "long.tsv", long), "--protocol", "last-out")
    fact("a user of a million events is one case", got.get("cases") == 1, got)
    items = os.path.join(folder, "few.tsv")
    with open(items, "w") as out:
        out.write("id\n" + "".join(f"i{n}\n" for n in range(150)))
    got = answer("--events", write(folder, "unknown.tsv", chains(200, 5)), "--items", items,
                 "--protocol", "last-out")
    fact("half the items unknown leaves every user a case", got.get("cases") == 200, got)
    twice = [row for row in chains(200, 6) for _ in range(2)]
    got = answer("--events", write(folder, "twice.tsv", twice), "--protocol", "session")
    fact("every row twice still teaches what follows", got.get("hr20", 0) > .5, got)


def real(name, bars, *arguments):
    files = [os.path.join(DATA, a) if "/" in str(a) else a for a in arguments]
    if not all(os.path.exists(f) for f in files if "/" in str(f)):
        skip(f"{name} stands above its bars", "no data")
        return
    got = answer(*files)
    cases = max(got.get("users", 1), 1)
    for key, bar in bars.items():
        part = got["local_only"] if key.startswith("local_") else got
        measured = part[key.removeprefix("local_")]
        error = math.sqrt(bar * (1 - bar) / cases)
        fact(f"{name}, {key} {measured} of at least {bar}", measured > bar - 3 * error, got)


def main():
    with tempfile.TemporaryDirectory() as folder:
        known_answers(folder)
        noise_is_harmless(folder)
        bad_input(folder)
    long = os.environ.get("SOTTO_LONG") == "1"
    limit = ("--limit", 1000000) if long else ("--limit", 500)
    real("amazon_beauty", {"hr10": .085}, "--events", "amazon_beauty/events.tsv.gz", "--items",
         "amazon_beauty/items.tsv.gz", "--protocol", "last-out", *limit)
    real("online_retail", {"hr10": .76, "recall20": .30, "local_hr10": .71, "local_recall20": .284},
         "--events", "online_retail/events.tsv.gz", "--items", "online_retail/items.tsv",
         "--protocol", "next-visit", *limit)
    real("diginetica", {"hr20": .515, "mrr20": .18}, "--events",
         "diginetica_sessions/events_train.tsv.gz", "--test",
         "diginetica_sessions/events_test.tsv.gz", "--protocol", "session", *limit)
    tap.end()


main()
