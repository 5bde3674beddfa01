"""`sotto-collect serve` among many: each report it acknowledged is counted once.

usage: test_serve_crowd.py SOTTO_COLLECT FIXTURE

Crowds, kill -9 of the service and of the database, a graceful stop, two services on one database.
"""
import http.client
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "meta")]
import postgres  # noqa: E402
from ports import steady_port  # noqa: E402
from serve_kit import (DEVICES, FIXTURE, Service, bodies, counted, crowd,  # noqa: E402
                       keeps_nobody)
from tap import Facts  # noqa: E402


def looks(threads):
    """What an estimate says, again and again while these write."""
    found = []
    while any(thread.is_alive() for thread in threads):
        found.append(counted("crowd.db"))
    return found


def crowds(tally, fleet):
    service = Service("crowd.db")
    mine = fleet[:2000]
    start = time.monotonic()
    threads, lost, refused = crowd(lambda: service, mine, 200)
    found = looks(threads)
    took = time.monotonic() - start
    commits = int(re.search(r"sotto_commits_total (\d+)", service.get("/metrics")[1])[1])
    print(f"# {len(mine) / took:.0f} requests a second, {len(mine) / commits:.1f} to a commit")
    while len(found) < 12:  # on a quick machine again: what is repeated changes nothing
        threads, more, _ = crowd(lambda: service, mine, 200)
        lost += more
        found += looks(threads)
    tally.fact("who estimates meanwhile sees whole reports",
               all(isinstance(n, int) for n in found) and found == sorted(found), found)
    tally.fact("200 clients at once lose nothing",
               not lost and counted("crowd.db") == len(mine), f"{len(lost)} {refused[:3]}")
    tally.fact("reports of several clients share a commit", commits < len(mine), commits)
    tally.fact("it stops when asked", service.end() == 0)


def stopping(tally, fleet):
    """SIGTERM in the middle: what was acknowledged is there, the rest was refused."""
    service = Service("stop.db")
    taken, stop = [], threading.Event()

    def client(mine):
        for report in mine:
            try:
                if service.post(report)[0].status == 200:
                    taken.append(report)
            except (OSError, http.client.HTTPException, ValueError):
                if stop.is_set():
                    return

    threads = [threading.Thread(target=client, args=(fleet[n:1000:20],)) for n in range(20)]
    for thread in threads:
        thread.start()
    while len(taken) < 100:
        time.sleep(0.002)
    stop.set()
    code = service.end()
    for thread in threads:
        thread.join()
    kept = counted("stop.db")
    tally.fact("a graceful stop keeps all it acknowledged, and nothing else",
               code == 0 and kept == len(set(taken)) < 1000, f"{code} {kept} {len(taken)}")


def killed(tally, db, name, restart):
    """`restart(service)` kills what is to be killed and gives the service that goes on."""
    fleet = bodies("fleet.sottoreports")[2000:4000]
    now, taken, struck = [Service(db, steady_port())], [], []
    threads, lost, _ = crowd(lambda: now[0], fleet, 20, taken)
    for part in (400, 800):
        while len(taken) < part and any(thread.is_alive() for thread in threads):
            time.sleep(0.002)
        struck.append(len(taken))
        now[0] = restart(now[0])
    for thread in threads:
        thread.join()
    found = counted(db)
    tally.fact(f"{name}: each acknowledged report is counted once",
               not lost and found == len(fleet) and 800 <= struck[1] < len(fleet),
               f"{len(lost)} lost, {found} counted, killed after {struck}")
    now[0].end()


def service_again(db):
    def restart(service):
        service.end(signal.SIGKILL)
        return Service(db, service.port)
    return restart


def on_postgres(tally):
    if postgres.missing():
        tally.skip("PostgreSQL", postgres.missing())
        return
    with postgres.Server() as server:
        db = server.place("serve")

        def restart(service):
            server.kill()
            time.sleep(0.2)
            server.start()
            return service

        killed(tally, db, "kill -9 of PostgreSQL", restart)
        killed(tally, server.place("serve2"), "kill -9 of the service on PostgreSQL",
               service_again(server.url("serve2")))
        two_services(tally, server)
        without_database(tally, server)


def two_services(tally, server):
    """Every report goes to both, at about the same time."""
    db = server.place("both")
    both = [Service(db), Service(db)]
    fleet = bodies("fleet.sottoreports")[:400]
    waits = [crowd(lambda one=one: one, fleet, 10) for one in both]
    for threads, _, _ in waits:
        for thread in threads:
            thread.join()
    lost = [report for _, given_up, _ in waits for report in given_up]
    new = [int(re.search(r'fate="accepted"} (\d+)', one.get("/metrics")[1])[1]) for one in both]
    tally.fact("two services on one database count once what both were sent",
               not lost and counted(db) == sum(new) == len(fleet), f"{len(lost)} {new}")
    for one in both:
        one.end()


def without_database(tally, server):
    """The database goes and comes back while nobody posts."""
    db = server.place("gone")
    service = Service(db.replace("sotto@", "sotto:hush-7Qz@"))
    with open(f"/proc/{service.process.pid}/cmdline", "rb") as file:
        tally.fact("a password in the URL is not left for other users to see",
                   b"hush" not in file.read())
    report = bodies("fleet.sottoreports")[0]
    server.kill()
    answer, told = service.post(report)
    tally.fact("without its database it says busy, and that it is not well",
               answer.status == 503 and answer.getheader("Retry-After")
               and told["type"].endswith("busy") and service.get("/health")[0] == 503, told)
    server.start()
    end = time.monotonic() + 20
    while service.get("/health")[0] != 200 and time.monotonic() < end:
        time.sleep(0.05)
    answer, told = service.post(report)
    tally.fact("it finds its database again by itself",
               time.monotonic() < end and told == {"accepted": 1, "duplicate": 0}, told)
    service.end()


def keeps_no_time(tally):
    large = []
    store = sqlite3.connect("crowd.db")
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in store.execute(f"SELECT * FROM {table}"):
            large += [(table, v) for v in row if isinstance(v, (int, float)) and v > 1e9]
            large += [(table, v) for v in row if isinstance(v, str) and re.search(r"\d\d:\d\d", v)]
    tally.fact("no number in the store can be a time finer than the epoch", not large, large[:3])


def main():
    tally = Facts()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([FIXTURE, ".", str(DEVICES), "3"], check=True)
        fleet = bodies("fleet.sottoreports")
        crowds(tally, fleet)
        stopping(tally, fleet)
        killed(tally, "kill.db", "kill -9 of the service", service_again("kill.db"))
        on_postgres(tally)
        keeps_nobody(tally, "crowd.db")
        keeps_no_time(tally)
        os.chdir("/")
    tally.end()


main()
