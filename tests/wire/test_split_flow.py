"""The whole split flow on one machine: a pack with a question by split trust, 1,000 real device
handles that answer it, two aggregator processes that are killed while the devices send, a collector,
and the estimate that a brand sees.

usage: test_split_flow.py SOTTO_COLLECT REPORT_MAKER SOTTO_PACK SPLIT_DEVICES

The estimate of each of the 7 shares is held against the truth at 4.9 standard errors: a right
program fails one run in 150,000 (7 times 9.6e-7; the counts are close to normal).
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from wire_kit import WEEK, Pair

COLLECT, MAKER, PACK, DEVICES = map(os.path.abspath, sys.argv[1:5])
COUNT, BUCKETS, Z = 1000, 7, 4.9
ANSWERED_MS = (int(time.time()) - WEEK) * 1000
EPOCH = ANSWERED_MS // (WEEK * 1000)


class Tally:
    """Prints one TAP line per fact."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def fact(self, name, holds, told=""):
        self.count += 1
        self.failed += not holds
        print(("ok" if holds else "not ok") + f" {self.count} - {name}", flush=True)
        if not holds:
            print(f"# {str(told)[:2000]}")


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def make_brand(task_file, name="brand"):
    """A brand whose one question is answered by the task; gives the key that signs its packs."""
    run(PACK, "init", name)
    run(PACK, "keygen", name)
    shutil.copy(task_file, name + "/task.json")
    with open(name + "/brand.json") as file:
        brand = json.load(file)
    brand["questions"] = [{"name": "mindset", "kind": "mindset", "trust": "split",
                           "task": "task.json", "unit": "device", "epsilon_micro": 1000000,
                           "minimum_batch": COUNT}]
    with open(name + "/brand.json", "w") as file:
        json.dump(brand, file)
    run(PACK, "build", name, "-o", name + ".sottopack", "--quiet",
        "--created", str(ANSWERED_MS - 9 * WEEK * 1000))
    with open(name + "/brand.public") as file:
        return json.load(file)["signing_key"]


def answers(key):
    """Every device's true bucket and its report."""
    lines = run(DEVICES, "brand.sottopack", key, str(COUNT), str(ANSWERED_MS)).splitlines()
    buckets, reports = zip(*(line.split() for line in lines))
    return [int(bucket) for bucket in buckets], [bytes.fromhex(report) for report in reports]


def send_through_deaths(pair, reports):
    told = []
    sender = threading.Thread(target=lambda: told.extend(pair.device.upload_until_taken(reports)))
    sender.start()
    kills = 0
    for victim in (pair.leader, pair.helper, pair.leader, pair.helper):
        time.sleep(0.15)
        kills += sender.is_alive()
        victim.kill()
        victim.start()
    sender.join()
    return told, kills


def shown(estimate):
    """The one question of an estimate, and its shares in the order of buckets."""
    question = estimate["questions"][0]
    return question, question["shares"]


def collect(pair, *more):
    return pair.collect_epoch(EPOCH, "--db", "fleet.db", "--pack", "brand.sottopack",
                              "--key", "brand/brand.report.key", *more)


def flow(tally, pair):
    key = make_brand(pair.folder + "/task.json")
    start = time.monotonic()
    truth, reports = answers(key)
    print(f"# {COUNT} devices answered in {time.monotonic() - start:.1f} s")
    tally.fact("each device made one report, all of one size",
               len(reports) == COUNT and len({len(r) for r in reports}) == 1
               and len(set(truth)) >= 3, set(truth))
    told, kills = send_through_deaths(pair, reports)
    settled = pair.settled(60)
    both = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    tally.fact(f"both aggregators have all of them once, after {kills} kills while devices sent",
               settled and both == [COUNT] * 2 and set(told) == {201} and kills >= 2,
               (settled, both, set(told), kills))
    code, counted, err = collect(pair)
    tally.fact("the collector counts the batch under the pack's question",
               code == 0 and counted["reports"] == COUNT and sum(counted["counts"]) == COUNT, err)
    first = run(COLLECT, "estimate", "--db", "fleet.db", "--json")
    tally.fact("collected again it is the same, and nothing counts twice",
               collect(pair)[:2] == (0, counted)
               and run(COLLECT, "estimate", "--db", "fleet.db", "--json") == first)
    question, buckets = shown(json.loads(first))
    off = {}
    for number in range(BUCKETS):
        share = truth.count(number) / COUNT
        off[number] = (buckets[number]["share"] - share) / buckets[number]["error"]
    print("# standard errors off, by bucket: " + " ".join(f"{z:+.1f}" for z in off.values()))
    tally.fact("the estimate is the truth within its interval", question["reports"] == COUNT
               and all(abs(z) < Z for z in off.values()), (off, truth, question))
    words = run(COLLECT, "estimate", "--db", "fleet.db")
    tally.fact("and is shown in words", re.search(r"mindset", words) is not None, words)


def strangers(tally, pair):
    """A pack that was promised another task, and a database of another brand."""
    other = pair.folder + ".other"
    run(COLLECT, "task", "--folder", other, "--buckets", str(BUCKETS), "--minimum-batch",
        str(COUNT), "--leader", "https://leader.example/", "--helper", "https://helper.example/")
    make_brand(other + "/task.json", "stranger")
    code, _, err = pair.collect_epoch(EPOCH, "--db", "other.db", "--pack", "stranger.sottopack",
                                      "--key", "stranger/brand.report.key")
    tally.fact("a pack whose question was promised to another task takes no sums of this one",
               code == 1 and "no question of this pack" in err, err)
    code, _, err = pair.collect_epoch(EPOCH, "--db", "fleet.db", "--pack", "stranger.sottopack",
                                      "--key", "stranger/brand.report.key")
    tally.fact("nor does another brand's pack touch this brand's database", code == 1, err)


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="splitflow.")
    os.chdir(folder)
    try:
        pair = Pair(COLLECT, MAKER, folder + "/task", buckets=BUCKETS, minimum=COUNT)
        flow(tally, pair)
        strangers(tally, pair)
        tally.fact("told to end, both end well", pair.end() == (0, 0))
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{tally.count}")
    return tally.failed != 0


sys.exit(main())
