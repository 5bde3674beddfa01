"""What only a store on a server can meet: refused, gone, killed, full, and others at work in it.

usage: test_collect_server.py SOTTO_COLLECT FIXTURE

Each failure has its status, shows no password, and loading again counts every report once.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "meta")]
import postgres  # noqa: E402
from tap import Facts  # noqa: E402

COLLECT, FIXTURE = map(os.path.abspath, sys.argv[1:3])
DEVICES = 700
ALL = DEVICES * 6
SECRET = "hush-7Qz"


def words(db, *files):
    return [COLLECT, "load", "--json", "--db", db, "--pack", "shop.sottopack", "--key",
            "brand.report.key", *files]


def load(db, *files):
    done = subprocess.run(words(db, *files or ["fleet.sottoreports"]), capture_output=True,
                          text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def reports(db):
    done = subprocess.run([COLLECT, "estimate", "--db", db, "--json"], capture_output=True,
                          text=True, check=False)
    return json.loads(done.stdout)["reports"] if done.returncode == 0 else None


def counted(server, database):
    """Reports remembered, reports counted, and cells named: 1, 1 and at least 1 each."""
    return server.ask(database, "SELECT (SELECT count(*) FROM sotto.report) || ' ' ||"
                      " (SELECT coalesce(sum(reports), 0) FROM sotto.batch)")


def refused(tally, server):
    server.ask("postgres", f"CREATE ROLE locked LOGIN PASSWORD '{SECRET}';"
               "CREATE ROLE weak LOGIN; CREATE ROLE reader LOGIN;"
               "ALTER ROLE reader SET default_transaction_read_only = on")
    base = server.place("refused")
    load(server.place("odd"))
    server.ask("odd", "UPDATE sotto.store SET version = 99")
    host = server.folder
    cases = [
        ("a wrong password", f"postgresql://locked:{SECRET}x@/refused?host={host}",
         "SOTTO_E_KEY_DENIED"),
        ("no password", f"postgresql://locked@/refused?host={host}", "SOTTO_E_KEY_DENIED"),
        ("a user without rights", f"postgresql://locked:{SECRET}@/refused?host={host}",
         "SOTTO_E_DENIED"),
        ("a user who may only read", f"postgresql://reader@/refused?host={host}",
         "SOTTO_E_READ_ONLY"),
        ("no such database", f"postgresql://sotto:{SECRET}@/nowhere?host={host}",
         "SOTTO_E_MISSING"),
        ("no server", f"postgresql://sotto:{SECRET}@/refused?host={host}/nowhere",
         "SOTTO_E_STATE"),
        ("a name that no host has", f"postgresql://sotto:{SECRET}@nowhere.invalid/x",
         "SOTTO_E_STATE"),
        ("no URL", f"postgresql://sotto:{SECRET}@[/%zz", "SOTTO_E_ARGUMENT"),
        ("a newer schema", server.place("odd"), "SOTTO_E_FORMAT"),
    ]
    for name, url, status in cases:
        code, out, err = load(url)
        tally.fact(f"{name} is {status}", code == 1 and status in err, err)
        tally.fact(f"{name} shows no password", SECRET not in out + err, err)
    tally.fact("none of them left anything behind",
               server.ask("refused", "SELECT count(*) FROM pg_namespace"
                          " WHERE nspname = 'sotto'") == "0")
    done = subprocess.run([COLLECT, "estimate", "--db", base], capture_output=True, text=True,
                          check=False)
    tally.fact("nothing loaded yet is told", "nothing was loaded" in done.stderr, done.stderr)
    with open(server.log, encoding="utf-8") as log:
        asked = [line for line in log if "CREATE ROLE" not in line]
    tally.fact("the server's log has no password of ours", SECRET not in "".join(asked))


def wait_for(server, text, since):
    """Waits until the server was asked this; its log says what it is asked."""
    for _ in range(400):
        with open(server.log, encoding="utf-8") as log:
            log.seek(since)
            if text in log.read():
                return True
        time.sleep(0.01)
    return False


def killed(tally, server):
    db = server.place("killed")
    load(db, "refused.sottoreports")
    draw = random.Random(5)
    for moment in ("COPY pg_temp.seen", "INSERT INTO report", "COPY pg_temp.counted", None):
        since = os.path.getsize(server.log)
        client = subprocess.Popen(words(db, "fleet.sottoreports"), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True)
        if moment:
            wait_for(server, moment, since)
        else:
            time.sleep(draw.random() / 5)
        server.kill()
        _, err = client.communicate()
        server.start()
        seen, held = counted(server, "killed").split()
        done = client.returncode == 0
        tally.fact(f"a server killed at {moment or 'any time'} counts all or nothing, and says so",
                   held == seen and seen in ("0", str(ALL))
                   and (done or "SOTTO_E_STATE" in err), f"{seen} {held} {err}")
        server.ask("killed", "TRUNCATE sotto.report, sotto.batch, sotto.tally")
    load(db)
    code, out, _ = load(db)
    tally.fact("loading again after all that counts each once",
               code == 0 and json.loads(out)["duplicate"] == ALL
               and counted(server, "killed") == f"{ALL} {ALL}", out)


def cut_off(tally, server):
    """The collector itself is killed, or its connection is."""
    db = server.place("cut")
    load(db, "refused.sottoreports")
    since = os.path.getsize(server.log)
    client = subprocess.Popen(words(db, "fleet.sottoreports"), stdout=subprocess.DEVNULL)
    wait_for(server, "INSERT INTO report", since)
    client.kill()
    client.wait()
    tally.fact("a killed load counts nothing", counted(server, "cut").split()[1] == "0")
    since = os.path.getsize(server.log)
    client = subprocess.Popen(words(db, "fleet.sottoreports"), stderr=subprocess.PIPE, text=True)
    wait_for(server, "COPY pg_temp.seen", since)
    server.ask("cut", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
               " WHERE application_name = 'sotto-collect'")
    _, err = client.communicate()
    tally.fact("a lost connection is told and counts nothing",
               "SOTTO_E_STATE" in err and counted(server, "cut") == "0 0", err)
    code, out, err = load(db)
    tally.fact("and the next load counts everything",
               code == 0 and json.loads(out)["accepted"] == ALL, out + err)


def at_once(tally, server):
    db = server.place("crowd")
    with open("fleet.sottoreports", "rb") as file:
        whole = file.read()
    with open("late.sottoreports", "wb") as file:
        file.write(whole)  # the same again: each report is in two loads
    loads = [subprocess.Popen(words(db, name), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True)
             for name in ("fleet.sottoreports", "late.sottoreports", "fleet.sottoreports")]
    told = [one.communicate() for one in loads]
    accepted = sum(json.loads(out)["accepted"] for out, _ in told if out)
    tally.fact("three loads of one file at once count it once",
               accepted == ALL and counted(server, "crowd") == f"{ALL} {ALL}", told)
    made = server.ask("crowd", "SELECT count(*) FROM pg_inherits"
                      " WHERE inhparent IN ('sotto.report'::regclass, 'sotto.report_1'::regclass)")
    tally.fact("reports are in partitions by question and epoch", made == "5", made)


def full(tally, server):
    """A tablespace with a few hundred kilobytes left."""
    name = "a full disk is told, undoes the load, and loses nothing"
    folder = server.folder + "/small"
    os.mkdir(folder)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=777", "tmpfs", folder],
                             capture_output=True, check=False).returncode == 0
    if not mounted:
        tally.skip(name, "no file system may be mounted here")
        return
    try:
        os.mkdir(folder + "/space")
        _, owner = postgres.unprivileged()
        if owner:
            os.chown(folder + "/space", *owner)
        server.ask("postgres", f"CREATE TABLESPACE small LOCATION '{folder}/space'")
        server.ask("postgres", "CREATE DATABASE small TABLESPACE small STRATEGY = FILE_COPY")
        db = server.url("small")
        left = os.statvfs(folder)
        with open(folder + "/ballast", "wb") as ballast:
            ballast.write(bytes(left.f_bavail * left.f_bsize - 600000))
        code, _, err = load(db)
        held = counted(server, "small") if "SOTTO_E_DISK_FULL" in err else err
        os.remove(folder + "/ballast")
        again, out, _ = load(db)
        tally.fact(name, code == 1 and held == "0 0" and again == 0
                   and json.loads(out)["accepted"] == ALL, f"{held} {out}")
    finally:
        server.stop()
        subprocess.run(["umount", "-l", folder], check=True)


def main():
    if postgres.missing():
        print(f"1..0 # SKIP {postgres.missing()}")
        return
    tally = Facts()
    with tempfile.TemporaryDirectory() as folder, postgres.Server() as server:
        os.chdir(folder)
        subprocess.run([FIXTURE, ".", str(DEVICES), "3"], check=True)
        for part in (refused, cut_off, at_once, killed, full):
            part(tally, server)
        os.chdir("/")
    tally.end()


main()
