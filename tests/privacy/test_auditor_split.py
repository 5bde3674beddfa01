"""Answers by split trust before both verifiers: an honest year holds, and lies about it do not.

usage: test_auditor_split.py SOTTO_PACK YEAR_FIXTURE SOTTO_AUDIT AUDIT_FIXTURE

A device lives a year with two questions by split trust and one local; every reason an answer can
have but "behind" stands in its log. Then lies about split answers are appended to that log with a
chain that holds.
"""
import base64
import json
import os
import shutil
import struct
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from command import must, run  # noqa: E402
from tap import Facts  # noqa: E402
import audited_year as year  # noqa: E402
from audited_year import AUDIT, VERIFY, WEEK_MS, YEAR, answers  # noqa: E402

STORY = "wwwwwwwwwwwwwwwwwwwwdwwgwwwwwwwwwwwwwiwwwwwwwwwwwwwwlwwwwww"
PROGRAMS = ("the auditor", "the second verifier")


def both(profile):
    year.export(profile, "year.key")
    return (run(AUDIT, "ledger", profile, "--key", "year.key"),
            run(AUDIT, "verify", profile, "--key", "year.key"),
            run(sys.executable, VERIFY, "log.json"))


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def task(name, number, buckets):
    lists = [base64url(struct.pack(">HBHHHH", 41, number, 0x20, 1, 1, 32) + os.urandom(32))
             for _ in range(2)]
    with open(os.path.join("brand", name), "w", encoding="utf-8") as file:
        json.dump({"dap": 9, "task_id": base64url(bytes([number] * 32)),
                   "leader": "https://leader.example/", "helper": "https://helper.example/",
                   "time_precision_s": 3600, "minimum_batch": 1000, "buckets": buckets,
                   "leader_config": lists[0], "helper_config": lists[1]}, file)


def asked(brand):
    brand["questions"] = brand["questions"][:3]
    for one, name in zip(brand["questions"], ("one.json", "two.json")):
        one.update({"trust": "split", "task": name})
    task("one.json", 1, 7)
    task("two.json", 2, 6)


def play():
    year.brand(asked)
    must(YEAR, "shop.sottopack", "brand/brand.public", "year", "year.key", STORY)


def honest(report):
    outcomes = both("year")
    shutil.copy("log.json", "honest.json")
    split = [(row, d) for row, d in answers() if d["mechanism"] == "split"]
    paid = [d for row, d in split if row["cost_micro"]]
    print(f"# {len(split)} split answers, {len(paid)} of them paid")
    reasons = {d["because"] for _, d in split}
    report.fact("the year has split answers, paid and free",
                reasons >= {"open", "exhausted"} and len(paid) >= 6, split)
    for program, (code, told) in zip(("ledger", "verify", "the second verifier"), outcomes):
        report.fact(f"{program} holds an honest year", code == 0, told)


def words(report):
    """What a person reads of the honest year."""
    _, told = run(AUDIT, "left", "year", "--key", "year.key")
    told = " ".join(told.split())
    report.fact("a paid split answer is told with what is left of it alone",
                "by split trust: epsilon, and delta 9.3e-10, are of the sum; of the answer alone, "
                "if both aggregators collude, epsilon0 2.48" in told, told)
    report.fact("a free one is told to cost nothing, whoever colludes",
                "by split trust, at no cost whoever colludes." in told, told)
    _, told = run(AUDIT, "ledger", "year", "--key", "year.key")
    report.fact("the ledger's two other columns are held against the log and the caps",
                "holds  split spent:" in told and "holds  split caps:" in told, told)


def table(report):
    """The questions of NIST SP 800-226, of a pack that asks by split trust and of another."""
    _, told = run(AUDIT, "--privacy-table", "--pack", "shop.sottopack", "--trust",
                  "brand/brand.public")
    for name, words in (
            ("delta, an answer's and a year's", ("2^-30 an answer", "10^-7 in any 52 weeks")),
            ("the mechanism", ("k-ary randomized response",)),
            ("whose two aggregators they are",
             ('| "mindset": its two aggregators | leader https://leader.example/, '
              'helper https://helper.example/ |',)),
            ("what remains if both collude",
             ('| "mindset": what remains if both collude | epsilon0 2.48:', "at most 64 in any"))):
        report.fact(f"the table of the pack tells {name}", all(one in told for one in words), told)
    os.rename("brand", "split")
    year.brand(lambda _: None)
    _, told = run(AUDIT, "--privacy-table", "--pack", "shop.sottopack", "--trust",
                  "brand/brand.public")
    report.fact("of a pack that asks nothing by split trust it tells nothing of it",
                "local" in told and "split trust" not in told, told)


def lie(**change):
    """One more split answer, ten weeks after the year, as honest as can be but for `change`."""
    year.copy_year()
    told = answers()
    model = next(d for row, d in reversed(told) if d["mechanism"] == "split" and row["cost_micro"])
    last = told[-1]
    for row, d in told:
        if d["mechanism"] == "split":
            of_split = d
    time_ms = max(row["time_ms"] for row, _ in told)
    alone, delta = int(model["epsilon0_micro"]), int(model["delta_2p60"])
    # silent for two weeks and not in doubt: what two weeks add is known
    time_ms += 2 * WEEK_MS - 3600001
    epoch = time_ms // WEEK_MS
    weeks = epoch - int(last[1]["epoch"])
    balances = {}
    for name, least, week in (("micro", 2000000, 423076), ("delta_2p60", 11529215046, 1995437604),
                              ("epsilon0_micro", 10000000, 1038461)):
        row = last[1] if name == "micro" else of_split
        charge = int(row["charged_" + name])
        if name == "epsilon0_micro" and charge:
            charge = max(charge, 8000000)
        since = weeks if name == "micro" else epoch - int(row["epoch"])
        balances[name] = min(least, int(row["balance_" + name]) - charge + since * week)
    detail = {**model, "epoch": str(epoch), "charged_micro": "1000000",
              "charged_epsilon0_micro": str(alone), "charged_delta_2p60": str(delta),
              "spent_micro": str(int(last[1]["spent_micro"]) + 1000000),
              "spent_epsilon0_micro": str(int(of_split["spent_epsilon0_micro"]) + alone),
              "spent_delta_2p60": str(int(of_split["spent_delta_2p60"]) + delta),
              **{"balance_" + name: str(number) for name, number in balances.items()},
              "because": "open", "content": os.urandom(32).hex(), "trait": os.urandom(32).hex(),
              "report": os.urandom(32).hex(), **change}
    detail["question"] = year.question(detail["content"], epoch)
    year.append(4, detail["charged_micro"], detail, time_ms)
    return balances


def caught(report, name, check, which):
    outcomes = both("lies")
    for program, place in which.items():
        code, told = outcomes[place]
        report.fact(f"{name}: {program} breaks '{check}'",
                    code == 1 and f"BROKEN {check}:" in told, told)


def lies(report):
    costs = {"the auditor": 1, "the second verifier": 2}
    due = {"the auditor": 0, "the second verifier": 2}
    balances = lie()
    report.fact("ten weeks later there is enough of the third column for one more",
                balances["epsilon0_micro"] >= 8000000, balances)
    outcomes = both("lies")
    for program, place in due.items():
        report.fact(f"an honest one more: {program} holds it",
                    "BROKEN due" not in outcomes[place][1], outcomes[place][1])
    model = next(d for row, d in answers() if d["mechanism"] == "split" and row["cost_micro"])
    less = str(int(model["epsilon0_micro"]) - 20)  # rounded up, by parts
    lie(epsilon0_micro=less, charged_epsilon0_micro=less)
    caught(report, "less than what is left if both collude", "costs", costs)
    lie(charged_epsilon0_micro="0", spent_epsilon0_micro="0")
    caught(report, "a third cost that was not charged", "costs", costs)
    ledger = {"the auditor": 0}
    caught(report, "one that the ledger never paid", "split spent", ledger)
    lie(charged_epsilon0_micro="60000000")
    caught(report, "more than a year's of what is left", "split caps",
           {"the auditor": 0, "the second verifier": 2})
    lie(charged_delta_2p60="1")
    caught(report, "another delta charged than stated", "costs", costs)
    random = int(model["random_q32"]) // 2
    lie(random_q32=str(random), odds_denominator=str(random),
        odds_numerator=str(random + int(model["buckets"]) * (2**32 - random)),
        epsilon0_micro="4000000", charged_epsilon0_micro="4000000")
    caught(report, "less noise than the table's", "costs", {"the auditor": 1})
    lie(balance_epsilon0_micro="7999999")
    caught(report, "a balance too small for one of eight", "due", due)
    lie(spent_epsilon0_micro="0")
    caught(report, "a third column that forgot", "due", due)
    lie(year_epsilon0_micro="64000001")
    caught(report, "a cap above what a host may set", "due", due)


def main():
    report = Facts()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        play()
        honest(report)
        words(report)
        lies(report)
        table(report)
        os.chdir("/")
    report.end()


main()
