"""What the tests of split trust share: the parties as processes, devices' uploads, a meddler.

Everything runs on loopback in a folder of its own; the programs are the installed ones.
"""
import atexit
import http.client
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from ports import steady_port  # noqa: E402

WEEK = 604800
DAP = "urn:ietf:params:ppm:dap:error:"


class Maker:
    """Makes reports: tests/wire/report_maker."""

    def __init__(self, program, folder):
        self.folder = folder
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, **request):
        self.process.stdin.write(json.dumps({"folder": self.folder, **request}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def reports(self, buckets, when, flaw="none"):
        made = self.ask(time=int(when), buckets=list(buckets), flaw=flaw)["reports"]
        return [bytes.fromhex(report) for report in made]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Party:
    """One aggregator as a process that may be killed and started again."""

    def __init__(self, collect, folder, role, **more):
        self.collect, self.folder, self.role, self.more = collect, folder, role, more
        self.port, self.process, self.env = steady_port(), None, None
        self.url = f"http://127.0.0.1:{self.port}"
        atexit.register(self.end)  # whatever becomes of the test

    def start(self):
        words = [self.collect, "aggregate", "--role", self.role, "--folder", self.folder,
                 "--listen", f"127.0.0.1:{self.port}"]
        for name, value in self.more.items():
            words += [f"--{name}", str(value)]
        self.log = open(self.folder + ".log", "a")
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.log,
                                        env=self.env)
        return b"listens" in self.process.stdout.readline()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
        return self.process and self.process.returncode

    def status(self):
        out = subprocess.run([self.collect, "status", "--role", self.role, "--folder", self.folder,
                              "--json"], capture_output=True, text=True)
        return json.loads(out.stdout) if out.returncode == 0 else {"error": out.stderr}

    def metric(self, name):
        text = call(self.port, "GET", "/metrics")[1].decode()
        for line in text.splitlines():
            if line.rsplit(" ", 1)[0] == name:
                return int(line.rsplit(" ", 1)[1])
        return None


def call(port, method, path, body=None, headers=None):
    """(status, body, headers), or (0, b"", {}) where the connection broke."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, body=body, headers=headers or {})
        answer = link.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    except (OSError, http.client.HTTPException):
        return 0, b"", {}
    finally:
        link.close()


class Device:
    """Uploads as DAP says, over one connection that is made anew where it broke."""

    def __init__(self, port, task, dap):
        self.port, self.path, self.dap, self.link = port, f"/tasks/{task}/reports", dap, None

    def upload(self, report):
        reused = self.link is not None
        told = self.once(report)
        return told if told[0] or not reused else self.once(report)  # it was shown out meanwhile

    def once(self, report):
        method, kind = ("PUT", "application/dap-report") if self.dap == 9 else \
            ("POST", "application/ppm-dap;message=upload-req")
        try:
            if not self.link:
                self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.link.request(method, self.path, body=report, headers={"Content-Type": kind})
            answer = self.link.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.link = None
            return 0, b""

    def upload_until_taken(self, reports, told=None, gate=None):
        """As a host does: again, with the same bytes, until it is told. Gives the statuses, one by
        one into `told`; `gate` may hold it up before each."""
        told = [] if told is None else told
        for report in reports:
            if gate:
                gate(len(told))
            status, deadline = 0, time.monotonic() + 60
            while not status and time.monotonic() < deadline:
                status = self.upload(report)[0]
                if not status:
                    time.sleep(0.02)
            told.append(status)
        return told


def refused(party):
    return {name: count for name, count in party.status()["refused"].items() if count}


def problem_of(answer):
    try:
        return json.loads(answer[1])["type"].replace(DAP, "")
    except (ValueError, KeyError):
        return answer


class Meddler:
    """Stands between the leader and the helper. `mode`: "honest", "verifier" (a byte of a verifier
    share changed), "deny" (an accepted report told as an invalid proof), "other" (another report's
    id), "short" (cut), "slow" (later than the leader waits), "lost" (the helper hears, the leader
    does not), "broken" (HTTP 500), "unread" (refused as malformed, unheard), "kept" (what is set
    aside is said to be, and is not). `victim`: the one report, by its id, that this is done to;
    None: the first of any call."""

    def __init__(self, helper_port):
        meddler, self.mode, self.slow_s, self.calls, self.victim = self, "honest", 3, 0, None

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                meddler.calls += 1
                mode = meddler.mode if (meddler.victim or b"") in body else "honest"
                if mode in ("broken", "unread"):
                    return self.send_error(500 if mode == "broken" else 400)
                if mode == "kept" and body.endswith(bytes(4)):  # no verifier share
                    return self.tell(200, meddler.victim + b"\x0c" + bytes(4))
                status, answer, _ = call(helper_port, "POST", self.path, body,
                                         {"DAP-Auth-Token": self.headers["DAP-Auth-Token"]})
                if mode == "lost" or not status:
                    return self.connection.close()
                if mode == "slow":
                    time.sleep(meddler.slow_s)
                self.tell(status, meddler.change(mode, answer))

            def tell(self, status, answer):
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                try:
                    self.wfile.write(answer)
                except OSError:
                    pass

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def change(self, mode, answer):
        at = answer.find(self.victim or b"")
        if len(answer) < 32 or at < 0:
            return answer
        changed = bytearray(answer)
        if mode in ("verifier", "kept"):
            changed[at + 16 + 1 + 4] ^= 1
        elif mode == "deny":
            changed[at + 16] = 7
        elif mode == "other":
            changed[at] ^= 1
        elif mode == "short":
            del changed[-1]
        return bytes(changed)


def upload_through_deaths(pair, reports, victims):
    """Uploads while the victims are killed, one after another, each at a part of the way, and
    started again. Nobody is farther than 30 reports past a kill that has not been. Gives the
    statuses."""
    told, killed, step = [], [], len(reports) // (len(victims) + 1)

    def gate(number):
        until(lambda: len(killed) == len(victims) or number < (len(killed) + 1) * step + 30)

    sender = threading.Thread(target=pair.device.upload_until_taken, args=(reports, told, gate))
    sender.start()
    for victim in victims:
        until(lambda: len(told) >= (len(killed) + 1) * step)
        victim.kill()
        killed.append(victim)
        victim.start()
    sender.join()
    return told


def until(holds, seconds=20):
    """Waits for something that is bound to come; gives whether it came."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.005)
    return False


class Pair:
    """A task with its two aggregators, the helper behind a meddler."""

    def __init__(self, collect, maker, folder, *, buckets=6, minimum=100, dap=9, rekey=None):
        self.collect, self.folder, self.dap = collect, folder, dap
        done = subprocess.run([collect, "task", "--folder", folder, "--buckets", str(buckets),
                               "--minimum-batch", str(minimum), "--dap", str(dap),
                               "--leader", "https://leader.example/",
                               "--helper", "https://helper.example/"],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        if rekey:
            self.rekeyed = subprocess.run([collect, "rekey", "--role", rekey, "--folder",
                                           os.path.join(folder, rekey)], capture_output=True,
                                          text=True, check=True).stdout
        with open(os.path.join(folder, "task.json")) as file:
            self.task = json.load(file)["task_id"]
        self.maker = Maker(maker, folder)
        self.helper = Party(collect, folder + "/helper", "helper")
        self.meddler = Meddler(self.helper.port)
        self.leader = Party(collect, folder + "/leader", "leader", helper=self.meddler.url,
                            timeout=1500)
        assert self.helper.start() and self.leader.start()
        self.device = Device(self.leader.port, self.task, dap)

    def settled(self, seconds=60):
        return until(lambda: self.leader.status().get("waiting") == 0, seconds)

    def collect_epoch(self, epoch, *more, folder=None):
        done = subprocess.run([self.collect, "collect", "--folder",
                               folder or self.folder + "/collector", "--epoch", str(epoch),
                               "--leader", self.leader.url, "--helper", self.helper.url,
                               "--wait", "5", "--json", *more], capture_output=True, text=True)
        return done.returncode, (json.loads(done.stdout) if done.returncode == 0 and done.stdout
                                 else {}), done.stderr

    def end(self):
        ends = self.leader.end(), self.helper.end()
        self.meddler.server.shutdown()
        self.maker.end()
        return ends
