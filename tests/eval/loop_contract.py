"""sotto-eval loop keeps its contract on a made fleet: what a fleet tells under default caps makes
picks better; a fleet that can tell nothing makes them no worse; one device in twenty takes the full
path and tells what the drill tells. With SOTTO_SLOW=1 also the curve beyond the caps, fifteen more
years of the fleet; with SOTTO_LONG=1 the bars of the design where the data is.

usage: loop_contract.py SOTTO_EVAL
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

DATA = os.environ.get("SOTTO_DATA", os.path.join(os.path.dirname(__file__), "../../../shared/data"))
DAY = 86400000
START = 1672531200000  # Sunday, 1 January 2023
KEYS = {"devices", "local", "central", "private", "kept_lift", "bytes_per_report",
        "reports_per_device", "refused_reports", "epsilon_total_micro", "epsilon0_total_micro",
        "delta_total"}
BEYOND = "BEYOND THE DEFAULT CAPS: no device answers this"
tap = Facts()
fact, skip = tap.fact, tap.skip


def run(*words):
    return subprocess.run([sys.argv[1], "loop", *map(str, words)], capture_output=True, text=True,
                          timeout=3000)


def answer(*words):
    done = run(*words)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}


def write_shop(folder, users, items):
    """Popular things are bought again and again, by everybody, on ten days each."""
    random.seed(5)
    weights = [1 / (n + 2) for n in range(items)]
    with open(os.path.join(folder, "items.tsv"), "w") as out:
        out.write("id\ttitle\tproduct_type\tbrand\tprice_minor\tattributes\n")
        for n in range(items):
            out.write(f"i{n}\tThing {n}\tKind {n % 7}\tMaker {n % 11}\t{100 + n}\t\n")
    with open(os.path.join(folder, "events.tsv"), "w") as out:
        out.write("user\ttime_ms\tevent\titem\tquantity\tprice_minor\n")
        for user in range(users):
            for day in range(10):
                for n in random.choices(range(items), weights, k=2):
                    out.write(f"u{user}\t{START + day * 7 * DAY}\tpurchase\ti{n}\t1\t100\n")


def small_fleet(folder):
    words = ("--events", f"{folder}/events.tsv", "--items", f"{folder}/items.tsv", "--scale", 1,
             "--epsilon-micro", 1000000)
    found = answer(*words, "--epochs", 52)
    fact("loop prints the keys of the contract", KEYS <= set(found), found)
    if not found:
        return
    print(f"# local {found['local']:.4f}, central {found['central']:.4f}, private "
          f"{found['private']:.4f}: kept {found['kept_lift']:.2f}")
    # 1,500 people, each a case: the difference has a standard error of about .015.
    fact("what the fleet tells makes picks better, a tenth of what seeing everything would do",
         found["kept_lift"] > .10 and found["private"] > found["local"] + .03, found)
    fact("within the default caps", found["epsilon_total_micro"] <= 6000000 and
         found["epsilon0_total_micro"] <= 64000000 and found["delta_total"] <= 1e-7, found)
    full = found["full"]
    # By chance once in a thousand.
    fact("one device in twenty takes the full path and tells what the drill tells",
         full["devices"] == found["devices"] // 20 and full["answers"] >= 2 * full["devices"] and
         full["p"] > .001, full)
    # For its first eight weeks no budget can pay a split answer: every report says "none".
    mute = answer(*words, "--epochs", 8)
    fact("a fleet that cannot pay yet, and says \"none\" alone, makes picks no worse",
         mute and mute["private"] >= mute["local"] - .001, mute)
    if os.environ.get("SOTTO_SLOW"):
        beyond_the_caps(words, found)
    else:
        skip("a curve of four budgets beyond the caps", "set SOTTO_SLOW=1")


def beyond_the_caps(words, within):
    """One, two, four and eight times as many answers; only the first are what a device gives."""
    done = run(*words, "--epochs", 52, "--caps", "lifted")
    lines = done.stdout.splitlines() if done.returncode == 0 else []
    lifted = json.loads(lines[-1]) if lines else {}
    curve = lifted.get("curve", [])
    fact("caps are lifted only where it is said", lifted.get("caps") == "lifted" and
         "label" in lifted and "curve" not in within and "label" not in within, lifted)
    if len(curve) != 4:
        fact("a curve of four budgets", False, lifted)
        return
    same = ("private", "kept_lift", "epsilon_total_micro")
    fact("the curve starts with the run within the default caps",
         [curve[0][key] for key in same] == [within[key] for key in same], curve[0])
    said = [line for line in lines[:-1] if line.startswith(BEYOND)]
    fact("each point beyond the caps says so, in the figures and in words, and no other does",
         [point["label"] == BEYOND for point in curve] == [False, True, True, True] and
         len(said) == 3 and lifted["label"] == BEYOND, lines)
    spent = [point["epsilon_total_micro"] for point in curve]
    fact("each point spends twice the one before at least, the last eight times the first",
         spent == sorted(set(spent)) and
         all(2 * left <= right + 1 for left, right in zip(spent, spent[1:])) and
         spent[3] >= 8 * spent[0], spent)
    fact("each point is told with its error", all(0 < point["kept_lift_se"] < 1 for point in curve),
         curve)
    fact("eight times the budget tells more",
         curve[3]["kept_lift"] > curve[0]["kept_lift"] and
         curve[3]["kept_lift_recall20"] > curve[0]["kept_lift_recall20"], curve)
    fact("the main figures are those of the last point",
         lifted["kept_lift"] == curve[3]["kept_lift"] and
         lifted["epsilon_total_micro"] == spent[3], lifted)


def noise_alone(folder):
    """Everybody tells of things met at random: of 3,000 things each is told less often than its
    noise is wide, so hardly anything may be believed."""
    words = ("--events", f"{folder}/events.tsv", "--items", f"{folder}/items.tsv", "--scale", 1,
             "--epsilon-micro", 1000000, "--epochs", 52)
    kept = {seed: answer(*words, "--seed", seed, "--answers", "noise").get("kept_lift", 9)
            for seed in (1, 2)}
    # 1,000 cases, of which five more or fewer are .02 of the lift.
    fact("what noise alone told is shrunk to nothing: it keeps nothing and costs nothing",
         all(abs(share) <= .02 for share in kept.values()), kept)
    fact("the same fleet teaches where it tells what is true",
         answer(*words).get("kept_lift", 0) > .05, words)


def bad_words(folder):
    events = f"{folder}/events.tsv"
    for words in ((), ("--events", events), ("--events", events, "--scale", 1, "--epsilon-micro",
                                             1000000, "--epochs", 52, "--caps", "none"),
                  ("--events", events, "--scale", 1, "--epsilon-micro", 1000000, "--epochs", 9999)):
        done = run(*words)
        fact(f"{' '.join(map(str, words[2:])) or 'nothing'} is not understood",
             done.returncode == 2 and done.stderr, done.stderr)
    done = run("--events", events, "--scale", 1, "--epsilon-micro", 123, "--epochs", 52)
    fact("a cost that split trust has no row for is refused",
         done.returncode == 1 and "SOTTO_E" in done.stderr, done.stderr)


def bars():
    for name, items, scale, bar in (("online_retail", "items.tsv", 1, .15),
                                    ("amazon_beauty", "items.tsv.gz", 100, .20)):
        what = f"{name}, scale {scale}, a year within default caps: kept_lift >= {bar}"
        events = os.path.join(DATA, name, "events.tsv.gz")
        if not os.environ.get("SOTTO_LONG"):
            skip(what, "set SOTTO_LONG=1")
        elif not os.path.exists(events):
            skip(what, f"no {events}")
        else:
            found = answer("--events", events, "--items", os.path.join(DATA, name, items),
                           "--scale", scale, "--epsilon-micro", 1000000, "--epochs", 52)
            print(f"# {json.dumps(found)}")
            fact(what, found.get("kept_lift", 0) >= bar, found)


def main():
    with tempfile.TemporaryDirectory() as folder:
        write_shop(folder, 1500, 300)
        small_fleet(folder)
        bad_words(folder)
        write_shop(folder, 1000, 3000)
        noise_alone(folder)
    bars()
    tap.end()


if __name__ == "__main__":
    main()
