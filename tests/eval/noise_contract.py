"""Noise fed as any statistic is never worse than none: sotto-eval recommend --noise on made logs.

usage: noise_contract.py SOTTO_EVAL

Each kind of statistic has a log of its own, drawn from a fixed seed, in which picks that trusted
the noise would be plainly worse. Shoppers are compared one by one, with the noise and without: the
mean change may not be below 0 by two standard errors. Were noise exactly neutral but not without
effect, each of these facts would fail for about one noise in 44 (2.3 %); a table of popularity,
categories or moments lets noise through in one of 100. The seeds are fixed, so that a failure is a
change of the code.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

HEADER = "user\ttime_ms\tevent\titem\tquantity\tprice_minor\n"
SEEDS = 1, 2, 3
START_MS = 1600000000000
HOUR_MS = 3600000
tap = Facts()
fact = tap.fact


def answer(*arguments):
    done = subprocess.run([sys.argv[1], "recommend", *map(str, arguments)], capture_output=True,
                          text=True, timeout=1200)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else {}


class Shop:
    """A feed and a log beside it. `shelf` gives an item's type, `marks` its attributes."""

    def __init__(self, folder, name, items):
        self.path = os.path.join(folder, name)
        self.items = items
        self.draw = random.Random(name)
        self.statistics = ()

    def write(self, log, shelf, marks):
        with open(self.path + ".items", "w") as out:
            out.write("id\tproduct_type\tattributes\n")
            for item in range(self.items):
                out.write(f"i{item}\t{shelf(item)}\t{marks(item)}\n")
        with open(self.path + ".events", "w") as out:
            out.write(HEADER)
            for user, events in enumerate(log):
                start = START_MS + self.draw.randrange(365 * 24) * HOUR_MS
                for n, item in enumerate(events):
                    out.write(f"u{user}\t{start + 60000 * n}\tview_item\ti{item}\t\t\n")
        return self

    def know(self, rows):
        with open(self.path + ".known", "w") as out:
            out.write("kind\titem\tother\tvalue\terror\n")
            for row in rows:
                out.write("\t".join(map(str, row)) + "\n")
        self.statistics = "--statistics", self.path + ".known"
        return self

    def noised(self, kind, seed):
        return answer("--events", self.path + ".events", "--items", self.path + ".items",
                      "--protocol", "last-out", "--noise", kind, "--noise-seed", seed,
                      *self.statistics)


def plain(shop, targets):
    """People look at something plain, of no shelf, which says nothing, and take a target."""
    draw = shop.draw
    shelf = lambda item: f"Shelf {item % 40}" if item < 400 else ""
    return shop.write([[400 + draw.randrange(20), 400 + draw.randrange(20), draw.choice(targets)]
                       for _ in range(800)], shelf, lambda item: "")


def in_feed_order(folder, name):
    """What the feed puts first is what people take."""
    return plain(Shop(folder, name, 420), range(60))


def known_in_part(folder, name):
    """Forty items are known to be popular; of the others there is noise alone."""
    known = range(9, 400, 10)
    shop = plain(Shop(folder, name, 420), [*known, *known, *range(30)])
    return shop.know(("popularity", f"i{item}", "", .05 - item / 1e5, .005) for item in known)


def popular_always(folder, name):
    """What is popular is so at every moment."""
    shop = plain(Shop(folder, name, 420), range(0, 140, 7))
    return shop.know(("popularity", f"i{item}", "",
                      .2 - item / 1e4 if item % 7 == 0 and item < 140 else .1 - item / 1e5, .001)
                     for item in range(420))


def of_one_shelf(folder, name):
    """Who looked at things of a shelf takes another of it."""
    shop = Shop(folder, name, 400)
    log = []
    for _ in range(600):
        shelf = shop.draw.randrange(20)
        log.append([shelf + 20 * n for n in shop.draw.sample(range(20), 4)])
    return shop.write(log, lambda item: f"Shelf {item % 20}", lambda item: "")


def of_one_mark(folder, name):
    """Who has long looked at one mark, and lately at this and that, takes another of that mark."""
    shop = Shop(folder, name, 400)
    draw, log = shop.draw, []
    for _ in range(400):
        mark = draw.randrange(10)
        long = [mark + 10 * n for n in draw.sample(range(40), 16)]
        log.append(long[1:] + [draw.randrange(400) for _ in range(10)] + long[:1])
    return shop.write(log, lambda item: "", lambda item: f"k={item % 10};t={item // 10 % 8}")


def main():
    worlds = [("popularity", in_feed_order), ("popularity", known_in_part),
              ("category", in_feed_order), ("pair", of_one_shelf),
              ("baseline", of_one_mark), ("moment", popular_always),
              ("vectors", in_feed_order)]
    with tempfile.TemporaryDirectory() as folder:
        for n, (kind, world) in enumerate(worlds):
            shop = world(folder, f"shop{n}")
            for seed in SEEDS:
                got = shop.noised(kind, seed)
                noise = got.get("noise", {"change": -1, "change_se": 0})
                change, error = noise["change"], noise["change_se"]
                fact(f"{kind}, shop {n}, noise {seed}: {change:+.4f} with a standard error of "
                     f"{error:.4f}", change >= -2 * error, got)
    tap.end()


main()
