"""What the tests of delivery share: a brand with its pack, a host process, servers that misbehave.

Everything is the real thing: sotto-pack signs, the host is a process of its own that links the
installed libraries' code, servers speak TLS with certificates of a test CA made by openssl, and
sotto-collect counts what arrived.
"""
import http.server
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path[:0] = [TESTS, os.path.join(TESTS, "meta")]
from tap import Facts  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WEEK_MS = 7 * 24 * 3600 * 1000
START_MS = 1767607200000  # Monday 2026-01-05 10:00 UTC
TROUBLE = ["none", "offline", "slow", "cancelled", "tls", "pin", "broken", "large", "redirect",
           "status", "relay", "url", "config", "list"]
FETCH = ["unchanged", "installed", "later", "refused"]


def command_of(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, check=False, **more)


def command(*words, **more):
    done = command_of(*words, **more)
    if done.returncode:
        raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
    return done.stdout


def make_certificates(folder):
    """A test CA, what it signed for this machine and for another name, and a stranger's."""
    def openssl(*words):
        command("openssl", *words, cwd=folder)

    def key(name):
        openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", f"{name}.key")

    def signed(name, ca, alternative):
        key(name)
        openssl("req", "-new", "-key", f"{name}.key", "-subj", f"/CN={name}", "-out", f"{name}.csr")
        with open(f"{folder}/{name}.ext", "w", encoding="ascii") as file:
            file.write(f"subjectAltName={alternative}\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{ca}.pem", "-CAkey", f"{ca}.key",
                "-CAcreateserial", "-days", "3650", "-extfile", f"{name}.ext", "-out",
                f"{name}.pem")

    for ca in ("ca", "stranger"):
        key(ca)
        openssl("req", "-x509", "-new", "-key", f"{ca}.key", "-subj", f"/CN={ca}", "-days", "3650",
                "-out", f"{ca}.pem")
    here = "DNS:localhost,IP:127.0.0.1"
    signed("good", "ca", here)
    signed("elsewhere", "ca", "DNS:packs.example")
    signed("unknown", "stranger", here)


def pin_of(folder, name):
    """sha256//… of a certificate's public key, as openssl counts it."""
    public = subprocess.run(["openssl", "pkey", "-in", f"{folder}/{name}.key", "-pubout",
                             "-outform", "der"], capture_output=True, check=True).stdout
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-binary"], input=public,
                            capture_output=True, check=True).stdout
    return "sha256//" + subprocess.run(["openssl", "base64", "-A"], input=digest,
                                       capture_output=True, check=True).stdout.decode()


class Seen:
    """One request, as it came."""

    def __init__(self, handler, body, connection):
        self.method, self.path = handler.command, handler.path
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body, self.connection = body, connection
        self.resumed = bool(handler.server.tls) and handler.connection.session_reused


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        # The handshake belongs to the connection's own thread: one that stalls holds no other.
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()
        self.server.connections += 1
        self.number = self.server.connections

    def handle_any(self):
        size = int(self.headers.get("content-length", 0))
        body = self.rfile.read(size)
        with self.server.guard:
            self.server.seen.append(Seen(self, body, self.number))
        self.server.act(self, body)

    do_GET = do_POST = do_PUT = handle_any

    def reply(self, status, body=b"", **headers):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)
        self.wfile.flush()

    def problem(self, kind, status=400):
        self.reply(status, json.dumps({"type": kind, "title": "no"}).encode(),
                   Content_Type="application/problem+json")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Does with each request what `act` says; keeps what it has seen."""
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, certificates=None, certificate="good", act=None, versions=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.tls, self.connections, self.seen = None, 0, []
        self.guard = threading.Lock()
        self.act = act or (lambda handler, body: handler.reply(200))
        if certificates:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(f"{certificates}/{certificate}.pem",
                                     f"{certificates}/{certificate}.key")
            if versions:
                self.tls.minimum_version, self.tls.maximum_version = versions
                self.tls.set_ciphers("DEFAULT@SECLEVEL=0")
        self.url = f"http{'s' if certificates else ''}://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, *_):
        pass

    def bodies(self):
        return [seen.body for seen in self.seen]

    def end(self):
        self.shutdown()
        self.server_close()


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class World:
    """A scratch folder with a brand, and a profile whose outbox holds reports that are due."""

    def __init__(self, arguments, make=True, start_ms=START_MS):
        self.host, self.pack_tool, self.collect = map(os.path.abspath, arguments[:3])
        self.scratch = tempfile.mkdtemp(prefix="sotto-deliver-")
        self.now_ms, self.start_ms, self.copies = start_ms, start_ms, 0
        self.certificates = f"{self.scratch}/tls"
        os.mkdir(self.certificates)
        make_certificates(self.certificates)
        self.ca = f"ca={self.certificates}/ca.pem"
        self.brand = f"{self.scratch}/brand"
        if make:
            self.make_brand([{"name": f"mindset {n}", "kind": "mindset", "trust": "local",
                              "unit": "device", "epsilon_micro": 100000,
                              "minimum_batch": 20000 + n} for n in range(4)], {})

    def make_brand(self, questions, files):
        shop = f"{ROOT}/samples/outdoor"
        os.mkdir(self.brand)
        for name in ("products.en.tsv", "products.es.tsv"):
            shutil.copy(f"{shop}/{name}", self.brand)
        with open(f"{shop}/brand.json", encoding="utf-8") as file:
            brand = json.load(file)
        brand["questions"] = questions
        for name, content in files.items():
            with open(f"{self.brand}/{name}", "w", encoding="utf-8") as file:
                file.write(content)
        with open(f"{self.brand}/brand.json", "w", encoding="utf-8") as file:
            json.dump(brand, file)
        command(self.pack_tool, "keygen", "--quiet", self.brand)
        self.pack = self.build("first.sottopack", 1)

    def build(self, name, sequence):
        path = f"{self.scratch}/{name}"
        command(self.pack_tool, "build", self.brand, "-o", path, "--sequence", str(sequence),
                "--created", str(self.start_ms))
        return path

    def prepare(self, root, *words):
        os.mkdir(root)
        shutil.copy(f"{self.brand}/brand.public", root)
        return self.run(root, f"install={self.pack}", *words)

    def fill(self, *words):
        """A profile with reports that are due, eight if not told otherwise, to be copied."""
        self.filled = f"{self.scratch}/filled"
        told = self.prepare(self.filled, *(words or ("weeks=5", "answer", "weeks=1", "answer")),
                            "weeks=1")
        if not all(line["answered"] for line in told if "answered" in line):
            raise AssertionError(f"nothing was asked: {told}")
        self.now_ms = told[-1]["now_ms"]
        self.reports = self.run(self.filled, "show")

    def copy(self):
        self.copies += 1
        root = f"{self.scratch}/copy{self.copies}"
        shutil.copytree(self.filled, root)
        return root

    def start(self, root, *words, now_ms=None, **more):
        return subprocess.Popen([self.host, root, str(now_ms or self.now_ms), *map(str, words)],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)

    def run(self, root, *words, now_ms=None, **more):
        process = self.start(root, *words, now_ms=now_ms, **more)
        out, err = process.communicate(timeout=120)
        if process.returncode not in (0, 1) or "Sanitizer" in err:
            raise AssertionError(f"host {words}: {process.returncode} {out} {err}")
        return [json.loads(line) for line in out.splitlines()]

    def deliver(self, root, url, *options, now_ms=None, **more):
        """One visit of the outbox; gives its summary."""
        return self.run(root, f"collector={url}/reports", self.ca, *options, "outbox",
                        now_ms=now_ms, **more)[-1]

    def waiting(self, root):
        return self.run(root, "show")

    def count(self, bodies):
        """What the brand's collector makes of these bodies."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            with open(f"{folder}/in.sottoreports", "wb") as file:
                for body in bodies:
                    file.write(struct.pack("<I", len(body)) + body)
            return json.loads(command(self.collect, "load", "--json", "--db", f"{folder}/db",
                                      "--pack", self.pack, "--key",
                                      f"{self.brand}/brand.report.key",
                                      f"{folder}/in.sottoreports"))

    def end(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
