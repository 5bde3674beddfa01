"""How many reports a second the collector counts, and where the time goes.

usage: collect_ingest.py SOTTO_COLLECT FIXTURE BENCH_INGEST [DEVICES]

Prints a table for SQLite and, where it is installed, for PostgreSQL. Opening a report is one X25519
and some hashes, whatever the store. On a machine that does other things too, the processor's time
tells more than the clock's.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import postgres  # noqa: E402

COLLECT, FIXTURE, BENCH = map(os.path.abspath, sys.argv[1:4])
DEVICES = int(sys.argv[4]) if len(sys.argv) > 4 else 15000


def spent(server):
    """Seconds of processor of what was run here and ended, and of the server and its children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = used.ru_utime + used.ru_stime
    if not server:
        return own
    with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return own + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def load(what, place, server):
    start, before = time.monotonic(), spent(server)
    subprocess.run([COLLECT, "load", "--db", place, "--pack", "shop.sottopack", "--key",
                    "brand.report.key", "fleet.sottoreports"], check=True, capture_output=True)
    took = time.monotonic() - start
    time.sleep(0.1)  # the server's part of it ends
    each = 1e6 * (spent(server) - before) / (6 * DEVICES)
    print(f"  {what:34} {6 * DEVICES / took:9.0f} reports/s, {each:6.1f} us of processor each: "
          f"two to themselves do {2e6 / each:.0f}/s", flush=True)


def table(name, place, server):
    print(f"{name}, {6 * DEVICES} reports", flush=True)
    subprocess.run([BENCH, ".", place("store.db")], check=True)
    load("sotto-collect load, all of it", place("load.db"), server)
    load("again: nothing is new", place("load.db"), server)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([FIXTURE, ".", str(DEVICES), "3"], check=True)
        table("SQLite", str, None)
        if postgres.missing():
            print(f"PostgreSQL: {postgres.missing()}")
        else:
            with postgres.Server() as server:
                table("PostgreSQL", server.place, server)
        os.chdir("/")


main()
