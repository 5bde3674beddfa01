"""The README's "What a brand runs" is followed word for word, with SQLite and with PostgreSQL.

usage: brand_runs.py BUILD_DIR

The commands run in an empty folder as they stand there. Three things are not the reader's: the port
is one that is free, the programs are those of this build, and instead of installing PostgreSQL a
server is started for the test, at which "sudo -u postgres" acts.
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import postgres  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(sys.argv[1])
SUDO = """set -e
sudo() { case "$1" in apt-get|service) ;; *) shift 2; PGUSER=sotto "$@" ;; esac; }
"""


def blocks():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read()
    section = text[text.index("### What a brand runs"):].split("\n## ", 1)[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.S | re.M)[:3]


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


def run(text, **more):
    programs = [BUILD + "/sdk/tools", postgres.programs() or "", os.environ["PATH"]]
    return subprocess.run(["sh", "-c", SUDO + text.replace("8080", str(free_port()))],
                          capture_output=True, text=True, check=False, timeout=120,
                          env={**os.environ, "PATH": ":".join(programs), **more})


def fact(number, name, done, *wanted):
    holds = done.returncode == 0 and all(re.search(word, done.stdout) for word in wanted)
    print(("ok" if holds else "not ok") + f" {number} - {name}")
    for line in () if holds else (done.stdout + done.stderr).splitlines():
        print("# " + line)
    return holds


def main():
    making, file, server = blocks()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("samples")
        os.mkdir("build")
        shutil.copytree(ROOT + "/samples/outdoor", "samples/outdoor")
        os.symlink(BUILD, "build/samples")
        good &= fact(1, "a shop, its keys, a pack and a fleet are made", run(making), "sent")
        taken = r'"accepted":[1-9]\d*,"duplicate":0'
        good &= fact(2, "served from SQLite, its reports are estimated and drawn", run(file), taken,
                     "ok", "noised reports say", "dashboard.html")
        name = "served from PostgreSQL, they are counted once"
        if postgres.missing():
            print(f"ok 3 - {name} # SKIP {postgres.missing()}")
        else:
            with postgres.Server() as one:
                user = subprocess.run(["id", "-un"], capture_output=True, text=True,
                                      check=True).stdout.strip()
                done = run(server, PGHOST=one.folder, PGUSER=user)
                good &= fact(3, name, done,
                             r'"accepted":0,"duplicate":[1-9]', "noised reports say")
        os.chdir("/")
    print("1..3")
    sys.exit(0 if good else 1)


main()
