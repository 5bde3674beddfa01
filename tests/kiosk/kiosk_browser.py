"""A real Chromium, driven through chromedriver by the W3C WebDriver protocol and nothing but the
standard library. Used by the kiosk's tests and by what makes its screenshots.
"""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from kiosk_shop import free_port

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = ["--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--incognito",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
         "--overscroll-history-navigation=0", "--disable-pinch"]
ENTER, TAB, ESCAPE = "\ue007", "\ue004", "\ue00c"


def missing():
    """Why there is no browser, or None."""
    for name in ("chromium", "chromedriver"):
        if not shutil.which(name):
            return f"{name} is not installed"
    try:
        socket.gethostbyname("localhost")  # chromedriver asks for it
    except OSError:
        return "localhost has no address here (/etc/hosts)"
    return None


class Refused(Exception):
    """What WebDriver said no to."""


def processes_below(pid):
    """Numbers of all processes that descend from one."""
    found, children = [pid], {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
                children.setdefault(parent, []).append(int(name))
            except (OSError, IndexError):
                pass
    for one in found:
        found += children.get(one, [])
    return found[1:]


class Browser:
    """A browser of its own; or, with `address`, one that runs already and listens there."""

    def __init__(self, width=1600, height=1000, flags=(), address=None):
        self.folder = tempfile.mkdtemp(prefix="kiosk-browser.")
        self.port = free_port()
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "HOME": self.folder, "TMPDIR": self.folder})
        flags = [*FLAGS, f"--user-data-dir={self.folder}/data",
                 f"--window-size={width},{height}", *flags]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        wanted = {"browserName": "chrome", "pageLoadStrategy": "normal",
                  "goog:chromeOptions": {"args": flags},
                  "goog:loggingPrefs": {"browser": "ALL"}}
        if address:
            wanted = {"goog:chromeOptions": {"debuggerAddress": address}}
        self.base = f"http://127.0.0.1:{self.port}"
        self.wait_for_driver()
        told = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.base += "/session/" + told["sessionId"]

    def wait_for_driver(self):
        for _ in range(200):
            try:
                self.ask("GET", "/status")
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(.05)
        raise Refused("chromedriver does not start")

    def ask(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)["value"]["message"]) from None

    def go(self, url):
        self.ask("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """Runs a function body in the page and gives what it returns."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def later(self, script, *arguments):
        """As run(); the last argument is a function to be called with the result."""
        return self.ask("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def find(self, selector, seconds=10):
        """The first element that is seen; waits for it."""
        end = time.time() + seconds
        while True:
            try:
                seen = self.run("return [...document.querySelectorAll(arguments[0])]"
                                ".find((e) => e.checkVisibility())", selector)
                if seen:
                    return seen
            except Refused:
                pass  # the document changed meanwhile
            if time.time() > end:
                raise AssertionError(f"{selector} is not seen; the page says: {self.text()[:300]}")
            time.sleep(.03)

    def click(self, selector, seconds=10):
        """Clicks with the mouse, where the element stands."""
        for tries in range(20):
            try:
                return self.ask("POST", f"/element/{self.find(selector, seconds)[ELEMENT]}/click")
            except Refused:
                if tries == 19:
                    raise
                time.sleep(.05)

    def tap(self, selector):
        """Touches with a finger."""
        element = self.find(selector)
        self.ask("POST", "/actions", {
            "actions": [{"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"},
                         "actions": [
                             {"type": "pointerMove", "duration": 0, "origin": element, "x": 0,
                              "y": 0},
                             {"type": "pointerDown", "button": 0},
                             {"type": "pause", "duration": 30},
                             {"type": "pointerUp", "button": 0}]}]})

    def keys(self, text):
        """Types on the keyboard, into whatever has the focus."""
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard",
                                                   "actions": strokes}]})

    def text(self):
        return self.run("return document.body ? document.body.innerText : ''") or ""

    def log(self):
        """What the console said since the last time."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def end(self, keep=False):
        """Ends the browser; `keep` only lets go of one that was attached to."""
        try:
            if not keep:
                self.ask("DELETE", "")
        except (OSError, Refused):
            pass
        try:
            os.killpg(self.driver.pid, signal.SIGTERM)
            self.driver.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            pass
        shutil.rmtree(self.folder, ignore_errors=True)


def is_browser(pid):
    """The browser itself, not a helper of its own: numbers wrap, so that may have a smaller one."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read()
    except OSError:
        return False
    return b"--user-data-dir=" in words and b"--type=" not in words


def attached(port):
    """Attaches to the browser on the screen as soon as it listens."""
    end = time.time() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=2) as reply:
                if any("/#" not in page["url"] and page["url"].startswith("http")
                       for page in json.load(reply)):
                    return Browser(address=f"127.0.0.1:{port}")
        except (OSError, Refused):
            pass
        if time.time() > end:
            raise AssertionError("no browser on the screen")
        time.sleep(.1)
