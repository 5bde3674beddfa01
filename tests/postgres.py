"""A PostgreSQL server for a test: made in a scratch folder, reached by a socket in it, gone after.

    with postgres.Server() as server: server.place("one") is a fresh database's URL

usage: postgres.py PROGRAM [ARGUMENT...]   runs PROGRAM with SOTTO_TEST_POSTGRES=FOLDER of a server

The server refuses to run as root: then it runs as "postgres" or "nobody". It syncs nothing, since a
test kills processes and pulls no plug. Where PostgreSQL is not installed missing() says so.
"""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
max_connections = 60
shared_buffers = 64MB
max_wal_size = 256MB
log_statement = 'all'
log_destination = 'stderr'
"""
ACCESS = """local all locked scram-sha-256
local all all trust
"""


def programs():
    """The folder of the newest server of the system, or None."""
    found = [folder for folder in glob.glob("/usr/lib/postgresql/*/bin")
             if os.path.exists(folder + "/initdb")]
    if found:
        return max(found, key=lambda folder: float(folder.split("/")[4]))
    initdb = shutil.which("initdb")
    return os.path.dirname(os.path.realpath(initdb)) if initdb else None


def missing():
    """Why no server can be started here, or None."""
    if not programs():
        return "PostgreSQL is not installed"
    if os.getuid() == 0 and not shutil.which("setpriv"):
        return "setpriv is not installed"
    return None


def unprivileged():
    """How to run the server: words before its own, and the user and group of its files."""
    if os.getuid() != 0:
        return [], None
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    return (["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"],
            (user.pw_uid, user.pw_gid))


def scratch_root():
    """Where another user can reach a folder in; a test's own scratch may be closed to them."""
    if os.getuid() != 0:
        return None
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"


class Server:
    def __init__(self):
        self.become, owner = unprivileged()
        self.folder = tempfile.mkdtemp(prefix="sotto-pg.", dir=scratch_root())
        self.process, self.made = None, set()
        self.log = os.path.join(self.folder, "log")
        if owner:
            os.chown(self.folder, *owner)
        subprocess.run(self.command("initdb", "-D", self.folder + "/data", "-U", "sotto", "-A",
                                    "trust", "--no-sync", "-E", "UTF8", "--locale=C"),
                       check=True, capture_output=True, cwd="/")
        with open(self.folder + "/data/postgresql.conf", "a", encoding="ascii") as file:
            file.write(SETTINGS.format(folder=self.folder))
        with open(self.folder + "/data/pg_hba.conf", "w", encoding="ascii") as file:
            file.write(ACCESS)
        self.start()

    def command(self, program, *words):
        return [*self.become, os.path.join(programs(), program), *words]

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command("postgres", "-D", self.folder + "/data"),
                                            stdout=log, stderr=log, cwd="/")
        for _ in range(600):
            if self.run("postgres", "SELECT 1").returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(60)

    def kill(self):
        """Everything at once, as when the machine's memory ran out."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True,
                                  text=True, check=False).stdout.split()
        self.process.kill()
        for child in children:
            try:
                os.kill(int(child), signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait(60)

    def run(self, database, sql):
        return subprocess.run([os.path.join(programs(), "psql"), "-X", "-A", "-t", "-q", "-h",
                               self.folder, "-U", "sotto", "-d", database, "-c", sql],
                              capture_output=True, text=True, check=False)

    def ask(self, database, sql):
        done = self.run(database, sql)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def url(self, database, user="sotto"):
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def place(self, name):
        """The URL of a database, made when first asked for."""
        database = "".join(c if c.isalnum() else "_" for c in name)
        if database not in self.made:
            self.made.add(database)
            self.ask("postgres", f'CREATE DATABASE "{database}"')
        return self.url(database)

    def end(self):
        if self.process.poll() is None:
            self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


def main():
    if missing():
        print(f"1..0 # SKIP {missing()}")
        return 0
    with Server() as server:
        environment = {**os.environ, "SOTTO_TEST_POSTGRES": server.folder}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
