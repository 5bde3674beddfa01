"""sotto-eval choose and bandit keep their contract: choosing on a small fleet, off-policy estimates
on a log with a known answer, on bad ones and (where the data is there) on the real one, whose
figures were measured elsewhere.

usage: choose_contract.py SOTTO_EVAL
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

DATA = os.environ.get("SOTTO_DATA", os.path.join(os.path.dirname(__file__), "../../../shared/data"))
# IPS, SNIPS, interval of SNIPS by bootstrap, effective size: ../shared/data/README.md, bandit.
MEASURED = {"log": (.004600, .004600, .0033, .0060, 10000),
            "decaying": (.005759, .005820, .0027, .0095, 3145.6),
            "even": (.004600, .004714, .0029, .0068, 4879.0),
            "softmax": (.006718, .006728, .0047, .0089, 7612.2)}
tap = Facts()
fact, skip = tap.fact, tap.skip


def run(*words):
    return subprocess.run([sys.argv[1], *map(str, words)], capture_output=True, text=True,
                          timeout=600)


def answer(*words):
    done = run(*words)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}


def choosing():
    words = ("choose", "--devices", 20000, "--epsilon-micro", 1000000, "--replay", 100,
             "--epochs", 1)
    found = answer(*words)
    fact("choose prints the keys of the contract", {"random", "device_only", "private_prior",
                                                    "oracle", "trust"} <= set(found), found)
    full = found.get("full", {})
    everybody = dict.fromkeys(("devices", "paid", "alike"), 1000)
    fact("one device in twenty takes the full path, pays, and tells what the drill is told",
         found.get("trust") == "split" and full == everybody, found)
    # 100 devices x 60 impressions: a standard error of about .002, the same each time.
    print(f"# split: {found['private_prior']:.4f}, {100 * found['of_oracle']:.1f} % of "
          f"the oracle's {found['oracle']:.4f}; local {found['local']['private_prior']:.4f}; "
          f"device only {found['device_only']:.4f}; random {found['random']:.4f}")
    fact("the prior of a private fleet lies between chance and the oracle, nearer to the oracle",
         (found["random"] + found["oracle"]) / 2 - .002 < found["private_prior"] < found["oracle"]
         and found["private_prior"] >= .72 * found["oracle"], found)
    fact("one device alone learns little", found["device_only"] < .8 * found["oracle"], found)
    fact("local noise at this size brings no less than none",
         found["local"]["private_prior"] > found["device_only"] - .003, found)
    fact("the mindset is inferred, not known", .5 < found["mindset_right"] < .99, found)
    small = ("choose", "--devices", 2000, "--epsilon-micro", 1000000, "--replay", 10,
             "--epochs", 1)
    fact("the same seed gives the same numbers", answer(*small, "--seed", 5) ==
         answer(*small, "--seed", 5) != answer(*small, "--seed", 6))
    refused = [run("choose", "--devices", 10, "--epsilon-micro", 1, "--epochs", 7), run("choose"),
               run("choose", "--devices", 10), run("choose", "--devices", "ten")]
    fact("what is missing is said", all(r.returncode == 2 and r.stderr for r in refused))


def write(folder, name, rows, header="item_id\tclick\tpropensity_score"):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([header, *("\t".join(map(str, row)) for row in rows)]) + "\n")
    return path


def estimating(folder):
    random.seed(1)
    rows = [(arm, int(random.random() < (.3 if arm % 2 == 0 else .1)), .25)
            for arm in (random.randrange(4) for _ in range(20000))]
    found = answer("bandit", "--log", write(folder, "log.tsv", rows))["policies"]
    # 5 standard errors of 10,000 clicks at .3: .023.
    fact("a policy of the better arms is worth what they are", abs(found["even"]["ips"] - .3) < .023
         and abs(found["even"]["snips"] - .3) < .023, found)
    fact("the log is worth its mean, inside its interval",
         found["log"]["ips_low"] < found["log"]["ips"] == found["log"]["snips"]
         < found["log"]["ips_high"], found)
    bad = write(folder, "bad.tsv", [(0, 1, .5), (0, 2, .5), (1, 0, 0), ("x", 0, .5), (1, "", .5)])
    done = run("bandit", "--log", bad)
    fact("rows that are no impressions are told and left out", done.returncode == 0 and
         json.loads(done.stdout)["impressions"] == 1 and ": 4" in done.stderr, done)
    refused = [run("bandit", "--log", write(folder, "none.tsv", [(1, 2)], "a\tb")),
               run("bandit", "--log", os.path.join(folder, "missing.tsv")),
               run("bandit", "--log", write(folder, "empty.tsv", []))]
    fact("a file that is no log fails with a word",
         all(r.returncode == 1 and r.stderr for r in refused), *refused)


def real():
    log = os.path.join(DATA, "bandit/log.tsv.gz")
    names = ["the logged policy's IPS lies inside its interval", "the estimates are those measured"]
    if not os.path.exists(log):
        for name in names:
            skip(name, "no data")
        return
    found = answer("bandit", "--log", log, "--items", os.path.join(DATA, "bandit/items.tsv"))
    own = found["policies"]["log"]
    fact(names[0], own["ips_low"] <= own["ips"] <= own["ips_high"], own)
    apart = [(name, got, row) for name, row in MEASURED.items()
             for got in [found["policies"][name]]
             if abs(got["ips"] - row[0]) > 1e-6 or abs(got["snips"] - row[1]) > 1e-6
             or abs(got["ess"] - row[4]) > .1
             # a bootstrap of 46 clicks and the variance differ in the fourth digit
             or abs(got["snips_low"] - row[2]) > 6e-4 or abs(got["snips_high"] - row[3]) > 6e-4]
    fact(names[1], not apart, *apart)


def main():
    choosing()
    with tempfile.TemporaryDirectory() as folder:
        estimating(folder)
    real()
    tap.end()


if __name__ == "__main__":
    main()
