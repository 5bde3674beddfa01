"""What a collector is given of a week, and when: both aggregators' sums of one set of reports, or a
refusal that says why.

usage: test_collection.py SOTTO_COLLECT REPORT_MAKER
"""
import base64
import hashlib
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
from wire_kit import WEEK, Pair, call, problem_of, refused, until  # noqa: E402

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


def at_fault(pair, epoch, mode):
    """A week of 101 reports, on one of which the helper lies or fails from first to last. Gives
    what the two have before the week is collected, and what is collected."""
    when = epoch * WEEK
    before = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    victim, rest = pair.maker.reports([0], when)[0], pair.maker.reports([1, 2] * 50, when)
    pair.meddler.mode, pair.meddler.victim = mode, victim[:16]
    pair.device.upload_until_taken([rest[0], victim, *rest[1:]])
    until(lambda: pair.leader.status()["waiting"] == 1)
    after = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    collected = pair.collect_epoch(epoch, "--wait", "40")
    pair.meddler.mode = "honest"
    return [now - then for now, then in zip(after, before)], collected, victim


def set_aside(tally, folder):
    """One report that the helper lies about or fails on holds up no week and spoils no sum."""
    pair = Pair(COLLECT, MAKER, folder, buckets=BUCKETS, minimum=100)
    held = {"verifier": [100, 101], "deny": [100, 101], "other": [100, 101], "unread": [100, 100]}
    for number, (mode, wanted) in enumerate(held.items(), 1):
        both, (code, sums, err), victim = at_fault(pair, EPOCH - number, mode)
        tally.fact(f"helper \"{mode}\" about one report: the others are counted, and it waits",
                   both == wanted, both)
        tally.fact(f"helper \"{mode}\": it is set aside when its week is collected, without it",
                   code == 0 and sums["counts"] == [0, 50, 50, 0, 0, 0]
                   and refused(pair.leader) == {"set_aside": number}
                   and pair.leader.status()["waiting"] == 0, (code, sums, err))
        tally.fact(f"helper \"{mode}\": both have the same reports", len(
            {p.status()["accepted"] for p in (pair.leader, pair.helper)}) == 1)
        told = problem_of(pair.device.upload(victim))
        tally.fact(f"helper \"{mode}\": sent again, it is refused", told == "reportRejected", told)
    tally.fact("the helper counts those that it was told to set aside",
               refused(pair.helper) == {"set_aside": 3}, refused(pair.helper))
    _, (code, _, err), _ = at_fault(pair, EPOCH - 5, "kept")
    tally.fact("a helper that keeps what it says is set aside is told from one that does not",
               code == 1 and "the two aggregators have not the same reports" in err, err)
    tally.fact("told to end, both end well", pair.end() == (0, 0))


def mended(tally, folder):
    """The helper is away when a week is collected, and comes back."""
    pair = Pair(COLLECT, MAKER, folder, buckets=BUCKETS, minimum=100)
    reports = pair.maker.reports([1] * 101, LAST)
    pair.device.upload_until_taken(reports[:100])
    pair.settled()
    pair.helper.kill()
    pair.device.upload_until_taken(reports[100:])
    with sqlite3.connect(pair.leader.folder + "/state.db") as db:
        failed = until(lambda: db.execute("SELECT min(tries) FROM waiting").fetchone()[0] >= 3)
    db.close()
    code, _, err = pair.collect_epoch(EPOCH, "--wait", "1")
    tally.fact("while the helper is away the week is not ready",
               failed and code == 1 and "not ready" in err, err)
    pair.helper.start()
    code, sums, err = pair.collect_epoch(EPOCH, "--wait", "40")
    tally.fact("when it is back, what it was away for is counted, not set aside", code == 0
               and sums["counts"] == [0, 101, 0, 0, 0, 0] and not refused(pair.leader),
               (code, sums, err))
    pair.end()


def too_few(tally, folder):
    """One report less than the minimum batch, asked of each by who may ask."""
    pair = Pair(COLLECT, MAKER, folder, buckets=BUCKETS, minimum=100)
    reports = pair.maker.reports([0] * 100, LAST)
    pair.device.upload_until_taken(reports[:99])
    pair.settled()
    code, _, err = pair.collect_epoch(EPOCH)
    tally.fact("one report less than the minimum batch, and the leader gives no sum", code == 1
               and "the leader: fewer reports than the task's minimum batch" in err, err)
    told = problem_of(ask_helper(pair, reports[:99]))
    tally.fact("nor does the helper, who counts for itself", told == "invalidBatchSize", told)
    told = problem_of(ask_helper(pair, reports))
    tally.fact("nor of one report more than it has", told == "batchMismatch", told)
    pair.device.upload_until_taken(reports[99:])
    pair.settled()
    code, sums, err = pair.collect_epoch(EPOCH)
    tally.fact("with that one the sum is given",
               code == 0 and sums["counts"] == [100, 0, 0, 0, 0, 0], (code, sums, err))
    pair.end()


def ask_helper(pair, reports):
    """What the helper tells its collector who names just these reports."""
    checksum = bytes(32)
    for report in reports:
        digest = hashlib.sha256(report[:16]).digest()
        checksum = bytes(a ^ b for a, b in zip(checksum, digest))
    with open(os.path.join(pair.folder, "collector", "helper.token")) as file:
        token = {"DAP-Auth-Token": file.read().split()[-1]}
    return call(pair.helper.port, "POST", "/sotto/collect",
                b"SoC1" + base64.urlsafe_b64decode(pair.task + "=") + EPOCH.to_bytes(4, "big")
                + len(reports).to_bytes(8, "big") + checksum, token)


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
        set_aside(tally, folder + "/aside")
        mended(tally, folder + "/mended")
        too_few(tally, folder + "/few")
        rekeyed(tally, folder + "/rekeyed")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.end()


main()
