"""verify.py under bad input: a named check breaks, it ends in time, and it proves nothing untrue.

usage: test_verifier.py SOTTO_PACK SOTTO_VISIT SOTTO_AUDIT AUDIT_FIXTURE LIAR

A good export, with answers, a report sent and others that wait, its pack and its public list, is
damaged in seeded ways: members and values deleted, replaced and retyped, files cut and bent.
The program runs inside
this one, under an alarm, so that some thousand runs take a minute; whatever it raises is a failure.
"""
import contextlib
import copy
import io
import json
import os
import random
import signal
import struct
import sys
import tempfile

from test_auditor import ROOT, VERIFY, export, play, run

sys.path.insert(0, os.path.join(ROOT, "samples", "auditor"))
sys.path.insert(0, os.path.join(ROOT, "tests", "meta"))
import verify  # noqa: E402
from tap import Report  # noqa: E402

SECONDS, SEED = 10, 20260105
GOOD = ["log.json", "--pack", "shop.sottopack", "--list", "packs.sottolist", "--trust",
        "brand/brand.public", "--sent", "visit.sottoreports"]
RETYPED = (None, True, "x", "", [], {}, 1.5, -1, 0, 2**63, 10**4000, "9" * 4000, "\ud800", [[]])


class TooSlow(BaseException):
    """Nothing that reads input may catch it."""


def ring(_signal, _frame):
    raise TooSlow


def verdict(words):
    """(exit code, or what was raised instead; all that was said)."""
    said, sys.argv = io.StringIO(), ["verify.py", *words]
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = verify.main()
    except SystemExit as end:
        code = end.code
    except TooSlow:
        code = f"ran longer than {SECONDS} s"
    except BaseException as error:  # pylint: disable=broad-except
        code = f"Traceback: {error!r}"[:200]
    finally:
        signal.alarm(0)
    return code, said.getvalue()


def some_wait(log):
    """The log of a device that could deliver but the first of its reports."""
    sent = [row for row in log["rows"] if row["act"] == 5]
    log["rows"] = [row for row in log["rows"] if row not in sent[1:]]
    for number, row in enumerate(log["rows"], 1):
        row["sequence"] = number
    log["head"]["rows"] = len(log["rows"]) - 1
    with open("visit.sottoreports", "rb") as file:
        data = file.read()
    answers = [(row, json.loads(row["detail"])) for row in log["rows"] if row["act"] == 4]
    while data:
        size, = struct.unpack_from("<I", data)
        body, data = data[4:4 + size], data[4 + size:]
        row, told = next((row, told) for row, told in answers
                         if told["report"] == verify.digest(body).hex())
        if told["report"] not in sent[0]["detail"]:
            log["reports"].append({"epoch": int(told["epoch"]), "cost_micro": row["cost_micro"],
                                   "body": body.hex()})
    reseal(log)


def make_good():
    play()
    assert export("profile", "log.json")
    with open("log.json", encoding="utf-8") as file:
        log = json.load(file)
    some_wait(log)
    with open("log.json", "w", encoding="utf-8") as file:
        json.dump(log, file)
    return log


def places(value, path=()):
    """The path of every value of a document, its own but not the whole."""
    below = (value.items() if isinstance(value, dict) else
             enumerate(value) if isinstance(value, list) else ())
    for name, inner in below:
        yield path + (name,)
        yield from places(inner, path + (name,))


def bend(value, bits):
    """Another value of the same type."""
    if isinstance(value, int):
        return value + bits.choice((-1, 1, 1000))
    if isinstance(value, str) and value:
        at = bits.randrange(len(value))
        return value[:at] + bits.choice("0123456789abcdef".replace(value[at], "")) + value[at + 1:]
    return value + value if isinstance(value, list) and value else None


def damaged(log, path, how, bits):
    """A copy with one value deleted, of another type, or another of its type."""
    log = copy.deepcopy(log)
    holder = log
    for name in path[:-1]:
        holder = holder[name]
    if how == "delete":
        del holder[path[-1]]
    elif how == "retype":
        holder[path[-1]] = bits.choice(RETYPED)
    else:
        holder[path[-1]] = bend(holder[path[-1]], bits)
    return log


def meaning(log):
    """What must not be changed unseen: all, but for what no profile's key stands behind. A device
    may have no anchor, its ledger may have lost budget, and the clock and caps are the host's."""
    told = {name: value for name, value in log.items()
            if name not in ("anchor", "pack", "exported_ms", "budget")}
    spent = log.get("budget") if isinstance(log.get("budget"), dict) else None
    good = (spent is not None and set(spent) == {"depth_micro", "year_micro", "spent_micro"}
            and all(type(value) is int for value in spent.values()))
    odd = {name: log[name] for name in ("anchor", "pack") if name in log}
    when = "a time" if type(log.get("exported_ms")) is int else None
    return told, good, when, odd


def means_the_same(good, bad):
    told, budget, when, odd = meaning(good)
    return ((told, budget, when) == meaning(bad)[:3]
            and all(odd.get(name) == value or name == "anchor" and type(value) is dict
                    and {**value, "epsilon_micro": 0} == {**odd["anchor"], "epsilon_micro": 0}
                    and type(value["epsilon_micro"]) is int
                    for name, value in meaning(bad)[3].items()))


def reseal(log):
    """Gives each row the hash that its content has now, as who holds the log's key could."""
    previous, key = verify.ZERO, bytes.fromhex(log["key"])
    for row in log["rows"]:
        detail = row["detail"].encode()
        body = struct.pack("<QqIQ", row["sequence"], row["time_ms"], row["act"], row["cost_micro"])
        body += bytes.fromhex(row["salt"]) + struct.pack("<I", len(detail)) + detail
        previous = verify.digest(previous + body, key)
        row["hash"] = previous.hex()
        for mark in ("head", "anchor"):
            if log.get(mark, {}).get("rows") == row["sequence"]:
                log[mark]["hash"] = row["hash"]


def write(log):
    with open("bad.json", "w", encoding="utf-8") as file:
        json.dump(log, file)


class Trials:
    """Outcomes of many runs; each that is not as it must be is kept with what led to it."""

    def __init__(self):
        self.count, self.judged, self.ended, self.proved = 0, 0, [], []

    def run(self, words, what, unproved=True):
        code, said = verdict(words)
        self.count += 1
        self.judged += unproved
        last = said.rstrip("\n").split("\n")[-1]
        if code not in (0, 1) or (code == 1 and not last.startswith("NOT proved, ")):
            self.ended.append(f"{what}: {code}: {said[-200:]}")
        if unproved and code == 0:
            self.proved.append(f"{what}: {last[:100]}")

    def tell(self, report, name):
        print(f"# {self.count} runs: {name}")
        report.fact(f"{name}: each ends in time with a named check", self.ended[:10])
        if self.judged:
            report.fact(f"{name}: what means something else is never proved", self.proved[:10])


def members(report, log):
    bits, trials = random.Random(SEED), Trials()
    for path in places(log):
        for how in ("delete", "retype", "bend"):
            bad = damaged(log, path, how, bits)
            if bad != log:
                write(bad)
                trials.run(["bad.json"] + GOOD[1:], f"{how} {path}", not means_the_same(log, bad))
    trials.tell(report, "every member of an export deleted, retyped, bent")


def details(report, log):
    """A build that lies, with a chain that holds: it may be believed, but must not stop it."""
    bits, trials = random.Random(SEED + 1), Trials()
    for number, row in enumerate(log["rows"]):
        detail = json.loads(row["detail"])
        for path in places(detail):
            for how in ("delete", "retype", "bend"):
                bad = copy.deepcopy(log)
                text = json.dumps(damaged(detail, path, how, bits), ensure_ascii=False)
                bad["rows"][number]["detail"] = text.encode(errors="replace").decode()
                reseal(bad)
                write(bad)
                trials.run(["bad.json"], f"{how} {path} of row {number + 1}", unproved=False)
    trials.tell(report, "every member of a row's detail, with the chain made anew")


def cuts(report, log):
    bits, trials = random.Random(SEED + 2), Trials()
    for name in GOOD[:1] + [word for word in GOOD[1:] if not word.startswith("--")]:
        with open(name, "rb") as file:
            whole = file.read()
        for _ in range(40):
            at = bits.randrange(len(whole))
            bent = bytes([whole[at] ^ 1 << bits.randrange(8)])
            for how, data in (("cut", whole[:at]), ("bent", whole[:at] + bent + whole[at + 1:])):
                with open("bad", "wb") as file:
                    file.write(data)
                same = name == "brand/brand.public" or how == "cut" and name.endswith("reports")
                if name == GOOD[0] and how == "bent":
                    same = means_the_same(log, readable(data) or {})
                trials.run(["bad" if word == name else word for word in GOOD],
                           f"{name} {how} at {at}", not same)
    trials.tell(report, "every file cut and bent")


def readable(data):
    try:
        return json.loads(data)
    except ValueError:
        return None


def named(report, log):
    """What a reviewer did, each by its check."""
    def broken(name, check, change, more=()):
        bad = copy.deepcopy(log)
        change(bad)
        write(bad)
        code, said = verdict(["bad.json", *more])
        report.fact(f"{name} breaks '{check}'", [] if code == 1 and f"BROKEN {check}:" in said
                    else [str(code), *said.split("\n")])

    def answer(**change):
        def made(bad):
            row = next(row for row in bad["rows"] if row["act"] == 4)
            row["detail"] = json.dumps({**json.loads(row["detail"]), **change})
            reseal(bad)
        return made

    def cut_tail(bad):
        del bad["rows"][bad["head"]["rows"]:]

    def forget_marks(bad):
        bad.pop("anchor", None)
        bad["head"] = {"rows": 0, "hash": "00" * 32}
    broken("an epsilon of 4,000 digits", "form", answer(epsilon_micro="9" * 4000))
    broken("an epsilon above 8", "form", answer(epsilon_micro="8000001"))
    broken("a threshold of none", "form", answer(threshold="0"))
    broken("odds over nothing", "form", answer(odds_denominator="0"))
    broken("an export without its head", "form", lambda bad: bad.pop("head"))
    broken("a head of another last row", "audit log",
           lambda bad: bad["head"].update(hash="11" * 32))
    broken("a head that remembers more rows", "audit log",
           lambda bad: bad["head"].update(rows=len(bad["rows"]) + 1))
    broken("marks that remember nothing", "tail", forget_marks)
    broken("a tail cut behind the head", "tail", cut_tail)
    broken("a pack that the log does not know", "installed pack",
           lambda bad: bad["pack"].update(hash="22" * 32))
    broken("a report taken from those that wait", "fates", lambda bad: bad["reports"].pop())
    broken("a report that waits twice", "reports",
           lambda bad: bad["reports"].append(bad["reports"][0]))
    broken("a report of another cost than its row's", "reports",
           lambda bad: bad["reports"][0].update(cost_micro=7))


def called(report):
    """As a stranger calls it: a program of its own, by exit code."""
    def ends(name, code, *words, says=""):
        got, said = run(sys.executable, VERIFY, *words)
        report.fact(name, [] if got == code and "Traceback" not in said and says in said
                    else [str(got), *said.split("\n")])
    with open("deep.json", "w", encoding="ascii") as file:
        file.write("[" * 100000)
    with open("empty", "wb"):
        pass
    ends("what is good is proved", 0, *GOOD, says="Proved: form, audit log, tail, ")
    ends("a missing log is a broken check", 1, "none.json", says="BROKEN form:")
    ends("a folder is no log", 1, ".", says="BROKEN form:")
    ends("endless bytes are no log", 1, "/dev/zero", says="BROKEN form:")
    ends("a log nested too deeply is a broken check", 1, "deep.json", says="BROKEN form:")
    ends("a pack is no log", 1, "shop.sottopack", says="BROKEN form:")
    ends("a log is no pack", 1, "--pack", "log.json", says="BROKEN pack:")
    ends("a missing list is a broken check", 1, "--list", "none", says="BROKEN public list")
    ends("an empty list is a broken check", 1, "--list", "empty", says="BROKEN public list")
    ends("a missing key is a broken check", 1, *GOOD[1:5], "--trust", "none", says="BROKEN trust:")
    ends("a pack that nobody signed for is not called signed", 0, *GOOD[1:3],
         says="Proved: pack but for its signature.")
    ends("an empty recording has nothing to check", 1, "log.json", "--sent", "empty",
         says="nothing to check")
    ends("nothing to check is a wrong call", 2)
    ends("an unknown option is a wrong call", 2, "log.json", "--sett", "x", says="usage:")
    ends("half an option is a wrong call", 2, "log.json", "--pac", "shop.sottopack", says="usage:")
    ends("an option given twice is a wrong call", 2, *GOOD, "--sent", "empty")
    ends("a recording without a log is a wrong call", 2, *GOOD[1:])


def main():
    report = Report()
    signal.signal(signal.SIGALRM, ring)
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        log = make_good()
        for part in (members, details, cuts, named):
            part(report, log)
        called(report)
        os.chdir("/")
    report.end()


if __name__ == "__main__":
    main()
