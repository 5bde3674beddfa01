"""A kiosk in a scratch folder: the brand's pack, the service, and a client that speaks as the page.

Everything is the real thing: sotto-pack makes and signs the pack, sotto-kiosk provisions and
serves, sotto-collect opens the reports.
"""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONG = os.environ.get("SOTTO_LONG", "") not in ("", "0")
WEEK_MS = 7 * 24 * 3600 * 1000


def command(*words, check=True):
    done = subprocess.run(words, capture_output=True, text=True)
    if check and done.returncode:
        raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
    return done


class Tools:
    """The programs, as meson hands them over."""

    def __init__(self, arguments):
        self.kiosk, self.pack, self.collect = map(os.path.abspath, arguments[:3])


def make_brand(tools, folder):
    """A brand's folder with keys, and its pack; gives the pack's path."""
    command(sys.executable, f"{ROOT}/samples/kiosk/brand.py", f"{ROOT}/samples/outdoor", folder)
    command(tools.pack, "keygen", "--quiet", folder)
    command(sys.executable, f"{ROOT}/samples/outdoor/pictures.py", f"{folder}/pictures")
    return build_pack(tools, folder, "kiosk.sottopack")


def build_pack(tools, folder, name):
    command(tools.pack, "build", folder, "-o", f"{folder}/{name}")
    return f"{folder}/{name}"


class Reply:
    def __init__(self, status, body, headers, seconds):
        self.status, self.body, self.headers, self.seconds = status, body, headers, seconds

    def json(self):
        return json.loads(self.body)


class Kiosk:
    """One provisioned kiosk; serve() starts it, enter() does what the browser does first."""

    def __init__(self, tools, brand, scratch, **options):
        self.tools, self.brand = tools, brand
        self.folder = os.path.join(scratch, "kiosk")
        self.process, self.port, self.cookie, self.visit = None, 0, None, None
        settings = {"store": "insecure_file", "key": f"{scratch}/kiosk.key",
                    "pack": f"{brand}/kiosk.sottopack", "trust": f"{brand}/brand.public",
                    "catalogue": brand, "pictures": f"{brand}/pictures", **options}
        words = [w for name, value in settings.items()
                 for w in ("--" + name.replace("_", "-"), str(value))]
        self.told = command(tools.kiosk, "provision", self.folder, *words).stdout

    def run(self, name, *words):
        return command(self.tools.kiosk, name, self.folder, *words, check=False)

    def status(self):
        return json.loads(self.run("status", "--json").stdout)

    def start_page(self):
        return f"{self.folder}/run/start.html"

    def serve(self):
        self.log = open(f"{self.folder}/serve.log", "ab")
        if os.path.exists(self.start_page()):
            os.unlink(self.start_page())
        self.process = subprocess.Popen([self.tools.kiosk, "serve", self.folder],
                                        stdout=self.log, stderr=self.log)
        self.read_start_page()
        self.cookie = self.visit = None
        return self

    def read_start_page(self, seconds=10):
        end = time.time() + seconds
        while True:
            try:
                with open(self.start_page(), encoding="utf-8") as file:
                    page = file.read()
                self.port, self.token = re.search(r":(\d+)/#(\w+)", page).groups()
                return
            except (OSError, AttributeError):
                if time.time() > end:
                    raise AssertionError("no start page: " + self.logged()) from None
                time.sleep(.01)

    def logged(self):
        with open(f"{self.folder}/serve.log", encoding="utf-8") as file:
            return file.read()[-2000:]

    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, **headers):
        """One request with exactly these headers (_ for -); a header of None is left out."""
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        given = {"Host": f"127.0.0.1:{self.port}", "Origin": self.origin(),
                 "Content-Type": "application/json",
                 "Cookie": self.cookie, "X-Visit": self.visit}
        if method == "GET":
            del given["Origin"], given["Content-Type"]
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        line = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=20)
        began = time.perf_counter()
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in given.items():
                if value is not None:
                    line.putheader(name, value)
            if data is not None and "Content-Length" not in given:
                line.putheader("Content-Length", str(len(data)))
            line.endheaders(data)
            reply = line.getresponse()
            return Reply(reply.status, reply.read(), reply.headers, time.perf_counter() - began)
        finally:
            line.close()

    def post(self, path, body=None, **headers):
        """Posts as the page does; a process that just leaves is asked again, as the page does."""
        for tries in range(40):
            try:
                return self.ask("POST", path, body if body is not None else {}, **headers)
            except (OSError, http.client.HTTPException):
                if tries == 39:
                    raise
                time.sleep(.05)

    def enter(self):
        reply = self.post("/api/start", {"token": self.token})
        if reply.status == 200:
            self.cookie = reply.headers["Set-Cookie"].split(";")[0]
        return reply

    def begin(self, locale="en", personalize=True, contribute=False):
        for _ in range(200):
            reply = self.post("/api/begin", {"locale": locale, "personalize": personalize,
                                             "contribute": contribute}, X_Visit=None)
            if reply.status == 200:
                self.visit = reply.json()["visit"]
                return reply
            time.sleep(.03)
        raise AssertionError(f"no visit begins: {reply.status} {reply.body} {self.logged()}")

    def visitor(self):
        """The number of the process that serves the visit."""
        return child_of(self.process.pid)

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(10)
        if self.process:
            self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def child_of(pid, seconds=5):
    end = time.time() + seconds
    while time.time() < end:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            children = file.read().split()
        if children:
            return int(children[0])
        time.sleep(.01)
    raise AssertionError("no process serves a visit")


def memory_holds(pid, needles, maximum=1 << 28):
    """Which of the needles (bytes) stand in the writable memory of a process."""
    found = set()
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            low, high = (int(part, 16) for part in span.split("-"))
            if "r" not in rights or "w" not in rights or high - low > maximum:
                continue
            try:
                memory.seek(low)
                data = memory.read(high - low)
            except (OSError, ValueError, OverflowError):
                continue
            found |= {needle for needle in needles if needle in data}
    return found


def may_read_memory(pid):
    try:
        memory_holds(pid, [b"x"])
        return True
    except OSError:
        return False


def wait_until(holds, seconds=5):
    end = time.time() + seconds
    while not holds() and time.time() < end:
        time.sleep(.02)
    return holds()


def scratch():
    return tempfile.mkdtemp(prefix="kiosk-test.")


def sweep(folder):
    shutil.rmtree(folder, ignore_errors=True)
