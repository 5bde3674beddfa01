"""What a collector is given of a week, and when: both aggregators' sums of one set of reports, or a
refusal that says why.

usage: test_collection.py SOTTO_COLLECT REPORT_MAKER
"""
import base64
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402
from wire_kit import WEEK, Pair, call, refused  # noqa: E402

COLLECT, MAKER = map(os.path.abspath, sys.argv[1:3])
NOW = int(time.time())
LAST = NOW - 3 * WEEK  # the last week that is collected unasked
EPOCH = LAST // WEEK
BUCKETS = 6


def too_soon(tally, pair):
    """Devices may send a week's answers until two weeks after it; what was collected takes none."""
    told = [pair.collect_epoch(epoch) for epoch in range(EPOCH + 1, EPOCH + 4)]
    days = [time.strftime("%Y-%m-%d", time.gmtime((epoch + 3) * WEEK))
            for epoch in range(EPOCH + 1, EPOCH + 4)]
    tally.fact("a week of which answers may still come is not collected, but told from when "
               "it may be", [code for code, _, _ in told] == [2] * 3
               and all(f"from {day} " in err and "SOTTO_E_STATE" in err
                       for day, (_, _, err) in zip(days, told)), told)
    code, _, err = pair.collect_epoch(EPOCH + 1, "--early")
    tally.fact("unless that is asked for: then the aggregators are asked",
               code == 1 and "minimum" in err, err)


def diverged(tally, pair):
    """A helper that has lost its memory: the collector is told, and no wrong number comes out."""
    pair.device.upload_until_taken(pair.maker.reports([0] * 120, LAST))
    pair.settled()
    pair.helper.end()
    with sqlite3.connect(pair.helper.folder + "/state.db") as db:
        db.execute("UPDATE batch SET reports = reports - 1")
    db.close()
    pair.helper.start()
    code, _, err = pair.collect_epoch(EPOCH)
    tally.fact("two aggregators with different sets give no sum",
               code == 1 and "same reports" in err, err)
    with sqlite3.connect(pair.helper.folder + "/state.db") as db:
        share = bytearray(db.execute("SELECT share FROM batch").fetchone()[0])
        share[0] ^= 1
        db.execute("UPDATE batch SET reports = reports + 1, share = ?", (bytes(share),))
    db.close()
    code, _, err = pair.collect_epoch(EPOCH)
    tally.fact("sums that do not fit together are no histogram", code == 1 and "lies" in err, err)


def rekeyed(tally, folder):
    """Who runs the helper makes its key anew: what was sealed to the one in the task opens not."""
    pair = Pair(COLLECT, MAKER, folder, buckets=BUCKETS, rekey="helper")
    listed = base64.urlsafe_b64encode(call(pair.helper.port, "GET", "/hpke_config")[1]).decode()
    old = pair.maker.reports([1], LAST)
    with open(folder + "/task.json") as file:
        task = json.load(file)
    task.update(json.loads("{" + pair.rekeyed + "}"))
    with open(folder + "/task.json", "w") as file:
        json.dump(task, file)
    pair.device.upload_until_taken(old + pair.maker.reports([1], LAST))
    pair.settled()
    tally.fact("a key made anew is published, and the one before it opens nothing",
               listed.rstrip("=") == task["helper_config"]
               and pair.helper.status()["accepted"] == 1
               and refused(pair.helper) == {"unknown_config": 1}, pair.helper.status())
    code = subprocess.run([COLLECT, "rekey", "--role", "helper", "--folder", folder + "/helper"],
                          capture_output=True, check=False).returncode
    tally.fact("but not of an aggregator that has run", code == 2 and pair.end() == (0, 0), code)


def main():
    tally = Facts()
    folder = tempfile.mkdtemp(prefix="collection.")
    try:
        pair = Pair(COLLECT, MAKER, folder + "/task", buckets=BUCKETS)
        too_soon(tally, pair)
        diverged(tally, pair)
        pair.end()
        rekeyed(tally, folder + "/rekeyed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.end()


main()
