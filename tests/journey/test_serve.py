"""`sotto-collect serve`: what it answers, and that each report it acknowledged is counted once.

usage: test_serve.py SOTTO_COLLECT FIXTURE

Crowds, stalling and lying clients, kill -9 of the service and of the database, a graceful stop.
"""
import atexit
import http.client
import json
import os
import random
import re
import resource
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "meta")]
import postgres  # noqa: E402
from tap import Facts  # noqa: E402

COLLECT, FIXTURE = map(os.path.abspath, sys.argv[1:3])
DEVICES = 1600
BATCH = "application/vnd.sotto.reports"
ADDRESS, AGENT = "203.0.113.77", "Tattler/9.9"


def bodies(name):
    with open(name, "rb") as file:
        rest = file.read()
    found = []
    while rest:
        size, = struct.unpack("<I", rest[:4])
        found.append(rest[4:4 + size])
        rest = rest[4 + size:]
    return found


def framed(reports):
    return b"".join(struct.pack("<I", len(r)) + r for r in reports)


class Service:
    """The program, and how to speak to it."""

    def __init__(self, db, port=0):
        self.log = open("serve.log", "ab")
        self.process = subprocess.Popen(
            [COLLECT, "serve", "--db", db, "--pack", "shop.sottopack", "--key", "brand.report.key",
             "--listen", f"127.0.0.1:{port}"], stdout=subprocess.PIPE, stderr=self.log)
        atexit.register(self.process.kill)  # whatever becomes of the test
        line = self.process.stdout.readline().decode()
        self.port = int(line.rsplit(":", 1)[1]) if ":" in line else 0

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def post(self, body, kind="application/octet-stream", connection=None):
        asked = connection or self.connect()
        asked.request("POST", "/reports", body, {"Content-Type": kind, "User-Agent": AGENT,
                                                 "X-Forwarded-For": ADDRESS})
        answer = asked.getresponse()
        text = answer.read()
        if not connection:
            asked.close()
        return answer, json.loads(text)

    def get(self, path):
        asked = self.connect()
        asked.request("GET", path)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()

    def raw(self, data, patience):
        """Sends bytes and takes what comes within some seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
            got = b""
            try:
                line.sendall(data)
                while more := line.recv(65536):
                    got += more
            except (ConnectionError, TimeoutError):
                pass
            return got

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(30)
        self.log.close()
        return code


def counted(db):
    done = subprocess.run([COLLECT, "estimate", "--db", db, "--json"], capture_output=True,
                          text=True, check=False)
    return json.loads(done.stdout)["reports"] if done.returncode == 0 else done.stderr


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
    for line in lines:
        line.close()
    tally.fact("all bodies together have a bound", 30 <= busy < 100, busy)
    tally.fact("and it is well again when they are gone", service.get("/health") == (200, "ok\n"))


def steady_port():
    """One below those that the system lends to clients, who would take it while nobody listens."""
    draw = random.SystemRandom()
    while True:
        port = draw.randrange(20000, 32000)
        with socket.socket() as place:
            if place.connect_ex(("127.0.0.1", port)):
                return port


def crowd(service_of, reports, clients):
    """Each client sends its share one by one, again until it is acknowledged; gives who gave up."""
    lost, refused = [], []

    def client(mine):
        connection = None
        for report in mine:
            for _ in range(400):
                try:
                    connection = connection or service_of().connect()
                    answer, told = service_of().post(report, connection=connection)
                    if answer.status == 200:
                        break
                    refused.append(told["type"])
                except (OSError, http.client.HTTPException, ValueError):
                    connection = None
                time.sleep(0.05)
            else:
                lost.append(report)
        if connection:
            connection.close()

    threads = [threading.Thread(target=client, args=(reports[n::clients],))
               for n in range(clients)]
    for thread in threads:
        thread.start()
    return threads, lost, refused


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
    now = [Service(db, steady_port())]
    threads, lost, _ = crowd(lambda: now[0], fleet, 20)
    for _ in range(2):
        time.sleep(0.4)
        now[0] = restart(now[0])
    for thread in threads:
        thread.join()
    found = counted(db)
    tally.fact(f"{name}: each acknowledged report is counted once",
               not lost and found == len(fleet), f"{len(lost)} lost, {found} counted")
    now[0].end()


def service_again(db):
    def restart(service):
        service.end(signal.SIGKILL)
        return Service(db, service.port)
    return restart


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
               early and set(early) == {(503, "5")} and status in (200, 503), told)
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


def keeps_little(tally, service):
    with open("serve.log", "rb") as log, open("crowd.db", "rb") as crowd_db, \
            open("one.db", "rb") as one:
        kept = log.read() + crowd_db.read() + one.read()
    tally.fact("no address and no name of a client is kept or logged",
               not [word for word in (ADDRESS, AGENT, "127.0.0.1", "Forwarded")
                    if word.encode() in kept])
    large = []
    store = sqlite3.connect("crowd.db")
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in store.execute(f"SELECT * FROM {table}"):
            large += [(table, v) for v in row if isinstance(v, (int, float)) and v > 1e9]
            large += [(table, v) for v in row if isinstance(v, str) and re.search(r"\d\d:\d\d", v)]
    tally.fact("no number in the store can be a time finer than the epoch", not large, large[:3])
    tally.fact("the log is empty", os.path.getsize("serve.log") == 0)


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
        crowds(tally, fleet)
        stopping(tally, fleet)
        refusals_to_start(tally)
        short_of_files(tally)
        pressure(tally, fleet)
        full_disk(tally, fleet)
        killed(tally, "kill.db", "kill -9 of the service", service_again("kill.db"))
        on_postgres(tally)
        stalled()
        tally.fact("three reports were taken by the first", counted("one.db") == 3)
        service.end()
        keeps_little(tally, service)
        os.chdir("/")
    tally.end()


main()
