"""What an answer had to be, by both verifiers: paid when it must be, free for the right reason.

usage: test_auditor_due.py SOTTO_PACK YEAR_FIXTURE SOTTO_AUDIT AUDIT_FIXTURE

An honest device lives a year: every reason an answer can have stands in its log, and both programs
hold it to be as due, but for the rows they cannot judge. Then each lie of a build that undercharges
is appended to that log with a chain that holds.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from command import must, run  # noqa: E402
from tap import Facts  # noqa: E402
import audited_year as year  # noqa: E402
from audited_year import AUDIT, VERIFY, WEEK_MS, YEAR, question  # noqa: E402

STORY = "wwwwwwwwwwwwdwwwgwwwwiwwwwwwwwwwwwwwwwlwwwwswrswrswrswrwwlwwwwwww"
"""The last weeks are quiet enough for the budget to have room again, for the lies to come."""


def both(profile, key="year.key"):
    """The ledger section of the auditor, and the second verifier over the export."""
    year.export(profile, key)
    return (run(AUDIT, "ledger", profile, "--key", key),
            run(sys.executable, VERIFY, "log.json", "--pack", "shop.sottopack"))


def asked(brand):
    for one in brand["questions"]:
        for lot in ("every", "phase", "lots"):
            one.pop(lot, None)  # the year of every device is the same
    brand["questions"].insert(1, {**brand["questions"][0], "name": "mindset, cheaper",
                                  "epsilon_micro": 900000})


def play():
    year.brand(asked)
    must(YEAR, "shop.sottopack", "brand/brand.public", "year", "year.key", STORY)


def unjudged(told):
    """The rows that a program says it could not judge."""
    listed = re.findall(r"not judged, [^:]*: rows? ([0-9, ]+)\.", " ".join(told.split()))
    return {int(number) for text in listed for number in text.split(",")}


def honest(report):
    outcomes = both("year")
    shutil.copy("log.json", "honest.json")
    reasons = {}
    for row, detail in year.answers():
        reasons.setdefault(detail["because"], []).append(row["sequence"])
    print("# " + ", ".join(f"{len(rows)} {why}" for why, rows in reasons.items()))
    report.fact("the year has every reason",
               set(reasons) == {"open", "category", "exhausted", "behind"}, reasons)
    for program, (code, told) in zip(("the auditor", "the second verifier"), outcomes):
        report.fact(f"{program} holds an honest year to be as due", code == 0, told)
        report.fact(f"{program} proves no row that says its ledger was behind",
             set(reasons["behind"]) <= unjudged(told)
             and "due but for rows" in " ".join(told.split()).split("Proved:")[1], told)
    left = [unjudged(told) for _, told in outcomes]
    print(f"# not judged: {sorted(left[0])}")
    report.fact("both leave the same rows unjudged", left[0] == left[1], left)
    report.fact("nearly all that was free is judged",
         20 * len(left[0] - set(reasons["behind"])) < len(reasons["exhausted"]), left)


class Liar:
    """Appends answers to a copy of the year, weeks after its end, each stated as it likes."""

    def __init__(self):
        year.copy_year()
        self.answers = year.answers()
        self.row, self.model = next((r, d) for r, d in reversed(self.answers)
                                    if d["because"] == "open" and r["cost_micro"] == 1000000)
        self.time_ms = year.last_ms()
        last = self.answers[-1]
        self.spent = int(last[1]["spent_micro"])
        self.balance = int(last[1]["balance_micro"]) - last[0]["cost_micro"]

    def tell(self, weeks=1, cost=1000000, **change):
        self.time_ms += weeks * WEEK_MS
        self.spent += cost
        balance = min(2000000, self.balance + weeks * 423076)
        self.balance = balance - cost
        epoch = self.time_ms // WEEK_MS
        detail = {**self.model, "epoch": str(epoch), "charged_micro": str(cost),
                  "spent_micro": str(self.spent), "balance_micro": str(max(0, balance)),
                  "because": "open" if cost else "exhausted",
                  "report": os.urandom(32).hex(), **change}
        detail["question"] = question(detail["content"], epoch)
        year.append(4, cost, detail, self.time_ms)

    def act(self, act, detail):
        year.append(act, 0, detail, self.time_ms)


def caught(report, name, check, words):
    for program, (code, told) in zip(("the auditor", "the second verifier"), both("lies")):
        flat = " ".join(told.split())
        report.fact(f"{name}: {program} breaks '{check}'",
                   code == 1 and f"BROKEN {check}:" in told and words in flat, told)


def fresh():
    return {"content": os.urandom(32).hex(), "trait": os.urandom(32).hex()}


def lies(report):
    build = Liar()
    other = fresh()
    for _ in range(6):
        build.tell(weeks=3, **other)
    outcomes = both("lies")
    report.fact("six answers about a trait in 52 weeks are none too many",
               all("holds  quota" in told and "holds  due" in told for _, told in outcomes),
               outcomes)
    build.tell(weeks=3, content=os.urandom(32).hex(), trait=other["trait"])
    caught(report, "a seventh answer about a trait, under another question", "quota", "")
    caught(report, "a seventh answer about a trait, under another question", "due",
           "over ")
    build = Liar()
    same = fresh()
    build.tell(weeks=3, **same)
    build.tell(weeks=3, content=same["content"], trait=os.urandom(32).hex())
    caught(report, "one question told as two traits", "quota", "")
    build = Liar()
    build.tell(weeks=5, **fresh())
    build.tell(weeks=0, **fresh())
    build.tell(weeks=2, cost=0, **fresh())
    outcomes = both("lies")
    report.fact("free because the balance was too small is as due",
               all("holds  due" in told for _, told in outcomes), outcomes)
    build.tell(weeks=1, cost=0, **fresh())
    caught(report, "an answer called exhausted while the balance had room", "due", "had room")
    build = Liar()
    build.tell(weeks=5, cost=0, balance_micro="0", **fresh())
    caught(report, "an answer that calls a full balance empty", "due", "not what the log")
    build = Liar()
    for _ in range(3):
        build.tell(**fresh())
    build.tell(cost=999999, epsilon_micro="999999", **fresh())
    caught(report, "more paid than ever accrued", "due", "empty balance")
    build = Liar()
    build.tell(weeks=3, cost=0, because="category", **fresh())
    caught(report, "an answer called denied while consent stood", "due", "consent was")
    build = Liar()
    build.act(2, {"keep": "ggggggg", "personalize": "ggggggg", "contribute": "dgggggg",
                  "experiment": "uuuuuuu"})
    build.tell(weeks=3, **fresh(), category="history")
    caught(report, "a denied category answered", "due", "consent was")
    build = Liar()
    build.act(2, {"keep": "ggggggg", "personalize": "ggggggg", "contribute": "ddddddd",
                  "experiment": "uuuuuuu"})
    build.tell(weeks=3, **fresh())
    caught(report, "an answer while nothing may be contributed", "due", "nobody had consented")
    build = Liar()
    build.tell(weeks=3, spent_micro="1", **fresh())
    caught(report, "a ledger that forgot what was spent", "due", "forgot")
    build = Liar()
    build.tell(weeks=3, year_micro="48000000", **fresh())
    caught(report, "caps above what a host may set", "due", "caps above")
    build = Liar()
    build.tell(weeks=3, cost=0, because="behind", **fresh())
    build.tell(weeks=0, **fresh())
    caught(report, "paid in a week that was called behind", "due", "was behind")
    build = Liar()
    build.tell(weeks=3, content=build.model["content"], trait=os.urandom(32).hex())
    outcome = both("lies")[1]
    report.fact("a trait that is not the pack's breaks 'questions of the pack'",
               outcome[0] == 1 and "BROKEN questions of the pack:" in outcome[1], outcome[1])


def builds(report):
    """Years lived by builds that lie, from inside (liar_inside.c)."""
    for lie, check, words in (("quota", "quota", ""), ("quota", "due", "over "),
                              ("exhausted", "due", "had room"), ("denied", "due", "consent was"),
                              ("spent", "due", "empty balance")):
        outcomes = live(lie)
        for program, (code, told) in zip(("the auditor", "the second verifier"), outcomes):
            report.fact(f"a build that lies about {lie}: {program} breaks '{check}'",
                 code == 1 and f"BROKEN {check}:" in told and words in " ".join(told.split()), told)
    (_, first), (code, told) = live("trait")
    report.fact("a build that lies about traits breaks 'questions of the pack'",
         "holds  quota" in first and "holds  quota" in told and code == 1
         and "BROKEN questions of the pack:" in told, first + told)


def kiosk(report):
    """A visitor's consent is in no log: neither program may prove what it decided."""
    outcomes = live("", "wwwwwkkkk")
    with open("log.json", encoding="utf-8") as file:
        told = {row["sequence"] for row in json.load(file)["rows"]
                if row["act"] == 4 and '"teller":"visitor"' in row["detail"]}
    if not told:
        report.skip("a kiosk's answers are not judged", "built without kiosk")
        return
    for program, (code, words) in zip(("the auditor", "the second verifier"), outcomes):
        report.fact(f"{program} does not judge what a kiosk's visitor consented to",
             code == 0 and unjudged(words) == told
             and "a visitor's consent is not in this log" in " ".join(words.split()), words)


def live(lie, story=STORY):
    shutil.rmtree("lived", ignore_errors=True)
    done = subprocess.run([YEAR, "shop.sottopack", "brand/brand.public", "lived", "lived.key",
                           story], env={**os.environ, "SOTTO_LIE": lie}, check=False)
    assert done.returncode == 0, lie
    return both("lived", "lived.key")


def main():
    report = Facts()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        play()
        honest(report)
        lies(report)
        builds(report)
        kiosk(report)
        os.chdir("/")
    report.end()


if __name__ == "__main__":
    main()
