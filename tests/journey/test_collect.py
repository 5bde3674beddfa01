"""A brand's journey: load, load again, estimate, plan and draw, with the installed program only.

usage: test_collect.py SOTTO_COLLECT FIXTURE

FIXTURE makes a pack, its keys, the reports of a made-up fleet and the truth behind them. Stores are
files, or, with SOTTO_TEST_POSTGRES (set by tests/postgres.py), databases of a server.
"""
import html.parser
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

COLLECT, FIXTURE = map(os.path.abspath, sys.argv[1:3])
SERVER = os.environ.get("SOTTO_TEST_POSTGRES")
DEVICES, QUESTIONS, EPOCHS = 1500, 3, 2
ALL = DEVICES * QUESTIONS * EPOCHS
NONE = {"accepted": 0, "duplicate": 0, "wrong_question": 0, "wrong_epoch": 0, "tampered": 0,
        "malformed": 0}


def sql(database, text):
    """What a statement gives in a server's database, as a list of lines."""
    done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-h", SERVER, "-U", "sotto", "-d",
                           database, "-c", text], capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else None


def place(name):
    """A store's place by the name of its file."""
    return f"postgresql://sotto@/{name.replace('.', '_')}?host={SERVER}" if SERVER else name


def is_made(name):
    if SERVER:
        return sql(name.replace(".", "_"), "SELECT 'sotto'::regnamespace") is not None
    return os.path.exists(name)


def run(*words):
    words = [place(word) if before == "--db" else word for before, word in
             zip(("", *words), words)]
    done = subprocess.run([COLLECT, *words], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout, done.stderr


def load(db, *files, key="brand.report.key"):
    return run("load", "--json", "--db", db, "--pack", "shop.sottopack", "--key", key, *files)


def estimates(db, *more):
    return json.loads(run("estimate", "--db", db, "--json", *more)[1])


def loading(tally):
    code, out, err = load("a.db", "fleet.sottoreports")
    tally.fact("a fleet is loaded", code == 0 and json.loads(out) == {**NONE, "accepted": ALL},
               out + err)
    before = estimates("a.db")
    code, out, err = load("a.db", "fleet.sottoreports")
    tally.fact("loading again counts nothing twice",
               code == 0 and json.loads(out) == {**NONE, "duplicate": ALL}
               and estimates("a.db") == before, out + err)
    code, out, err = load("a.db", "refused.sottoreports")
    expected = {**NONE, "wrong_question": 1, "wrong_epoch": 1, "tampered": 1, "malformed": 2}
    tally.fact("each refused report has its one reason, and nothing counted is a failure",
               code == 1 and json.loads(out) == expected and estimates("a.db") == before, out + err)
    twice = load("b.db", "fleet.sottoreports", "fleet.sottoreports")[1]
    tally.fact("a file named twice counts once",
               json.loads(twice) == {**NONE, "accepted": ALL, "duplicate": ALL}, twice)


def damage(tally):
    before = estimates("a.db")
    code, out, err = load("a.db", "damaged.sottoreports")
    tally.fact("a file that is cut short says so and keeps what came before",
               code == 1 and json.loads(out) == {**NONE, "accepted": 1, "malformed": 1}
               and "damaged" in err, out + err)
    size = os.path.getsize("fleet.sottoreports")
    with open("fleet.sottoreports", "rb") as file:
        whole = file.read()
    with open("half.sottoreports", "wb") as file:
        file.write(whole[:size // 2 - 3])
    first = json.loads(load("c.db", "half.sottoreports")[1])
    second = json.loads(load("c.db", "fleet.sottoreports")[1])
    tally.fact("loading the whole file after its first half completes the count",
               first["accepted"] + second["accepted"] == ALL
               and second["duplicate"] == first["accepted"]
               and estimates("c.db") == before, f"{first} {second}")
    code, _, err = load("d.db", "fleet.sottoreports", "absent.sottoreports")
    tally.fact("a missing file undoes the whole load",
               code == 1 and "absent" in err and estimates("d.db")["reports"] == 0, err)


def keys_and_files(tally):
    with open("other.key", "w", encoding="ascii") as file:
        file.write("11" * 32 + "\n")
    with open("short.key", "w", encoding="ascii") as file:
        file.write("11" * 31 + "\n")
    words = {"SOTTO_E_KEY_WRONG": "This key does not open reports of this pack"}
    cases = [("a missing key", "absent.key", "SOTTO_E_MISSING"),
             ("another key", "other.key", "SOTTO_E_KEY_WRONG"),
             ("a key that is none", "short.key", "SOTTO_E_FORMAT")]
    for name, key, status in cases:
        code, _, err = load("e.db", "fleet.sottoreports", key=key)
        tally.fact(f"{name} is told apart and makes no store",
                   code == 1 and status in err and words.get(status, "") in err
                   and not is_made("e.db"), err)
    with open("shop.sottopack", "r+b") as pack:
        pack.seek(-1, os.SEEK_END)
        last = pack.read(1)[0]
        pack.seek(-1, os.SEEK_END)
        pack.write(bytes([last ^ 1]))
        pack.flush()
        code, _, err = load("e.db", "fleet.sottoreports")
        pack.seek(-1, os.SEEK_END)
        pack.write(bytes([last]))
    tally.fact("a changed pack is refused", code == 1 and "SOTTO_E_TAMPERED" in err, err)
    foreign_places(tally)
    code, _, err = run("estimate", "--db", "absent.db")
    tally.fact("a missing store is not made by asking", code == 1
               and not is_made("absent.db"), err)


def foreign_places(tally):
    if SERVER:
        sql("foreign_db", "CREATE SCHEMA sotto; CREATE TABLE sotto.other(x int)")
    else:
        with open("text.db", "w", encoding="ascii") as file:
            file.write("not a store of any kind, but long enough to be read as one" * 20)
        code, _, err = load("text.db", "fleet.sottoreports")
        tally.fact("a foreign file is not taken for a store",
                   code == 1 and "SOTTO_E_FORMAT" in err, err)
        with sqlite3.connect("foreign.db") as foreign:
            foreign.execute("CREATE TABLE other(x)")
    code, _, err = load("foreign.db", "fleet.sottoreports")
    tally.fact("another program's database is left alone", code == 1 and "SOTTO_E_FORMAT" in err,
               err)


def another_brand(tally):
    before = estimates("a.db")
    os.mkdir("other")
    subprocess.run([FIXTURE, "other", "3", "4"], check=True)
    code, _, err = run("load", "--db", "a.db", "--pack", "other/shop.sottopack", "--key",
                       "other/brand.report.key", "other/fleet.sottoreports")
    tally.fact("another brand's pack is refused and changes nothing",
               code == 1 and "another brand's reports" in err and estimates("a.db") == before, err)


def wrong_calls(tally):
    code, _, err = run("estimate", "--db", "a.db", "--question", "nope")
    tally.fact("a question the store lacks is told", code == 1 and "nope" in err, err)
    tally.fact("words nobody asked for are a usage error",
               run("estimate", "--db", "a.db", "more")[0] == 2)
    for name, text in (("a truth cut by commas", "mindset,curious,0.3\n"),
                       ("a truth with a bad share", "mindset\tcurious\t0.3\nmindset\tloyal\t7\n"),
                       ("a truth about something else", "moods\tgood\t0.3\n")):
        with open("bad.tsv", "w", encoding="ascii") as file:
            file.write(text)
        code, _, err = run("estimate", "--db", "a.db", "--truth", "bad.tsv")
        tally.fact(f"{name} is refused", code == 1 and "bad.tsv" in err, err)
    os.mkdir("folder")
    code, _, err = run("estimate", "--db", "a.db", "--truth", "folder")
    tally.fact("a folder is not taken for a file", code == 1 and "directory" in err, err)
    release = hold("a.db")
    start = time.monotonic()
    code, _, err = load("a.db", "fleet.sottoreports")
    waited = time.monotonic() - start
    release()
    # It gives up after 5 seconds; the rest is room for a busy machine.
    tally.fact("a locked database is told soon",
               code == 1 and "Another program is writing" in err and waited < 30, err)


def hold(name):
    """Makes a store busy; gives how to end that."""
    if not SERVER:
        holder = sqlite3.connect(name)
        holder.execute("BEGIN IMMEDIATE")
        return holder.rollback
    holder = subprocess.Popen(["psql", "-X", "-q", "-h", SERVER, "-U", "sotto", "-d",
                               name.replace(".", "_")], stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE)
    holder.stdin.write("BEGIN; LOCK TABLE sotto.report; SELECT 1;\n")
    holder.stdin.flush()
    holder.stdout.readline()
    return holder.kill


def shares(tally):
    found = estimates("a.db", "--truth", "truth.tsv")
    rows = [s for q in found["questions"] for s in q["shares"]]
    inside = sum(s["low"] <= s["truth"] <= s["high"] for s in rows)
    # 14 intervals of 95 %: fewer than 9 inside happens in 1 of 10,000 fleets.
    tally.fact("intervals hold the truth", len(rows) == 14 and inside >= 9, f"{inside} of 14")
    sums = [sum(s["share"] for s in q["shares"]) for q in found["questions"]]
    tally.fact("shares of a question sum to one", all(abs(s - 1) < 1e-6 for s in sums), sums)
    counted = [q["reports"] for q in found["questions"]]
    one = [estimates("a.db", "--epoch", str(e))["reports"] for e in (2960, 2961)]
    tally.fact("epochs add up to the whole", sum(one) == sum(counted), f"{one} {counted}")
    code, out, err = run("estimate", "--db", "a.db", "--truth", "truth.tsv")
    tally.fact("the table fits 80 columns",
               code == 0 and max(map(len, out.splitlines())) <= 80, out + err)


def columns():
    if SERVER:
        return set(sql("a_db", "SELECT table_name || '.' || column_name || '.' || data_type"
                       " FROM information_schema.columns WHERE table_schema = 'sotto'"))
    kept = sqlite3.connect("a.db")
    return {f"{t}.{c[1]}" for (t,) in kept.execute("SELECT name FROM sqlite_master")
            for c in kept.execute(f"PRAGMA table_info({t})")}


def store_keeps_little(tally):
    names = columns()
    tally.fact("the store has no column for an address or a finer time",
               names and not [n for n in names if re.search("addr|host|time|date|agent|inet", n)],
               names)
    with open("fleet.sottoreports", "rb") as file:
        body = file.read(120)[40:72]
    if SERVER:
        with open(os.path.join(SERVER, "log"), "rb") as log:
            tally.fact("the server is sent no sealed report",
                       body not in log.read() and not sql("a_db", "CHECKPOINT")
                       and not holds(SERVER + "/data", body))
        return
    with open("a.db", "rb") as file:
        tally.fact("the store keeps no sealed report", body not in file.read())
    tally.fact("the store is its owner's alone", os.stat("a.db").st_mode & 0o077 == 0)


def holds(folder, bytes_):
    """Whether a file below a folder has these bytes; one the server removes meanwhile has not."""
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                with open(os.path.join(path, name), "rb") as file:
                    if bytes_ in file.read():
                        return True
            except FileNotFoundError:
                pass
    return False


class Page(html.parser.HTMLParser):
    """Collects what a page would fetch or run, and whether its tags are balanced."""
    VOID = {"meta", "br", "hr", "img", "input", "link"}

    def __init__(self):
        super().__init__()
        self.open, self.outside, self.balanced, self.tags = [], [], True, []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.outside += [v for k, v in attrs if k in ("src", "href", "xlink:href", "data")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        self.balanced &= bool(self.open) and self.open.pop() == tag


def dashboard(tally):
    code, out, err = run("report", "--db", "a.db", "--truth", "truth.tsv", "-o", "page.html")
    with open("page.html", encoding="utf-8") as file:
        text = file.read()
    page = Page()
    page.feed(text)
    tally.fact("the dashboard is written", code == 0 and "page.html" in out, err)
    tally.fact("its tags are balanced", page.balanced and not page.open, page.open)
    tally.fact("it fetches and runs nothing",
               not page.outside and not {"script", "link", "iframe", "img"} & set(page.tags)
               and "http:" not in text and "https:" not in text, page.outside)
    tally.fact("the footnote is there only where a star is",
               ("* hopeless" in text) == (" *</td>" in text))
    tally.fact("every question has its table",
               page.tags.count("table") == QUESTIONS + 1, page.tags.count("table"))
    code, _, err = run("report", "--db", "a.db", "-o", "absent/page.html")
    tally.fact("a page that cannot be written says so", code == 1 and "absent" in err, err)


def rehearsing(tally):
    code, out, err = run("rehearse", "--db", "a.db", "--truth", "truth.tsv", "--replicates", "20")
    tally.fact("a rehearsal fits 80 columns",
               code == 0 and max(map(len, out.splitlines())) <= 80, out + err)


def planning(tally):
    code, out, _ = run("plan", "--buckets", "7", "--epsilon", "1", "--points", "1", "--json")
    devices = json.loads(out)["devices"]
    code, out, _ = run("plan", "--buckets", "7", "--epsilon", "1", "--devices", str(devices),
                       "--json")
    width = json.loads(out)["half_width"]
    tally.fact("planning goes both ways", code == 0 and 0.00999 < width <= 0.01, out)
    code, out, _ = run("plan", "--buckets", "100", "--epsilon", "1", "--devices", "1000")
    tally.fact("a hopeless question is refused with its numbers",
               code == 1 and "Hopeless" in out and "34474" in out.replace(",", ""), out)
    given = ("--buckets", "7", "--epsilon", "1")
    code, _, told = run("plan", *given, "--devices", "1000", "--points", "1")
    tally.fact("two questions at once are a usage error", code == 2 and "not both" in told, told)
    for odd in (("--db", "x"), ("--project",), ("--suppress", "2"), ("--seed", "1")):
        code, _, told = run("plan", *given, "--devices", "1000", *odd)
        tally.fact(f"plan passes over no {odd[0]}", code == 2 and f"no {odd[0]}." in told, told)
    code, out, told = run("plan", *given, "--devises", "1000")
    tally.fact("an unknown option is an error with the usage",
               code == 2 and not out and "usage: sotto-collect" in told, told)
    tally.fact("a number that is none is a usage error",
               run("plan", "--buckets", "seven", "--epsilon", "1", "--devices", "1")[0] == 2)


def main():
    tally = Facts()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([FIXTURE, ".", str(DEVICES), "3"], check=True)
        for name in ("a", "b", "c", "d", "e", "absent", "foreign") if SERVER else ():
            sql("postgres", f"CREATE DATABASE {name}_db")
        for part in (loading, shares, store_keeps_little, dashboard, damage, keys_and_files,
                     rehearsing, planning, another_brand, wrong_calls):
            if not SERVER or part not in (rehearsing, planning):  # these know no engine
                part(tally)
        os.chdir("/")
    tally.end()


main()
