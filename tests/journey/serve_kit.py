"""What the tests of `sotto-collect serve` share: the program as a process, and clients of it.

Of a test called with SOTTO_COLLECT FIXTURE, in the folder where the fixture was made.
"""
import atexit
import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

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


def keeps_nobody(tally, db):
    """What a service wrote, of clients that told who they are."""
    with open("serve.log", "rb") as log, open(db, "rb") as store:
        kept = log.read() + store.read()
    tally.fact("no address and no name of a client is kept or logged",
               not [word for word in (ADDRESS, AGENT, "127.0.0.1", "Forwarded")
                    if word.encode() in kept])
    tally.fact("the log is empty", os.path.getsize("serve.log") == 0)


def crowd(service_of, reports, clients, taken=None):
    """Each client sends its share one by one, again until it is acknowledged (then it is `taken`);
    gives who gave up."""
    lost, refused = [], []
    taken = [] if taken is None else taken

    def client(mine):
        connection = None
        for report in mine:
            for _ in range(400):
                try:
                    connection = connection or service_of().connect()
                    answer, told = service_of().post(report, connection=connection)
                    if answer.status == 200:
                        taken.append(report)
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
