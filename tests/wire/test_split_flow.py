"""The whole split flow on one machine: a pack with a question by split trust, 1,000 real device
handles that answer it, two aggregator processes that are killed while the devices send, a
collector, and the estimate that a brand sees.

usage: test_split_flow.py SOTTO_COLLECT REPORT_MAKER SOTTO_PACK SPLIT_DEVICES

The estimate of each of the 7 shares is held against the truth at 4.9 standard errors: a right
program fails one run in 150,000 (7 times 9.6e-7; the counts are close to normal).
"""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402
from wire_kit import WEEK, Pair, steady_port, upload_through_deaths  # noqa: E402

COLLECT, MAKER, PACK, DEVICES = map(os.path.abspath, sys.argv[1:5])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WAIT_READY = "while ! test -e mytask/leader/state.db; do sleep .1; done; sleep .5\n"
COUNT, BUCKETS, Z = 1000, 7, 4.9
ANSWERED_MS = (int(time.time()) - 3 * WEEK) * 1000
EPOCH = ANSWERED_MS // (WEEK * 1000)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def make_brand(task_file, name="brand"):
    """A brand whose one question is answered by the task; gives the key that signs its packs."""
    run(PACK, "init", name)
    run(PACK, "keygen", name)
    shutil.copy(task_file, name + "/task.json")
    with open(name + "/brand.json") as file:
        brand = json.load(file)
    brand["questions"] = [{"name": "mindset", "kind": "mindset", "trust": "split",
                           "task": "task.json", "unit": "device", "epsilon_micro": 1000000,
                           "minimum_batch": COUNT}]
    with open(name + "/brand.json", "w") as file:
        json.dump(brand, file)
    run(PACK, "build", name, "-o", name + ".sottopack", "--quiet",
        "--created", str(ANSWERED_MS - 9 * WEEK * 1000))
    with open(name + "/brand.public") as file:
        return json.load(file)["signing_key"]


def answers(key, count=COUNT, pack="brand.sottopack"):
    """Every device's true bucket and its report."""
    lines = run(DEVICES, pack, key, str(count), str(ANSWERED_MS)).splitlines()
    buckets, reports = zip(*(line.split() for line in lines))
    return [int(bucket) for bucket in buckets], [bytes.fromhex(report) for report in reports]


def shown(estimate):
    """The one question of an estimate, and its shares in the order of buckets."""
    question = estimate["questions"][0]
    return question, question["shares"]


def collect(pair, *more):
    return pair.collect_epoch(EPOCH, "--db", "fleet.db", "--pack", "brand.sottopack",
                              "--key", "brand/brand.report.key", *more)


def flow(tally, pair):
    key = make_brand(pair.folder + "/task.json")
    told = run(PACK, "show", "brand.sottopack")
    with open(pair.folder + "/task.json") as file:
        task = json.load(file)
    keys = [base64.urlsafe_b64decode(task[f"{role}_config"] + "==").hex()
            for role in ("leader", "helper")]
    tally.fact("an auditor of the pack sees whose keys it has", all(one in told for one in keys)
               and keys[0] != keys[1], told)
    start = time.monotonic()
    truth, reports = answers(key)
    print(f"# {COUNT} devices answered in {time.monotonic() - start:.1f} s")
    tally.fact("each device made one report, all of one size",
               len(reports) == COUNT and len({len(r) for r in reports}) == 1
               and len(set(truth)) >= 3, set(truth))
    victims = [pair.leader, pair.helper, pair.leader, pair.helper]
    told = upload_through_deaths(pair, reports, victims)
    settled = pair.settled()
    both = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    tally.fact("both aggregators have all of them once, after four kills while devices sent",
               settled and both == [COUNT] * 2 and told == [201] * COUNT,
               (settled, both, set(told)))
    code, counted, err = collect(pair)
    tally.fact("the collector counts the batch under the pack's question",
               code == 0 and counted["reports"] == COUNT and sum(counted["counts"]) == COUNT, err)
    first = run(COLLECT, "estimate", "--db", "fleet.db", "--json")
    tally.fact("collected again it is the same, and nothing counts twice",
               collect(pair)[:2] == (0, counted)
               and run(COLLECT, "estimate", "--db", "fleet.db", "--json") == first)
    from_elsewhere(tally, pair, counted)
    question, buckets = shown(json.loads(first))
    off = {}
    for number in range(BUCKETS):
        share = truth.count(number) / COUNT
        off[number] = (buckets[number]["share"] - share) / buckets[number]["error"]
    print("# standard errors off, by bucket: " + " ".join(f"{z:+.1f}" for z in off.values()))
    tally.fact("the estimate is the truth within its interval", question["reports"] == COUNT
               and all(abs(z) < Z for z in off.values()), (off, truth, question))
    words = run(COLLECT, "estimate", "--db", "fleet.db")
    tally.fact("and is shown in words", re.search(r"mindset", words) is not None, words)


def from_elsewhere(tally, pair, counted):
    """The same sum as another pair's collector would have written it down."""
    os.mkdir("theirs")
    with open(pair.folder + "/task.json") as file, open("theirs/task.json", "w") as out:
        out.write(file.read())

    def count(sum_of_week, into="theirs.db"):
        with open("sum.json", "w") as file:
            json.dump(sum_of_week, file)
        done = subprocess.run([COLLECT, "collect", "--folder", "theirs", "--epoch", str(EPOCH),
                               "--counts", "sum.json", "--db", into, "--pack",
                               "brand.sottopack", "--key", "brand/brand.report.key"],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def shares(db):
        return json.loads(run(COLLECT, "estimate", "--db", db, "--json"))["questions"][0]["shares"]

    good = {"epoch": EPOCH, "reports": COUNT, "counts": counted["counts"]}
    refused = [count(bad)[0] for bad in (
        {**good, "epoch": EPOCH + 1}, {**good, "reports": COUNT - 1},
        {**good, "reports": COUNT + 1}, {**good, "counts": good["counts"][1:]},
        {**good, "more": 1}, {**good, "counts": [-1] * 7}, {**good, "counts": ["1"] * 7}, [])]
    first, second, third = count(good), count(good), count(good, "fleet.db")
    tally.fact("the sum that another pair's collector wrote down is counted once, if it fits",
               refused == [1] * 8 and first[0] == 0 and "nothing changed" in second[1]
               and shares("theirs.db") == shares("fleet.db"), (refused, first, second))
    tally.fact("nor is a week that was asked for counted again when it is written down",
               "nothing changed" in third[1], third)


def strangers(tally, pair):
    """A pack that was promised another task, and a database of another brand."""
    other = pair.folder + ".other"
    run(COLLECT, "task", "--folder", other, "--buckets", str(BUCKETS), "--minimum-batch",
        str(COUNT), "--leader", "https://leader.example/", "--helper", "https://helper.example/")
    make_brand(other + "/task.json", "stranger")
    code, _, err = pair.collect_epoch(EPOCH, "--db", "other.db", "--pack", "stranger.sottopack",
                                      "--key", "stranger/brand.report.key")
    tally.fact("a pack whose question was promised to another task takes no sums of this one",
               code == 1 and "no question of this pack" in err, err)
    code, _, err = pair.collect_epoch(EPOCH, "--db", "fleet.db", "--pack", "stranger.sottopack",
                                      "--key", "stranger/brand.report.key")
    tally.fact("nor does another brand's pack touch this brand's database", code == 1, err)


def newer(tally, folder):
    """The same devices, for a task of DAP-18."""
    pair = Pair(COLLECT, MAKER, folder, buckets=BUCKETS, minimum=COUNT, dap=18)
    key = make_brand(folder + "/task.json", "newer")
    told = [pair.device.upload(report) for report in answers(key, 20, "newer.sottopack")[1]]
    settled = pair.settled()
    both = [p.status()["accepted"] for p in (pair.leader, pair.helper)]
    tally.fact("what devices make for DAP-18 is taken too",
               told == [(200, b"")] * 20 and settled and both == [20, 20], (told, both))
    pair.end()


def readme(tally):
    """The README's own commands, with ports that are free here."""
    with open(os.path.join(ROOT, "README.md")) as file:
        block = re.search(r"### Split trust on one machine.*?```sh\n(.*?)```", file.read(), re.S)
    block = block.group(1).replace("EPOCH", str(EPOCH))
    for port in ("8091", "8092"):
        block = block.replace(port, str(steady_port()))
    os.makedirs("bin", exist_ok=True)
    os.symlink(COLLECT, "bin/sotto-collect")
    shutil.copytree("brand", "mybrand")
    shutil.copy("brand.sottopack", "shop.sottopack")
    script = block.replace("sotto-collect status", WAIT_READY + "sotto-collect status")
    script = script.replace(" &\n", " & pids=\"$pids $!\"\n") + "kill $pids\n"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PATH": os.path.abspath("bin") + ":" +
                               os.environ["PATH"]})
    tally.fact("the README's commands make a task, run both parties and ask them",
               os.path.exists("mytask/helper/state.db") and "accepted" in done.stdout
               and "fewer reports than the task's minimum batch" in done.stderr,
               done.stdout + done.stderr)


def main():
    tally = Facts()
    folder = tempfile.mkdtemp(prefix="splitflow.")
    os.chdir(folder)
    try:
        pair = Pair(COLLECT, MAKER, folder + "/task", buckets=BUCKETS, minimum=COUNT)
        flow(tally, pair)
        strangers(tally, pair)
        newer(tally, folder + "/task18")
        readme(tally)
        tally.fact("told to end, both end well", pair.end() == (0, 0))
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
    tally.end()


main()
