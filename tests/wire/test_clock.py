"""What only time brings to an aggregator that runs: a client that says a byte now and then, and the
next week. Its clocks are quicker and ahead of the true ones (quick_clock.c).

usage: test_clock.py SOTTO_COLLECT REPORT_MAKER QUICK_CLOCK
"""
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402
from wire_kit import WEEK, Pair, refused, until  # noqa: E402

COLLECT, MAKER, CLOCK = map(os.path.abspath, sys.argv[1:4])
SPEED = 10
BYTE_S = 1 / SPEED  # a byte a second by the aggregator's clock, which bears 10 of silence
NOW = int(time.time())


def under(party, **clock):
    """Starts a party again, with another clock."""
    party.end()
    sanitizer = os.environ.get("ASAN_OPTIONS", "")
    party.env = {**os.environ, "LD_PRELOAD": CLOCK, **clock,
                 "ASAN_OPTIONS": f"{sanitizer}:verify_asan_link_order=0"}
    return party.start()


class Trickling:
    """Sends a body a byte at a time until it is shown out; `told` is how many bytes that took."""

    def __init__(self, pair):
        self.head = f"PUT {pair.device.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n" \
                    "Content-Type: application/dap-report\r\n\r\n"
        self.port, self.told = pair.leader.port, None
        self.thread = threading.Thread(target=self.send)
        self.thread.start()

    def send(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=BYTE_S) as line:
            line.sendall(self.head.encode())
            for sent in range(899):
                try:
                    line.sendall(b"x")
                    if not line.recv(1):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            else:
                return
            self.told = sent


def trickles(tally, pair):
    """Ninety clients that each mean to take a quarter of an hour."""
    started = under(pair.leader, SOTTO_CLOCK_SPEED=str(SPEED))
    crowd = [Trickling(pair) for _ in range(90)]
    sent = pair.device.upload(pair.maker.reports([1], NOW)[0])[0]
    for one in crowd:
        one.thread.join()
    told = [one.told for one in crowd]
    tally.fact("clients that say a byte a second are shown out, but not before a minute", started
               and all(bytes_ is not None and bytes_ >= 30 for bytes_ in told), sorted(set(told)))
    tally.fact("nor do they hold up a device", sent == 201, sent)


def tell_ahead(ahead, weeks):
    with open(ahead + ".new", "w") as file:
        file.write(str(weeks * WEEK))
    os.rename(ahead + ".new", ahead)


def too_late(tally, pair, ahead):
    """A week that nobody collects, with a report that the helper lies about. Started again, the
    leader does not go on waiting longer after each try."""
    pair.meddler.mode = "deny"
    pair.device.upload_until_taken(pair.maker.reports([1], NOW))

    def tries():
        with sqlite3.connect(pair.leader.folder + "/state.db") as db:
            return (db.execute("SELECT tries FROM waiting").fetchone() or [-1])[0]
    tally.fact("what the two disagree on waits", until(lambda: tries() >= 3), tries())
    tell_ahead(ahead, 9)
    before = tries()
    started = under(pair.leader, SOTTO_CLOCK_AHEAD=ahead)
    tally.fact("nine weeks later it still does", started and until(lambda: tries() > before)
               and not refused(pair.leader), refused(pair.leader))
    tell_ahead(ahead, 10)
    started = under(pair.leader, SOTTO_CLOCK_AHEAD=ahead)
    tally.fact("and when it is too late is kept no longer: both set it aside",
               started and until(lambda: pair.leader.status()["waiting"] == 0)
               and refused(pair.leader) == refused(pair.helper) == {"set_aside": 1},
               pair.leader.status(), pair.helper.status())
    pair.meddler.mode = "honest"


def next_week(tally, pair, ahead):
    """A week begins while the helper runs: what is too late from then on is forgotten."""
    this = NOW // WEEK

    def epochs():
        with sqlite3.connect(pair.helper.folder + "/state.db") as db:
            return sorted({epoch for epoch, in db.execute("SELECT epoch FROM report")})
    tell_ahead(ahead, 0)
    started = under(pair.helper, SOTTO_CLOCK_AHEAD=ahead)
    with sqlite3.connect(pair.helper.folder + "/state.db") as db:
        db.execute("DELETE FROM report")
        for epoch in (this - 9, this - 8, this, this + 1):
            db.execute("INSERT INTO report VALUES (randomblob(16), randomblob(32), ?, 0)", (epoch,))
    db.close()
    held = not until(lambda: len(epochs()) != 4, 1)
    tally.fact("in the week that it is nothing is forgotten", started and held, epochs())
    tell_ahead(ahead, 1)
    gone = until(lambda: this - 9 not in epochs())
    tally.fact("when the next begins the oldest ids are, and no others, and the program runs on",
               gone and epochs() == [this - 8, this, this + 1]
               and pair.helper.process.poll() is None, epochs())


def main():
    tally = Facts()
    folder = tempfile.mkdtemp(prefix="clock.")
    try:
        pair = Pair(COLLECT, MAKER, folder + "/task")
        trickles(tally, pair)
        too_late(tally, pair, folder + "/ahead")
        next_week(tally, pair, folder + "/ahead")
        tally.fact("told to end, both end well", pair.end() == (0, 0))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.end()


main()
