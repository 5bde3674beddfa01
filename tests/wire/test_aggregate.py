"""Split trust on one machine: a leader, a helper and a collector as processes that share nothing
but loopback, devices that upload by DAP, and everything that goes wrong between them.

usage: test_aggregate.py SOTTO_COLLECT REPORT_MAKER
"""
import base64
import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402
from wire_kit import (WEEK, Device, Pair, call, problem_of, refused, until,  # noqa: E402
                      upload_through_deaths)

COLLECT, MAKER = map(os.path.abspath, sys.argv[1:3])
NOW = int(time.time())
LAST = NOW - 3 * WEEK  # the last week that is collected unasked
EPOCH = LAST // WEEK
BUCKETS = 6


def folders(tally, pair):
    held = {role: sorted(os.listdir(os.path.join(pair.folder, role)))
            for role in ("leader", "helper", "collector")}
    for role in held:
        held[role] = [name for name in held[role] if not name.startswith("state.db")]
    tally.fact("each party's folder holds its own keys alone", held == {
        "leader": ["collector.digest", "collector.public", "helper.token", "hpke.key", "task.json",
                   "verify.key"],
        "helper": ["collector.digest", "collector.public", "hpke.key", "leader.digest", "task.json",
                   "verify.key"],
        "collector": ["helper.token", "hpke.key", "leader.token", "task.json"]}, held)
    secret, modes = {}, set()
    for role in held:
        for name in held[role]:
            path = os.path.join(pair.folder, role, name)
            if name != "task.json":
                modes.add(stat.S_IMODE(os.stat(path).st_mode))
            if name in ("hpke.key", "helper.token", "leader.token"):
                with open(path) as file:
                    secret.setdefault(file.read().split()[-1], []).append(f"{role}/{name}")
    modes |= {stat.S_IMODE(os.stat(p.folder + "/state.db").st_mode)
              for p in (pair.leader, pair.helper)}
    tally.fact("no two parties hold one key or token, and files are the owner's alone",
               all(len(at) == 1 for at in secret.values()) and modes == {0o600}, (secret, modes))
    code, _, err = pair.collect_epoch(EPOCH, folder=pair.folder)
    tally.fact("a folder that is no party's is named as such",
               code == 1 and err.startswith(f"sotto-collect: {pair.folder}: ")
               and "SOTTO_E_MISSING" in err, err)


def published(tally, pair):
    with open(os.path.join(pair.folder, "task.json")) as file:
        task = json.load(file)
    lists = [base64.urlsafe_b64encode(call(p.port, "GET", "/hpke_config")[1]).decode().rstrip("=")
             for p in (pair.leader, pair.helper)]
    tally.fact("both publish the configurations that the task file names",
               lists == [task["leader_config"], task["helper_config"]], lists)


def uploads(tally, pair):
    """Every refusal that the leader tells the device, once; each is counted under its reason."""
    good = pair.maker.reports([0], LAST)[0]
    first, again = pair.device.upload(good)[0], pair.device.upload(good)[0]
    tally.fact("a report is taken, and the same bytes again are no second report",
               (first, again) == (201, 201) and pair.settled()
               and pair.leader.status()["accepted"] == 1, (first, again))
    tally.fact("again after it was settled: the same", pair.device.upload(good)[0] == 201)
    changed = bytearray(good)
    changed[-1] ^= 1
    flawed = {
        "malformed": ("invalidMessage", pair.maker.reports([1], LAST, "cut")[0]),
        "unknown_config": ("outdatedConfig", pair.maker.reports([1], LAST, "config")[0]),
        "not_opened": ("reportRejected", pair.maker.reports([1], LAST, "sealed")[0]),
        "wrong_length": ("reportRejected", pair.maker.reports([1], LAST, "length")[0]),
        "replayed": ("reportRejected", bytes(changed)),
        "too_early": ("reportTooEarly", pair.maker.reports([1], NOW + 3 * 3600)[0]),
        "too_late": ("reportRejected", pair.maker.reports([1], NOW - 12 * WEEK)[0])}
    told = {reason: problem_of(pair.device.upload(report))
            for reason, (_, report) in flawed.items()}
    other = Device(pair.leader.port, "A" * 43, 9)
    told["wrong_task"] = problem_of(other.upload(good))
    wanted = {reason: problem for reason, (problem, _) in flawed.items()}
    wanted["wrong_task"] = "unrecognizedTask"
    tally.fact("each report that is none of ours is refused by its own problem", told == wanted,
               told)
    tally.fact("and is counted under its one reason",
               refused(pair.leader) == {reason: 1 for reason in wanted}, refused(pair.leader))
    long = problem_of(pair.device.upload(pair.maker.reports([1], LAST, "helper_long")[0]))
    tally.fact("a share too long for the helper is refused at once, and kept for nobody",
               long == "reportRejected" and refused(pair.leader)["wrong_length"] == 2 and
               pair.leader.status()["waiting"] == 0, long, refused(pair.leader))
    tally.fact("metrics say what status says", pair.leader.metric(
        'sotto_reports_refused_total{reason="not_opened"}') == 1)


def joint(tally, pair):
    """What only both together see: refused on both, or on neither."""
    before = pair.leader.status()["accepted"]
    for flaw in ("element", "helper_config", "helper_sealed", "helper_length", "proof", "part"):
        pair.device.upload_until_taken(pair.maker.reports([2], LAST, flaw))
    pair.device.upload_until_taken(pair.maker.reports([3], LAST))
    pair.settled()
    leader, helper = refused(pair.leader), refused(pair.helper)
    for reason in ("malformed", "replayed", "too_early", "too_late", "wrong_task"):
        leader.pop(reason, None)
    tally.fact("what the helper alone can see is refused by both, under one reason",
               helper == {"unknown_config": 1, "not_opened": 1, "wrong_length": 1,
                          "invalid_proof": 2}, helper)
    tally.fact("a share that is not canonical, and two answers in one, are told apart",
               leader == {"not_canonical": 1, "invalid_proof": 2, "unknown_config": 2,
                          "not_opened": 2, "wrong_length": 3}, leader)
    tally.fact("both count the good one and no other",
               [p.status()["accepted"] for p in (pair.leader, pair.helper)] == [before + 1] * 2)


def lies(tally, pair):
    """A helper that lies, is slow, breaks or hears without being heard."""
    total = pair.leader.status()["accepted"]
    for mode in ("verifier", "deny", "other", "short", "slow", "broken", "lost"):
        pair.meddler.mode, calls = mode, pair.meddler.calls
        pair.device.upload_until_taken(pair.maker.reports([4, 4], LAST))
        total += 2
        tried = until(lambda: pair.meddler.calls > calls + (mode != "slow"))
        if mode == "slow":
            time.sleep(1.6)
        held = pair.leader.status()
        waits = (1, 2) if mode in ("verifier", "deny") else (2,)  # those two tell of one report
        pair.meddler.mode = "honest"
        settled = pair.settled()
        both = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
        tally.fact(f"helper \"{mode}\": the reports wait, then count once on both sides",
                   tried and held["waiting"] in waits and settled and both == [total] * 2,
                   (tried, held, settled, both, total))
    tally.fact("answers that cannot be true, and those that did not come, are counted",
               pair.leader.metric("sotto_answers_untrue_total") >= 4
               and pair.leader.metric("sotto_calls_failed_total") >= 5)


def deaths(tally, pair):
    """kill -9 of each while devices upload; they send again until they are told."""
    before = pair.leader.status()["accepted"]
    reports = pair.sent = pair.maker.reports([5] * 400, LAST)
    victims = [pair.leader, pair.helper, pair.leader, pair.helper, pair.leader]
    told = upload_through_deaths(pair, reports, victims)
    pair.settled()
    both = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    tally.fact("five kills while devices sent: nothing lost nor counted twice",
               both == [before + 400] * 2 and told == [201] * 400, (both, before, set(told)))


def raw(port, head, body=b"", wait=60):
    """What comes back for these very bytes, and after how long the other side closed."""
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as link:
        try:
            link.sendall(head.encode() + body)
            got = b""
            while True:
                more = link.recv(65536)
                if not more:
                    break
                got += more
        except OSError:
            pass
    return got.split(b"\r\n")[0].decode(errors="replace"), time.monotonic() - start


KIND = "Host: x\r\nContent-Type: application/dap-report\r\n"


class Stalling:
    """Promises a body and does not send it, while the others go on."""

    def __init__(self, pair):
        self.head = f"PUT {pair.device.path} HTTP/1.1\r\n{KIND}Content-Length: 900\r\n\r\n"
        self.shown_out = []
        self.thread = threading.Thread(
            target=lambda: self.shown_out.append(raw(pair.leader.port, self.head, b"x")))
        self.thread.start()


def strangers(tally, pair):
    """Clients that lie about length, send a gigabyte, stall, or speak otherwise."""
    path, kind = pair.device.path, KIND
    told = {
        "gigabyte": raw(pair.leader.port, f"PUT {path} HTTP/1.1\r\n{kind}Connection: close\r\n"
                        f"Content-Length: {1 << 30}\r\n\r\n", b"x" * 65536)[0],
        "chunked": raw(pair.leader.port, f"PUT {path} HTTP/1.1\r\n{kind}Connection: close\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")[0],
        "length": raw(pair.leader.port, f"PUT {path} HTTP/1.1\r\n{kind}Connection: close\r\n"
                      "Content-Length: -5\r\n\r\n")[0]}
    tally.fact("a gigabyte is refused before it is sent, and so is a body without a true length",
               [word.split(" ")[1] for word in told.values()][:2] == ["413", "411"]
               and told["length"].split(" ")[1] in ("400", "413"), told)
    nameless = raw(pair.leader.port, "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")[0]
    tally.fact("a request that is none by the letter is refused", " 400 " in nameless, nameless)
    report = pair.maker.reports([0], LAST)[0]
    others = [call(pair.leader.port, "POST", path, report,
                   {"Content-Type": "application/dap-report"})[0],
              call(pair.leader.port, "PUT", path, report, {"Content-Type": "text/plain"})[0],
              call(pair.leader.port, "PUT", path, b"",
                   {"Content-Type": "application/dap-report"})[0],
              call(pair.leader.port, "GET", "/nothing")[0],
              call(pair.leader.port, "POST", "/sotto/verify", b"")[0],
              call(pair.helper.port, "POST", "/sotto/verify", b"SoV1" + b"\0" * 32)[0],
              call(pair.helper.port, "POST", "/sotto/collect", b"")[0],
              call(pair.helper.port, "PUT", path, report,
                   {"Content-Type": "application/dap-report"})[0]]
    tally.fact("another method, type, path, caller or role is refused",
               others == [405, 415, 400, 404, 404, 403, 403, 404], others)


def authorized(tally, pair):
    """Bodies of who holds the token, but that are none."""
    with open(os.path.join(pair.folder, "leader", "helper.token")) as file:
        token = {"DAP-Auth-Token": file.read().split()[-1]}
    task = base64.urlsafe_b64decode(pair.task + "=")
    bodies = {b"": 400, b"SoV1": 400, b"SoV1" + bytes(32): 404, b"SoC1" + task: 400,
              b"SoV1" + task + b"\xff\xff\xff\xff": 400, b"SoV1" + task + bytes(4): 400,
              b"SoV1" + task + b"\0\0\0\x40" + bytes(64): 400}
    before = pair.helper.status()
    told = {body: call(pair.helper.port, "POST", "/sotto/verify", body, token)[0]
            for body in bodies}
    tally.fact("malformed questions of the leader change nothing",
               told == bodies and pair.helper.status() == before, told)


def brim(tally, pair):
    """Twenty bodies of 4 MiB from who may call, each but for its last byte: room is for 16."""
    with open(os.path.join(pair.folder, "leader", "helper.token")) as file:
        token = file.read().split()[-1]
    head = f"POST /sotto/verify HTTP/1.1\r\nHost: x\r\nDAP-Auth-Token: {token}\r\n" \
           f"Content-Length: {4 << 20}\r\n\r\n"
    lines = []
    for _ in range(20):
        lines.append(socket.create_connection(("127.0.0.1", pair.helper.port), timeout=20))
        lines[-1].sendall(head.encode() + b"\0")
    call(pair.helper.port, "GET", "/health")  # by then all heads have been read
    for line in lines:
        line.sendall(bytes((4 << 20) - 2))
    told = []
    for line in lines:
        try:
            line.sendall(b"\0")
            told.append(line.recv(4096))
        except OSError:
            told.append(b"")
        line.close()
    full = [answer for answer in told if answer.startswith(b"HTTP/1.1 503 ")]
    tally.fact("a body for which the room ran out midway is answered at its end: busy, and when to "
               "come again", 1 <= len(full) < 20
               and all(b"Retry-After: 5\r\n" in answer for answer in full)
               and {answer[:13] for answer in told} == {b"HTTP/1.1 503 ", b"HTTP/1.1 400 "},
               [answer[:20] for answer in told])


def in_the_clear(tally, pair):
    """Tokens are for TLS, or for this machine's ears alone."""
    far = ["http://192.0.2.1:9/", "http://127.0.0.1.example/", "http://127.0.0.1:9@192.0.2.1/",
           "http://localhost@192.0.2.1/", "ftp://127.0.0.1/", ""]
    told = []
    for url in far:
        for words in (["collect", "--folder", pair.folder + "/collector", "--epoch", str(EPOCH),
                       "--wait", "0", "--leader", pair.leader.url, "--helper", url],
                      ["aggregate", "--role", "leader", "--folder", pair.folder + "/leader",
                       "--listen", "127.0.0.1:1", "--helper", url]):
            done = subprocess.run([COLLECT, *words], capture_output=True, text=True, timeout=30)
            told.append((done.returncode, "on this machine" in done.stderr))
    tally.fact("no token is sent in the clear to another machine", told == [(2, True)] * 12, told)


def unread(tally, pair):
    """What only the command line could tell: a password, and options that change nothing."""
    words = [COLLECT, "collect", "--folder", pair.folder + "/collector", "--epoch", str(EPOCH),
             "--leader", "http://127.0.0.1:1", "--helper", "http://127.0.0.1:1", "--wait", "30",
             "--pack", "none", "--key", "none", "--db"]
    told = []
    for more in (["postgresql://me:hush-7Qz@127.0.0.1/x"],
                 ["x.db", "--db=postgresql://me:hush-7Qz@127.0.0.1/x"]):
        with subprocess.Popen(words + more, stderr=subprocess.DEVNULL) as one:
            def line(number=one.pid):
                with open(f"/proc/{number}/cmdline", "rb") as file:
                    return file.read()
            told.append(until(lambda: b"--wait" in line() and b"hush" not in line(), 5)
                        and one.poll() is None)
            one.kill()
    tally.fact("a password in the URL of collect is not left for other users to see",
               told == [True] * 2, told)
    stray = {"task": "--db", "rekey": "--listen", "aggregate": "--epoch", "status": "--helper",
             "collect": "--listen"}
    told = {}
    for command, option in stray.items():
        done = subprocess.run([COLLECT, command, option, "1"], capture_output=True, text=True,
                              timeout=30)
        told[command] = done.returncode, f"{command} takes no {option}." in done.stderr
    tally.fact("an option that is of no use to a command is refused",
               told == dict.fromkeys(stray, (2, True)), told)


def collections(tally, pair, stranger):
    code, _, err = pair.collect_epoch(EPOCH - 1)
    tally.fact("a batch below the minimum is not given", code == 1 and "minimum" in err, err)
    code, _, err = pair.collect_epoch(EPOCH, folder=stranger.folder + "/collector")
    tally.fact("another task's collector is given nothing", code == 1 and "collector's" in err, err)
    with open(os.path.join(pair.folder, "collector", "helper.token")) as file:
        token = {"DAP-Auth-Token": file.read().split()[-1]}
    task = base64.urlsafe_b64decode(pair.task + "=")
    alone = [call(pair.helper.port, "POST", "/sotto/collect",
                  b"SoC1" + task + EPOCH.to_bytes(4, "big") + reports.to_bytes(8, "big") + checksum,
                  token) for reports, checksum in ((0, bytes(32)), (100, bytes(32)))]
    tally.fact("the helper gives no sum but of the set the leader has",
               [problem_of(one) for one in alone] == ["batchMismatch"] * 2, alone)
    pair.settled()
    accepted = pair.leader.status()["accepted"]
    first, second = pair.collect_epoch(EPOCH), pair.collect_epoch(EPOCH)
    tally.fact("the two sums make the histogram, and a second time it is the same",
               first[0] == 0 and first[1] == second[1] and first[1]["reports"] == accepted
               and sum(first[1]["counts"]) == accepted and first[1]["counts"][5] == 400,
               (first, second))
    answer = pair.device.upload(pair.maker.reports([1], LAST)[0])
    tally.fact("a report of a collected batch is refused and counted",
               problem_of(answer) == "reportRejected"
               and refused(pair.leader)["batch_collected"] == 1, answer)
    return first[1]["counts"]


def kept(tally, pair, sent):
    """After the end: what the two files hold, byte by byte and column by column."""
    columns = set()
    for party in (pair.leader, pair.helper):
        with sqlite3.connect(party.folder + "/state.db") as db:
            tables = [name for name, in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'")]
            columns |= {f"{table}.{column[1]}" for table in tables
                        for column in db.execute(f"PRAGMA table_info({table})")}
            waiting = db.execute("SELECT count(*) FROM waiting").fetchone()[0]
        db.close()
    tally.fact("an aggregator has columns for ids, weeks, sums and counts alone", columns == {
        "owner.one", "owner.owner", "report.id", "report.digest", "report.epoch", "report.refusal",
        "waiting.number", "waiting.id", "waiting.digest", "waiting.epoch", "waiting.tries",
        "waiting.bytes", "batch.epoch", "batch.reports", "batch.checksum", "batch.share",
        "batch.answer", "refused.refusal", "refused.count"} and waiting == 0, columns)
    found = []
    for party in (pair.leader, pair.helper):
        for name in os.listdir(party.folder):
            with open(os.path.join(party.folder, name), "rb") as file:
                held = file.read()
            pieces = [report[at:at + 16] for report in sent for at in (64, 200, len(report) - 20)]
            found += [name for piece in pieces + [b"127.0.0.1"] if piece in held]
        found += [party.role + ".log"] if os.path.getsize(party.folder + ".log") else []
    tally.fact("no address, and nothing of a settled report but its id, is left in a file or a log",
               not found, found)


def forgets(tally, pair):
    """What would be refused as late anyway is not kept: ids of ten weeks, this one counted."""
    this = NOW // WEEK

    def begins_with(*epochs):
        pair.helper.end()
        with sqlite3.connect(pair.helper.folder + "/state.db") as db:
            for epoch in epochs:
                db.execute("INSERT INTO report VALUES (randomblob(16), randomblob(32), ?, 0)",
                           (epoch,))
        db.close()
        pair.helper.start()

    def oldest():
        with sqlite3.connect(pair.helper.folder + "/state.db") as again:
            return again.execute("SELECT min(epoch) FROM report").fetchone()[0]
    begins_with(this - 12, this - 11, this - 10)
    tally.fact("a clock ahead of all reports forgets none that may come again",
               not until(lambda: oldest() != this - 12, 1), oldest())
    begins_with(this - 9, this)
    tally.fact("ids older than ten weeks are forgotten, younger ones are not",
               until(lambda: oldest() == this - 9), oldest())


def stranger(tally, pair):
    """Whoever holds back a body that is not wanted holds no room with it."""
    heads = []
    for path in ("verify", "collect"):
        with socket.create_connection(("127.0.0.1", pair.helper.port), timeout=5) as one:
            one.sendall(f"POST /sotto/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
                        "DAP-Auth-Token: mine\r\n\r\n".encode())
            heads.append(one.recv(100))
    tally.fact("a stranger is refused before the body of the call has come",
               all(head.startswith(b"HTTP/1.1 4") for head in heads), heads)


def newer(tally, folder):
    """DAP-18: several reports in one upload, those refused listed by error."""
    pair = Pair(COLLECT, MAKER, folder, dap=18, buckets=256)
    good = pair.maker.reports(list(range(120)), LAST)
    mixed = [good[0], pair.maker.reports([1], LAST, "config")[0], good[1],
             pair.maker.reports([1], NOW + 3 * 3600)[0]]
    status, body = pair.device.upload(b"".join(mixed))
    tally.fact("dap18: of several reports those refused are listed by id and error",
               status == 200 and body == mixed[1][:16] + b"\x04" + mixed[3][:16] + b"\x08",
               (status, body))
    empty = pair.device.upload(good[2])
    tally.fact("dap18: one that is taken is answered by nothing", empty == (200, b""), empty)
    told = problem_of(pair.device.upload(good[3] + b"x"))
    tally.fact("dap18: what is left over makes the whole upload malformed",
               told == "invalidMessage", told)
    for start in range(3, 120, 40):
        pair.device.upload(b"".join(good[start:start + 40]))
    pair.settled()
    code, out, err = pair.collect_epoch(EPOCH)
    tally.fact("dap18: the histogram of 256 buckets is exact",
               code == 0 and out["counts"] == [1] * 120 + [0] * 136, (code, out, err))
    tally.fact("told to end, both end well", pair.end() == (0, 0))


def rate(pair, reports=1000):
    """Printed, not asserted: how fast reports go through both."""
    made = pair.maker.reports([i % BUCKETS for i in range(reports)], LAST)
    start = time.monotonic()
    pair.device.upload_until_taken(made)
    sent = time.monotonic()
    pair.settled()
    done = time.monotonic()
    one = pair.maker.ask(verify=300)["microseconds"]
    print(f"# {reports} reports of {BUCKETS} buckets: {reports / (sent - start):.0f} uploads/s, "
          f"{reports / (done - start):.0f} reports/s to both sums; one aggregator's verification "
          f"{one:.0f} us of processor time")


def main():
    tally = Facts()
    folder = tempfile.mkdtemp(prefix="aggregate.")
    try:
        pair = Pair(COLLECT, MAKER, folder + "/task", buckets=BUCKETS)
        other = Pair(COLLECT, MAKER, folder + "/other", buckets=BUCKETS)
        stalling = Stalling(other)
        for part in (folders, published, uploads, joint, lies, deaths, authorized, strangers):
            part(tally, pair)
        brim(tally, pair)
        in_the_clear(tally, pair)
        unread(tally, pair)
        collections(tally, pair, other)
        tally.fact("told to end, both end well", pair.end() == (0, 0))
        kept(tally, pair, pair.sent)
        stranger(tally, other)
        forgets(tally, other)
        stalling.thread.join()
        out = stalling.shown_out[0]
        tally.fact("a client that stalls holds up nobody and is shown out",
                   out[0] == "" and 5 < out[1] < 50, out)
        other.end()
        third = Pair(COLLECT, MAKER, folder + "/rate", buckets=BUCKETS)
        rate(third)
        third.end()
        newer(tally, folder + "/newer")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.end()


main()
