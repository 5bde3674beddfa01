"""sotto-eval on logs of every kind of strangeness: it measures, with numbers within 0 and 1 (null
where nothing was to be measured), or says what is wrong; it never crashes, hangs or prints NaN.

usage: strange_input.py SOTTO_EVAL
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

EVENTS = "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n"
SESSIONS = "session\ttime_ms\tpage\toutcome\n"
PAGES = ["home", "list", "product", "addcart", "cart", "search"]
START = 1600000000000
DAY = 86400000
tap = Facts()
fact = tap.fact


def run(*arguments):
    return subprocess.run([sys.argv[1], *map(str, arguments)], capture_output=True, timeout=300)


def refuse(constant):
    raise ValueError(constant)


def shares(value):
    """Every number that is a share of something."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from shares(inner)
        elif key.startswith(("hr", "ndcg", "mrr", "recall", "auc", "brier", "ece", "rule")):
            yield inner


def answer(done):
    try:
        return json.loads(done.stdout.splitlines()[-1], parse_constant=refuse)
    except (ValueError, IndexError):
        return None


def is_sane(done):
    if done.returncode:
        return done.returncode in (1, 2) and b"sotto-eval" in done.stderr
    got = answer(done)
    return got is not None and all(n is None or 0 <= n <= 1 for n in shares(got))


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "wb") as out:
        out.write(text if isinstance(text, bytes) else text.encode())
    return path


def events():
    """Sixty people, six events each, in three visits."""
    dice = random.Random(11)
    return [[f"u{n // 6}", START + n % 6 // 2 * DAY + n % 6 * 60000, "view_item",
             f"i{dice.randrange(40)}", "1", "500"] for n in range(360)]


def rows(of, head=EVENTS):
    return head + "".join("\t".join(map(str, row)) + "\n" for row in of)


def changed(column, change):
    return rows([row[:column] + [change(row[column])] + row[column + 1:] for row in events()])


def strange_logs():
    dice = random.Random(12)
    plain = rows(events())
    far = [0, -1, 2 ** 63 - 1, -2 ** 63, 10 ** 20, 7258118400000, START]
    shuffled = events()
    dice.shuffle(shuffled)
    return {
        "empty": "", "a header alone": EVENTS, "no header": plain.split("\n", 1)[1],
        "one event": rows(events()[:1]), "one event each": rows(events()[::6]),
        "CRLF": plain.replace("\n", "\r\n"), "a byte order mark": "\ufeff" + plain,
        "no last newline": plain.rstrip("\n"), "rows in any order": rows(shuffled),
        "every row three times": rows(row for row in events() for _ in range(3)),
        "negative times": changed(1, lambda at: -at),
        "times beyond all clocks": changed(1, lambda at: 2 ** 63 - 1),
        "a few times beyond all clocks": changed(1, lambda at: dice.choice(far)),
        "one second for all": changed(1, lambda at: START),
        "times in words": changed(1, lambda at: "2020-09-13T12:26:40Z"),
        "one item": changed(3, lambda item: "i1"), "no items": changed(3, lambda item: ""),
        "long ids": changed(3, lambda item: "i" * 200 + item),
        "an unknown event": changed(2, lambda name: "gl\u00fcck"),
        "removals alone": changed(2, lambda name: "remove_from_cart"),
        "absurd amounts": changed(4, lambda many: dice.choice(["-3", "1e99", "NaN", "9" * 30])),
        "short rows": rows(row[:dice.randrange(1, 7)] for row in events()),
        "bytes that are no text": plain.encode().replace(b"i1", b"\xff\xfe\x00"),
    }


def logs(folder):
    items = write(folder, "items.tsv", "id\n" + "".join(f"i{n}\n" for n in range(40)))
    for name, text in strange_logs().items():
        path = write(folder, "log.tsv", text)
        for protocol in "last-out", "next-visit", "session":
            for more in (), ("--items", items):
                done = run("recommend", "--events", path, "--protocol", protocol, *more)
                fact(f"{name}, {protocol}{', a catalogue' if more else ''}", is_sane(done),
                     done.returncode, done.stdout, done.stderr)
    for name in "CRLF", "a byte order mark", "a few times beyond all clocks":
        path = write(folder, "log.tsv", strange_logs()[name])
        done = run("recommend", "--events", path, "--protocol", "last-out")
        fact(f"{name}: the good rows are measured", done.returncode == 0, done.stderr)
    path = write(folder, "log.tsv", changed(1, lambda at: -at))
    done = run("recommend", "--events", path, "--protocol", "last-out")
    fact("rows left out are counted", b"360" in done.stderr, done.stderr)
    path = write(folder, "log.tsv", rows(events()[::6]))
    done = run("recommend", "--events", path, "--protocol", "last-out")
    fact("no case is no score", done.returncode == 1 and not done.stdout, done.stdout)
    many = rows(["one", START + n * 1000, "view_item", f"i{n}", "", ""] for n in range(12000))
    done = run("recommend", "--events", write(folder, "log.tsv", many), "--protocol", "last-out")
    fact("more items in a history than a request excludes", done.returncode == 0, done.stderr)


def sessions(dice, pages=11, share=.3):
    for number in range(200):
        outcome = int(dice.random() < share)
        for n in range(dice.randrange(1, pages + 1)):
            yield [f"s{number}", START + number * 10 ** 6 + n * 9000, dice.choice(PAGES), outcome]


def strange_sessions():
    dice = random.Random(13)
    plain = list(sessions(dice))
    far = [0, -1, 2 ** 63 - 1, -2 ** 63, 7258118400000, START]
    return {
        "plain": rows(plain, SESSIONS), "empty": "", "a header alone": SESSIONS,
        "CRLF and a byte order mark": "\ufeff" + rows(plain, SESSIONS).replace("\n", "\r\n"),
        "one page each": rows(sessions(dice, 1), SESSIONS),
        "two sessions": rows([row for row in plain if row[0] in ("s0", "s1")], SESSIONS),
        "buyers alone": rows(sessions(dice, share=2), SESSIONS),
        "few buyers": rows(sessions(dice, share=.05), SESSIONS),
        "times beyond all clocks": rows([[s, dice.choice(far), p, o] for s, _, p, o in plain],
                                        SESSIONS),
        "outcomes of no kind": rows([[s, t, p, dice.choice(["", "2", "yes", "0", "1"])]
                                     for s, t, p, _ in plain], SESSIONS),
        "a name of its own each": rows([[s, t, f"p{n}", o] for n, (s, t, _, o) in enumerate(plain)],
                                       SESSIONS),
    }


def mindsets(folder):
    for name, text in strange_sessions().items():
        done = run("mindset", "--sessions", write(folder, "log.tsv", text), "--repeats", 1)
        fact(f"sessions, {name}", is_sane(done), done.returncode, done.stdout, done.stderr)
        if name.startswith(("CRLF", "times")):
            fact(f"sessions, {name}: the good rows are measured", done.returncode == 0, done.stderr)
        if name.startswith("one page"):
            fact("what no session is long enough for is not known",
                 answer(done)["k"]["10"]["auc"] is None, done.stdout)
        if name.startswith("few"):
            fact("too few to learn from is told", b"too few" in done.stderr, done.stderr)
    done = run("mindset", "--sessions", write(folder, "log.tsv", SESSIONS), "--folds", 1)
    fact("one fold is refused with a sentence", done.returncode == 2 and b"folds" in done.stderr,
         done.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        logs(folder)
        mindsets(folder)
    tap.end()


main()
