"""Reports on their way to a collector that is well, slow, broken, lying or not there.

usage: test_deliver_outbox.py DELIVER_HOST SOTTO_PACK SOTTO_COLLECT [SOTTO_COURIER]
"""
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time

from deliver_world import (TROUBLE, WEEK_MS, Facts, Server, World, closed_port, command_of,
                           pin_of)
from ports import steady_port

DAP = "urn:ietf:params:ppm:dap:error:"
SERVE = "urn:sotto:error:"


def bytes_of(reports):
    return [bytes.fromhex(report["body"]) for report in reports]


def is_left(world, root, summary, trouble):
    """All reports are still there, unchanged, and the trouble is told."""
    return (TROUBLE[summary["trouble"]] == trouble and summary["sent"] == summary["refused"] == 0
            and bytes_of(world.waiting(root)) == bytes_of(world.reports))


def well(world, facts):
    server, root = Server(world.certificates), world.copy()
    told = world.deliver(root, server.url)
    seen = server.seen
    facts.fact("every due report is sent and settled", told["sent"] == len(world.reports) == 8
               and told["trouble"] == 0 and world.waiting(root) == [], told)
    facts.fact("its bytes are those the outbox showed",
               sorted(server.bodies()) == sorted(bytes_of(world.reports)))
    # In order by chance: once in 40,320 runs.
    facts.fact("the order is not that of the outbox", server.bodies() != bytes_of(world.reports))
    facts.fact("each report has a connection of its own",
               len({one.connection for one in seen}) == server.connections == 8)
    facts.fact("a request says nothing of the device",
               all(set(one.headers) == {"host", "accept", "content-type", "content-length"}
                   and one.headers["content-type"] == "application/octet-stream"
                   and (one.method, one.path) == ("POST", "/reports") for one in seen),
               [one.headers for one in seen])
    counted = world.count(server.bodies())
    facts.fact("the collector counts each", counted["accepted"] == 8, counted)
    facts.fact("with nothing left nothing is due", world.deliver(root, server.url)["next_ms"] ==
               2 ** 63 - 1 and server.connections == 8)
    root = world.copy()
    told = world.deliver(root, server.url, "one")
    facts.fact("reports share a connection where the host wants it",
               told["sent"] == 8 and server.connections == 9, f"{told} {server.connections}")
    root = world.copy()
    told = world.deliver(root, server.url, "most=3")
    facts.fact("a call sends no more than the host lets it",
               told["sent"] == 3 and told["held"] == 5 and len(world.waiting(root)) == 5, told)
    server.end()


def moments(world, facts):
    server, root = Server(world.certificates), world.copy()
    first = min(report["send_after_ms"] for report in world.reports)
    told = world.deliver(root, server.url, now_ms=first - 1)
    facts.fact("before its moment no report leaves, also when the clock is set back",
               told["waiting"] == 8 and told["sent"] == 0 and server.connections == 0
               and told["next_ms"] == first, told)
    told = world.deliver(root, server.url, now_ms=first)
    facts.fact("at its moment it does", told["sent"] == 1 and told["waiting"] == 7, told)
    root = world.copy()
    told = world.deliver(root, server.url, now_ms=world.now_ms + 5 * WEEK_MS)
    facts.fact("past its expiry none is sent", told["sent"] == 0 and server.connections == 1, told)
    server.end()


def answers(world, facts):
    server = Server(world.certificates)

    def deliver(act, *options):
        server.act, root = act, world.copy()
        return root, world.deliver(root, server.url, "one", *options)

    for status in (200, 201, 202, 204):
        _, told = deliver(lambda handler, _: handler.reply(status))
        facts.fact(f"{status} is success", told["sent"] == 8, told)
    refusals = [DAP + "reportRejected", DAP + "unrecognizedTask", DAP + "invalidMessage",
                SERVE + "tampered", SERVE + "malformed", SERVE + "expired"]
    for kind in refusals:
        root, told = deliver(lambda handler, _: handler.problem(kind))
        facts.fact(f"{kind} drops the report", told["refused"] == 8 and told["http"] == 400
                   and world.waiting(root) == [], told)
    for kind in (DAP + "reportTooEarly", SERVE + "unknownQuestion"):
        root, told = deliver(lambda handler, _: handler.problem(kind))
        facts.fact(f"{kind} keeps it and lets the others try", is_left(world, root, told, "status")
                   and told["retried"] == 8 and told["next_ms"] == world.now_ms + 3600000, told)
    for kind, status in ((SERVE + "busy", 503),
                         (DAP + "somethingNew", 400), ("about:blank", 400)):
        root, told = deliver(lambda handler, _: handler.problem(kind, status))
        facts.fact(f"{kind} keeps it", is_left(world, root, told, "status")
                   and told["retried"] == 1 and told["held"] == 7, told)
    for status in (302, 400, 401, 403, 404, 413, 429, 500, 502, 504):
        root, told = deliver(lambda handler, _: handler.reply(status, b"<html>hotel</html>"))
        wanted = "redirect" if status == 302 else "status"
        facts.fact(f"{status} of who is no collector keeps it",
                   is_left(world, root, told, wanted) and told["http"] == status, told)
    root, told = deliver(lambda handler, _: handler.reply(503, Retry_After="7200"))
    facts.fact("Retry-After is honoured", told["next_ms"] == world.now_ms + 7200000, told)
    root, told = deliver(lambda handler, _: handler.reply(503, Retry_After="99999999999"))
    facts.fact("but not beyond a day", told["next_ms"] == world.now_ms + 86400000, told)
    server.end()


def misbehaving(world, facts):
    server = Server(world.certificates)
    stop = time.monotonic

    def deliver(act, *options):
        server.act, root = act, world.copy()
        begun = stop()
        return root, world.deliver(root, server.url, *options), stop() - begun

    root, told, _ = deliver(lambda handler, _: handler.reply(200, b"short", Content_Length="500")
                            or setattr(handler, "close_connection", True))
    facts.fact("an answer cut short is no success", is_left(world, root, told, "broken"), told)
    root, told, _ = deliver(lambda handler, _: handler.wfile.write(b"SSH-2.0-x\r\n\r\n")
                            and setattr(handler, "close_connection", True))
    facts.fact("an answer that is no HTTP is no success",
               is_left(world, root, told, "broken"), told)
    root, told, _ = deliver(lambda handler, _: handler.connection.close()
                            or setattr(handler, "close_connection", True))
    facts.fact("no answer is no success", is_left(world, root, told, "broken"), told)

    def endless(handler, _):
        handler.send_response_only(200)
        handler.send_header("Content-Length", str(10 ** 9))
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"x" * 10 ** 6)

    root, told, took = deliver(endless)
    facts.fact("an answer of 1 GB is cut off", is_left(world, root, told, "large") and took < 20,
               f"{told} {took}")

    def many_headers(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20000):
            handler.wfile.write(b"X-%d: %s\r\n" % (number, b"y" * 50))

    root, told, _ = deliver(many_headers)
    facts.fact("headers without end are cut off",
               not told["sent"] and bytes_of(world.waiting(root)) == bytes_of(world.reports), told)
    root, told, took = deliver(lambda *_: time.sleep(8), "stall=1000")
    facts.fact("a server that stalls is left after the stall", is_left(world, root, told, "slow")
               and told["retried"] == 1 and told["took_ms"] < 6000, f"{told} {took}")
    root, told, took = deliver(lambda *_: time.sleep(8), "deadline=700")
    facts.fact("the deadline ends a call", is_left(world, root, told, "slow")
               and told["took_ms"] < 3000, f"{told} {took}")
    root, told, took = deliver(lambda *_: time.sleep(8), "cancel=300")
    facts.fact("so does the host", is_left(world, root, told, "cancelled")
               and told["took_ms"] < 4000 and told["held"] == 7, f"{told} {took}")

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(16)
        root = world.copy()
        told = world.deliver(root, f"https://127.0.0.1:{silent.getsockname()[1]}", "stall=700")
    facts.fact("one that says nothing to a handshake is left, and was sent nothing",
               is_left(world, root, told, "slow") and told["held"] == 8
               and told["took_ms"] < 4000, told)

    def drip(handler, _):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(60):
            time.sleep(.1)
            handler.wfile.write(b"y")

    root, told, took = deliver(drip, "deadline=1000")
    facts.fact("a byte now and then does not hold a call beyond its deadline",
               is_left(world, root, told, "slow") and told["took_ms"] < 4000, told)
    server.end()


def redirects(world, facts):
    other, server, root = Server(world.certificates), Server(world.certificates), world.copy()
    server.act = lambda handler, _: handler.reply(307, Location=other.url + "/reports")
    told = world.deliver(root, server.url)
    facts.fact("a redirect to another host is not followed",
               is_left(world, root, told, "redirect") and other.connections == 0, told)
    server.act = lambda handler, _: handler.reply(307, Location="http://127.0.0.1/reports")
    told = world.deliver(root, server.url, "http")
    facts.fact("nor one to http", is_left(world, root, told, "redirect"), told)

    def within(handler, _):
        if handler.path == "/reports":
            handler.reply(308, Location="/v2/reports")
        else:
            handler.reply(201)

    server.act, server.seen = within, []
    told = world.deliver(root, server.url)
    moved = [one for one in server.seen if one.path == "/v2/reports"]
    facts.fact("one within the host is, with the same bytes", told["sent"] == 8
               and sorted(one.body for one in moved) == sorted(bytes_of(world.reports))
               and all(one.method == "POST" for one in moved), told)
    server.act, server.seen, root = (lambda handler, _: handler.reply(307, Location=handler.path),
                                     [], world.copy())
    told = world.deliver(root, server.url)
    facts.fact("a circle ends", is_left(world, root, told, "redirect") and len(server.seen) == 4,
               told)
    server.end()
    other.end()


def certificates(world, facts):
    def deliver(certificate, *options, **more):
        server, root = Server(world.certificates, certificate, **more), world.copy()
        told = world.deliver(root, server.url, *options)
        server.end()
        return root, told, server

    for name, what in (("unknown", "an unknown CA"), ("elsewhere", "another host")):
        root, told, server = deliver(name)
        facts.fact(f"a certificate of {what} gets no byte", is_left(world, root, told, "tls")
                   and not server.seen and told["held"] == 8
                   and all(not report["attempts"] for report in world.waiting(root)), told)
    good, other = (pin_of(world.certificates, name) for name in ("good", "unknown"))
    root, told, server = deliver("good", f"pin=127.0.0.1,{other}")
    facts.fact("a server without the pinned key gets no byte",
               is_left(world, root, told, "pin") and not server.seen, told)
    _, told, _ = deliver("good", f"pin=127.0.0.1,{other};{good}")
    facts.fact("one of two pinned keys is enough", told["sent"] == 8, told)
    _, told, _ = deliver("good", f"pin=packs.example,{other}")
    facts.fact("a pin of another host is not asked of this one", told["sent"] == 8, told)
    old = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
    root, told, server = deliver("good", versions=old)
    facts.fact("TLS before 1.2 gets no byte", is_left(world, root, told, "tls")
               and not server.seen, told)
    root, plain = world.copy(), Server()
    told = world.deliver(root, plain.url)
    facts.fact("http is refused", is_left(world, root, told, "url") and plain.connections == 0,
               told)
    told = world.deliver(root, plain.url, "http", env={
        **os.environ, "http_proxy": f"http://127.0.0.1:{closed_port()}"})
    facts.fact("and taken to this machine, by no proxy, where the host opted in",
               told["sent"] == 8, told)
    plain.end()


def offline(world, facts):
    root = world.copy()
    told = world.deliver(root, f"https://127.0.0.1:{closed_port()}")
    facts.fact("offline is no failure and no try", told["status"] == "SOTTO_OK"
               and is_left(world, root, told, "offline") and told["held"] == 8
               and all(not report["attempts"] for report in world.waiting(root)), told)
    told = world.deliver(root, "https://nowhere.invalid")
    facts.fact("so is a name that does not exist", is_left(world, root, told, "offline"), told)
    turns = []

    def flap(handler, _):
        turns.append(1)
        handler.reply(503 if len(turns) % 2 else 200)

    server, now = Server(world.certificates, act=flap), world.now_ms
    for _ in range(12):
        told = world.deliver(root, server.url, now_ms=now)
        now = max(now + 1, min(told["next_ms"], now + 3600000))
        if told["next_ms"] == 2 ** 63 - 1:
            break
    counted = world.count(server.bodies())
    facts.fact("a server that comes and goes gets every report, each counted once",
               world.waiting(root) == [] and counted["accepted"] == 8, f"{told} {counted}")
    facts.fact("each try sent the same bytes", set(server.bodies()) == set(bytes_of(world.reports)))
    server.end()


MUTE = """
import fcntl, socket, struct, subprocess, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:  # lo up: SIOCSIFFLAGS, IFF_UP
    fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 1))
mute = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mute.bind(("127.0.0.1", 53))
subprocess.run(["mount", "--bind", sys.argv[1], "/etc/resolv.conf"], check=True)
sys.exit(subprocess.run(sys.argv[2:]).returncode)
"""


def unnamed(world, facts):
    """The name server says nothing: in a network of its own, which the host is put into."""
    name, root = "a name server that is silent holds no call beyond its deadline", world.copy()
    with open(f"{world.scratch}/resolv.conf", "w", encoding="ascii") as file:
        file.write("nameserver 127.0.0.1\noptions timeout:6 attempts:2\n")
    done = command_of("unshare", "--user", "--map-root-user", "--mount", "--net", sys.executable,
                      "-c", MUTE, file.name, world.host, root, str(world.now_ms),
                      "collector=https://collector.example/reports", "deadline=700", "outbox")
    if done.returncode:
        facts.skip(name, "no network of one's own can be made here")
        return
    told = json.loads(done.stdout)
    facts.fact(name, is_left(world, root, told, "slow") and told["took_ms"] < 4000, told)


def killed(world, facts):
    """Stopped while the server answers, killed before it can settle what was taken."""
    root, taken = world.copy(), []

    def take_and_kill(handler, body):
        taken.append(body)
        if len(taken) != 4:
            handler.reply(200)
            return
        os.kill(process.pid, signal.SIGSTOP)
        handler.reply(200)
        os.kill(process.pid, signal.SIGKILL)

    server = Server(world.certificates, act=take_and_kill)
    process = world.start(root, f"collector={server.url}/reports", world.ca, "outbox")
    process.communicate()
    facts.fact("a host dies between 2xx and settling", process.returncode == -signal.SIGKILL
               and len(taken) == 4 and len(world.waiting(root)) == 5, process.returncode)
    told = world.deliver(root, server.url)
    counted = world.count(taken)
    facts.fact("what it sent twice is counted once", told["sent"] == 5 and len(taken) == 9
               and counted["accepted"] == 8 and counted["duplicate"] == 1, f"{told} {counted}")
    server.end()


def withdrawn(world, facts):
    """Contributing ends while the third report is on its way."""
    def slowly(handler, _):
        time.sleep(2 if len(server.seen) == 3 else 0)
        handler.reply(200)

    server, root = Server(world.certificates, act=slowly), world.copy()
    told = world.deliver(root, server.url, "withdraw=1200")
    facts.fact("after a withdrawal no report leaves that was not on its way",
               told["status"] == "SOTTO_OK" and 1 <= len(server.seen) == told["sent"] <= 3
               and world.waiting(root) == [], told)
    server.end()


def served(world, facts):
    """The brand's own collector answers, not a server of the test."""
    name = "sotto-collect serve takes every report, and a restored copy's are counted once"
    if "sotto-collect serve" not in command_of(world.collect, "--help").stdout:
        facts.skip(name, "this sotto-collect does not serve")
        return
    port, database = steady_port(), f"{world.scratch}/served.db"
    collector = subprocess.Popen(
        [world.collect, "serve", "--db", database, "--pack", world.pack, "--key",
         f"{world.brand}/brand.report.key", "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told, deadline = {"trouble": TROUBLE.index("offline")}, time.monotonic() + 20
    root, again = world.copy(), world.copy()
    while TROUBLE[told["trouble"]] == "offline" and time.monotonic() < deadline:
        time.sleep(.05)
        told = world.deliver(root, f"http://127.0.0.1:{port}", "http")
    once_more = world.deliver(again, f"http://127.0.0.1:{port}", "http")
    collector.terminate()
    collector.wait(timeout=20)
    counted = json.loads(command_of(world.collect, "estimate", "--json", "--db", database).stdout)
    facts.fact(name, told["sent"] == once_more["sent"] == 8 and counted["reports"] == 8,
               f"{told} {once_more} {counted}")


def courier(world, facts, program):
    """The sample, as a scheduled job of the system's time: what waits is past its expiry then."""
    with open(world.pack, "rb") as file:
        pack = file.read()

    def act(handler, _):
        handler.reply(200, pack, ETag='"1"')

    server, root = Server(world.certificates, act=act), world.copy()
    os.mkdir(f"{root}/packs")
    told = command_of(program, f"{root}/profile", f"{root}/key", f"{root}/brand.public",
                   f"{server.url}/reports", f"{server.url}/pack", f"{root}/packs",
                   f"{world.certificates}/ca.pem")
    facts.fact("the sample's courier says what it did", "Reports: 0 sent" in told.stdout
               and "Pack: " in told.stdout and "/pack" in [one.path for one in server.seen],
               told.stdout + told.stderr)
    server.end()


def main():
    facts, world = Facts(), World(sys.argv[1:])
    try:
        world.fill()
        for part in (well, moments, answers, misbehaving, redirects, certificates, offline,
                     unnamed, killed, withdrawn, served):
            part(world, facts)
        if len(sys.argv) > 4:
            courier(world, facts, os.path.abspath(sys.argv[4]))
    finally:
        world.end()
    facts.end()


if __name__ == "__main__":
    main()
