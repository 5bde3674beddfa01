"""`sotto-collect serve`: what it answers to whom, and what it does where room is short.

usage: test_serve.py SOTTO_COLLECT FIXTURE

Reports good and bad, stalling and lying clients, bodies past all bounds, a store that stands still.
"""
import http.client
import os
import random
import re
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "meta"))
from serve_kit import (BATCH, COLLECT, DEVICES, FIXTURE, Service, bodies,  # noqa: E402
                       counted, framed, keeps_nobody)
from tap import Facts  # noqa: E402


def answers(tally, service, fleet):
    answer, told = service.post(fleet[0])
    tally.fact("a report is taken", answer.status == 200 and told == {"accepted": 1,
                                                                     "duplicate": 0}, told)
    answer, told = service.post(fleet[0])
    tally.fact("and again it is a repeat, and still 200",
               answer.status == 200 and told == {"accepted": 0, "duplicate": 1}, told)
    refused = bodies("refused.sottoreports")
    expected = ["unknownQuestion", "expired", "tampered", "malformed", "malformed"]
    for report, kind in zip(refused, expected):
        answer, told = service.post(report)
        tally.fact(f"{kind} is a problem document, for good",
                   answer.status == 400 and told["type"] == f"urn:sotto:error:{kind}"
                   and answer.getheader("Content-Type") == "application/problem+json"
                   and told["status"] == 400, told)
    answer, told = service.post(framed(fleet[:3] + refused), BATCH.upper() + "; x=y")
    tally.fact("of a batch each is told",
               answer.status == 200 and (told["accepted"], told["duplicate"]) == (2, 1)
               and [(r["index"], r["type"].rsplit(":", 1)[1]) for r in told["refused"]]
               == list(enumerate(expected, 3)), told)
    answer, told = service.post(framed(refused), BATCH)
    tally.fact("also of a batch in which none is good",
               answer.status == 200 and [told.get("accepted"), told.get("duplicate")] == [0, 0]
               and [r["type"].rsplit(":", 1)[1] for r in told["refused"]] == expected, told)
    for name, body in (("cut short", framed(fleet[3:5])[:-1]), ("without any", b""),
                       ("whose length lies", b"\xff\xff\xff\xff" + fleet[3])):
        answer, told = service.post(body, BATCH)
        tally.fact(f"a batch {name} is refused whole",
                   answer.status == 400 and told["type"].endswith("malformed"), told)
    answer, told = service.post(framed([fleet[0]] * 1001), BATCH)
    tally.fact("1,001 in one are too many", answer.status == 413, told)
    status, text = service.get("/metrics")
    tally.fact("the metrics tell what was taken and why not",
               status == 200 and 'sotto_reports_total{fate="accepted"} 3' in text
               and 'sotto_reports_total{fate="tampered"} 3' in text
               and 'refused_total{type="tooLarge"} 1' in text, text)
    tally.fact("it is well", service.get("/health") == (200, "ok\n"))
    tally.fact("elsewhere there is nothing", service.get("/")[0] == 404
               and service.get("/reports")[0] == 405)


def strange(tally, service, fleet):
    """Returns a check for later: clients that say nothing take their time."""
    before = service.get("/metrics")[1]
    head = b"POST /reports HTTP/1.1\r\nHost: x\r\n"
    start = time.monotonic()
    got = service.raw(head + b"Content-Length: 1000000000\r\n\r\n" + bytes(1000), 30)
    tally.fact("a gigabyte is refused before it is sent", b" 413 " in got
               and time.monotonic() - start < 9, got)
    chunk = b"10000\r\n" + bytes(65536) + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while sent < 1 << 30:
                line.sendall(chunk)
                sent += len(chunk)
        except ConnectionError:
            pass
    tally.fact("a gigabyte without a length is cut off early", sent < 32 << 20, sent)
    service.raw(head + b"Content-Length: 5000\r\n\r\n" + fleet[9], 0.3)
    tally.fact("less than was promised is nothing",
               service.get("/metrics")[1].split("# TYPE sotto_requests")[0]
               == before.split("# TYPE sotto_requests")[0])
    draw = random.Random(3)
    for _ in range(50):
        service.raw(draw.randbytes(200), 0.02)
    tally.fact("noise is borne", service.get("/health")[0] == 200)
    stalled = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(50)]
    for number, line in enumerate(stalled):
        line.sendall(head[:number] if number < 25 else head + b"Content-Length: 90\r\n\r\nab")

    def check():
        ended = 0
        for line in stalled:
            line.settimeout(15)
            try:
                line.recv(1000)
                ended += 1
            except ConnectionError:
                ended += 1
            except TimeoutError:
                pass
            line.close()
        tally.fact("clients that stall are ended", ended == len(stalled), ended)
    return check


def brim(tally, report):
    """256 bodies that are not whole: each takes the room of 256 KiB, all together 64 MiB."""
    head = b"POST /reports HTTP/1.1\r\nHost: x\r\nContent-Length: 262144\r\n\r\n"
    service = Service("brim.db")
    lines = []

    def more(count):
        for _ in range(count):
            lines.append(socket.create_connection(("127.0.0.1", service.port), timeout=5))
            lines[-1].sendall(head + bytes(262143))
        time.sleep(0.3)

    more(256)
    told, end = (200, None), time.monotonic() + 8
    while told[0] != 503 and time.monotonic() < end:
        try:
            answer, _ = service.post(report)
            told = answer.status, answer.getheader("Retry-After")
        except (OSError, http.client.HTTPException) as broken:
            told = 0, broken
        if told[0] == 200:
            more(1)  # what was posted took the place of one
    for line in lines:
        line.close()
    tally.fact("when no more bodies can be held it says so, and when to come again",
               told == (503, "5"), told)
    service.end()


def hoarders(tally, service):
    """300 bodies of nearly 256 KiB that come in at once: 75 MiB."""
    lines = [socket.create_connection(("127.0.0.1", service.port), timeout=5) for _ in range(300)]
    head = b"POST /reports HTTP/1.1\r\nHost: x\r\nContent-Length: 262144\r\n\r\n"
    for line in lines:
        line.sendall(head + b"x")
    service.get("/health")  # by then all heads have been read
    for line in lines:
        try:
            line.sendall(bytes(262000))
        except (ConnectionError, TimeoutError):
            pass
    busy, end = 0, time.monotonic() + 8  # who says nothing for 10 seconds is ended anyway
    while busy < 30 and time.monotonic() < end:
        time.sleep(0.05)
        busy = int(re.search(r'type="busy"} (\d+)', service.get("/metrics")[1])[1])
    told = []
    for line in lines:
        try:
            line.sendall(bytes(144))  # the rest, which each had promised
            told.append(line.recv(4096))
        except OSError:
            told.append(b"")
        line.close()
    full = [answer for answer in told if answer.startswith(b"HTTP/1.1 503 ")]
    again = re.search(r'type="busy"} (\d+)', service.get("/metrics")[1])[1]
    tally.fact("a body for which the room ran out midway is counted, and answered at its end",
               int(again) == len(full) >= busy
               and all(b"Retry-After: 5\r\n" in answer and b"error:busy" in answer
                       for answer in full), (busy, again, len(full)))
    tally.fact("and those that had room are answered as ever",
               {answer[:13] for answer in told} == {b"HTTP/1.1 503 ", b"HTTP/1.1 400 "},
               {answer[:13] for answer in told})
    tally.fact("all bodies together have a bound", 30 <= busy < 100, busy)
    tally.fact("and it is well again when they are gone", service.get("/health") == (200, "ok\n"))


def pressure(tally, fleet):
    """While the store stands still, what waits has a bound; then all of it is answered."""
    service = Service("full.db")
    holder = sqlite3.connect("full.db")
    holder.execute("BEGIN IMMEDIATE")
    told = []

    def client(part):
        answer, _ = service.post(framed(part), BATCH)
        told.append((answer.status, answer.getheader("Retry-After")))

    threads = [threading.Thread(target=client, args=(fleet[n * 900:n * 900 + 900],))
               for n in range(10)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 12  # what waits is given up after 15
    while not told and time.monotonic() < end:
        time.sleep(0.01)
    early = list(told)
    status = service.get("/health")[0]
    holder.rollback()
    for thread in threads:
        thread.join()
    good = sum(status == 200 for status, _ in told)
    tally.fact("past the bound it says busy, and when to come again",
               early and set(early) == {(503, "5")}, told)
    tally.fact("and is well: there is room for one, but not for as many", status == 200, status)
    tally.fact("and what waited is counted", counted("full.db") == 900 * good, told)
    service.end()


def full_disk(tally, fleet):
    """A file system of a few hundred kilobytes fills up, and has room again."""
    name = "a full disk is busy, and what was acknowledged is there and counted once"
    os.mkdir("small")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=220k", "tmpfs", "small"],
                             capture_output=True, check=False).returncode == 0
    if not mounted:
        tally.skip(name, "no file system may be mounted here")
        return
    try:
        service = Service("small/full.db")
        parts = [framed(fleet[n:n + 250]) for n in range(0, 5000, 250)]
        told = [service.post(part, BATCH) for part in parts]
        codes = {answer.status for answer, _ in told}
        taken = sum(counts.get("accepted", 0) for _, counts in told)
        kept = counted("small/full.db")
        subprocess.run(["mount", "-o", "remount,size=20m", "small"], check=True)
        taken += sum(service.post(part, BATCH)[1]["accepted"] for part in parts)
        tally.fact(name, codes == {200, 503} and 0 < kept < 5000 == taken
                   and counted("small/full.db") == 5000, f"{codes} {kept} {taken}")
        service.end()
    finally:
        subprocess.run(["umount", "-l", "small"], check=True)


def refusals_to_start(tally):
    for name, words, says in (("no port", ["--listen", "127.0.0.1"], "SOTTO_E_ARGUMENT"),
                              ("another's address", ["--listen", "192.0.2.1:0"], "SOTTO_E_BUSY"),
                              ("a name", ["--listen", "localhost:0"], "SOTTO_E_ARGUMENT")):
        done = subprocess.run([COLLECT, "serve", "--db", "x.db", "--pack", "shop.sottopack",
                               "--key", "brand.report.key", *words], capture_output=True,
                              text=True, check=False, timeout=30)
        tally.fact(f"{name} is no place to listen", done.returncode == 1 and says in done.stderr,
                   done.stderr)


def short_of_files(tally):
    """Too few open files for all that a server needs: how many those are differs."""
    told = set()
    for most in range(8, 64):
        with subprocess.Popen(
                [COLLECT, "serve", "--db", "x.db", "--pack", "shop.sottopack", "--key",
                 "brand.report.key", "--listen", "127.0.0.1:0"], text=True, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE,
                                                      (most, most))) as one:
            if one.stdout.readline():
                one.kill()
                break
            told.add(one.stderr.read())
    tally.fact("who cannot listen for another reason is not told that the address is wrong",
               any("SOTTO_E_MEMORY" in text for text in told)
               and not any(wrong in text for text in told
                           for wrong in ("ADDRESS:PORT", "Not an address")), told)


def main():
    tally = Facts()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([FIXTURE, ".", str(DEVICES), "3"], check=True)
        fleet = bodies("fleet.sottoreports")
        service = Service("one.db")
        answers(tally, service, fleet)
        stalled = strange(tally, service, fleet)
        brim(tally, fleet[0])
        hoarders(tally, service)
        refusals_to_start(tally)
        short_of_files(tally)
        pressure(tally, fleet)
        full_disk(tally, fleet)
        stalled()
        tally.fact("three reports were taken by the first", counted("one.db") == 3)
        service.end()
        keeps_nobody(tally, "one.db")
        os.chdir("/")
    tally.end()


main()
