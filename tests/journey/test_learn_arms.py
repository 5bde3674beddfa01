"""What a brand learns of its arms and of choosing itself: reports are loaded, `learn` writes a
statistics file, the dashboard shows the lift and the arms.

usage: test_learn_arms.py SOTTO_PACK SOTTO_COLLECT ARM_FIXTURE [AUDIENCE_TELLER]

The fleet's true rates are those of ARM_FIXTURE: 30 % of the chosen shop buy and 20 % of the plain
one; 40 % of a third of the cells and 10 % of the others. An interval of 95 % misses one time in 20;
with the fixed seed nothing here changes from run to run.
"""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from command import must, run  # noqa: E402
from tap import Facts  # noqa: E402

os.environ["LC_ALL"] = "C"
PACK, COLLECT, FIXTURE, *TELLER = map(os.path.abspath, sys.argv[1:])
MINDSETS = ["curious", "interested", "focused", "satisfied", "loyal", "fading"]
ARMS = ["hero/guarantee", "hero/price & more"]
DEVICES = 60000
tap = Facts()
fact = tap.fact

BRAND = {
    "brand": "Lab", "currency": "EUR", "locales": ["en"], "default_locale": "en",
    "feeds": {"en": "items.tsv"},
    "attributes": [{"key": "activity", "column": "attr_activity", "category": "internal",
                    "label": {"en": "activity"}}],
    "questions": [{"name": "arms", "kind": "arm_outcome", "arms": ARMS,
                   "epsilon_micro": 1000000, "minimum_batch": DEVICES},
                  {"name": "hold-out", "kind": "holdout",
                   "epsilon_micro": 1000000, "minimum_batch": DEVICES}]}
ASKED = 45000  # of each question that audiences are proposed from
PROPOSING = {**BRAND, "questions": [
    {"name": "arms", "kind": "arm_outcome", "arms": ARMS[:1], "epsilon_micro": 1000000,
     "minimum_batch": ASKED},
    {"name": "mood", "kind": "mindset", "epsilon_micro": 1000000, "minimum_batch": ASKED},
    {"name": "sport", "kind": "arm_affinity", "attribute": "activity", "values": ["hiking"],
     "epsilon_micro": 1000000, "minimum_batch": ASKED}]}


def write_shop(brand):
    with open("brand.json", "w", encoding="utf-8") as file:
        json.dump(brand, file)
    with open("items.tsv", "w", encoding="utf-8") as file:
        file.write("id\ttitle\tattr_activity\na\tThing\thiking\nb\tOther\tclimbing\n")


def prepare():
    write_shop(BRAND)
    must(PACK, "keygen", ".")
    must(PACK, "build", ".", "--created", "1767225600000", "-o", "shop.sottopack")
    must(FIXTURE, "shop.sottopack", "fleet.sottoreports", str(DEVICES), "1")
    must(FIXTURE, "shop.sottopack", "few.sottoreports", "300", "2")
    for name in ("fleet", "few"):
        load(name, "shop.sottopack")


def load(name, pack):
    must(COLLECT, "load", "--db", f"{name}.db", "--pack", pack, "--key", "brand.report.key",
         f"{name}.sottoreports")


def true_rate(arm, mindset):
    return .4 if (ARMS.index(arm) + MINDSETS.index(mindset)) % 3 == 0 else .1


def learning():
    code, said = run(COLLECT, "learn", "--db", "fleet.db", "-o", "statistics.tsv")
    with open("statistics.tsv", encoding="utf-8") as file:
        head, *rows = [line.rstrip("\n").split("\t") for line in file]
    fact("learn writes a statistics file", code == 0 and
         head == ["kind", "item", "other", "value", "error"], said, head)
    fact("each arm in each mindset has a rate",
         sorted((row[1], row[2]) for row in rows) == sorted((a, m) for a in ARMS for m in MINDSETS)
         and {row[0] for row in rows} == {"arm"}, rows)
    inside = [abs(float(value) - true_rate(arm, mindset)) <= 1.96 * float(error)
              for _, arm, mindset, value, error in rows]
    fact("the intervals hold the truth", sum(inside) >= 10, rows)
    near = sum(float(row[4]) for row in rows) / len(rows)
    fact("and say something", near < .2, near)
    code, said = run(COLLECT, "learn", "--db", "few.db", "-o", "few.tsv")
    with open("few.tsv", encoding="utf-8") as file:
        fact("what drowns in noise is left out and told", code == 0 and len(file.readlines()) < 6
             and "drown" in said, said)
    code, said = run(COLLECT, "learn", "--db", "fleet.db", "-o", "missing/statistics.tsv")
    fact("a file that cannot be written is said", code == 1 and "nothing changed" in said, said)
    code, said = run(COLLECT, "learn", "--db", "fleet.db")
    fact("a file must be named", code == 2, said)


def page_of(name):
    must(COLLECT, "report", "--db", f"{name}.db", "-o", f"{name}.html")
    with open(f"{name}.html", encoding="utf-8") as file:
        return file.read()


def propose(db):
    return run(COLLECT, "learn", "--db", db, "--pack", "asks.sottopack", "--trust", "brand.public",
               "-o", "more.tsv", "--audiences", "proposals.json")


def proposing():
    """Curious and satisfied see the arm do well, and those with a low affinity to hiking."""
    write_shop(PROPOSING)
    must(PACK, "build", ".", "--created", "1767225600000", "-o", "asks.sottopack")
    for name, devices in (("asked", str(ASKED)), ("hardly", "300")):
        must(FIXTURE, "asks.sottopack", f"{name}.sottoreports", devices, "3")
        load(name, "asks.sottopack")
    code, said = propose("hardly.db")
    with open("proposals.json", encoding="utf-8") as file:
        fact("from too few reports no audience is proposed", code == 0 and
             json.load(file) == {"audiences": []} and "Nothing that was collected" in said, said)
    code, said = propose("asked.db")
    with open("proposals.json", encoding="utf-8") as file:
        audiences = json.load(file)["audiences"]
    tests = [json.dumps(one["when"]) for one in audiences]
    fact("the mindsets that differ are proposed", code == 0 and
         '{"mindset": ["curious", "satisfied"]}' in tests, said, tests)
    fact("and the bands of affinity", '{"affinity": {"activity": "hiking"}, "at_most": "low"}'
         in tests and '{"affinity": {"activity": "hiking"}, "at_least": "usual"}' in tests, tests)
    sizes = [(one["$size_percent"], one["$size_error"]) for one in audiences
             if one["when"].get("mindset") == ["curious", "satisfied"]]
    fact("with the size a mindset question tells (23.3 %)", sizes and
         abs(sizes[0][0] - 100 * .7 / 3) < 3 * sizes[0][1] < 6, sizes)
    fact("each says why, with errors", all("standard error" in one["$why"] for one in audiences))
    code, said = run(COLLECT, "learn", "--db", "asked.db", "-o", "more.tsv", "--audiences",
                     "missing/proposals.json")
    fact("proposals that cannot be written are said", code == 1 and "nothing changed" in said, said)
    accept(audiences)


def accept(audiences):
    """Pastes them into brand.json, as a marketer would."""
    write_shop({**PROPOSING, "audiences": audiences})
    code, said = run(PACK, "lint", ".")
    fact("pasted they pass lint without a word", code == 0 and "$.audiences" not in said, said)
    if not TELLER:
        return
    must(PACK, "build", ".", "--created", "1767225600000", "-o", "next.sottopack")
    code, said = run(TELLER[0], "next.sottopack", "brand.public")
    wanted = sorted(one["id"] for one in audiences if "curious" in one["when"].get("mindset", ())
                    or one["when"].get("at_least") == "usual")
    fact("a new device is in those of the curious and of no affinity yet",
         code == 0 and sorted(said.split()) == wanted and wanted, said, wanted)


def dashboard():
    page = page_of("fleet")
    fact("the first figure is the lift", 0 < page.find("Lift over the hold-out") <
         page.find("Empathy score"), page[:3000])
    fact("it names how many reports a lift of 5 % takes",
         "more reports" in page or "Enough reports" in page)
    fact("both cohorts are drawn", "Plain shop" in page and "Chosen for them" in page)
    fact("arms stand by mindset", "Arm by mindset" in page and "hero/price &amp; more" in page)
    fact("nothing is loaded from elsewhere",
         "://" not in page and "url(#" in page and "<script" not in page)
    few = page_of("few")
    fact("a fleet too small is told so", "Too few" in few or "cannot be told yet" in few)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(os.environ.get("SOTTO_KEEP") or folder)
        prepare()
        learning()
        proposing()
        dashboard()
        os.chdir("/")
    tap.end()


if __name__ == "__main__":
    main()
