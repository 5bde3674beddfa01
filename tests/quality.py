#!/usr/bin/env python3
"""The quality table of README.md: sotto-eval on every data set, default settings, beside its bars.

usage: quality.py BUILD [--peer]

--peer adds a line on standard error: item-kNN of the PyPI package `implicit` (cosine, 200
neighbours) learnt from the same training part of amazon_beauty, where it is installed. Data is read
from $SOTTO_DATA or ../shared/data; exits 77 where a set is not there.
"""
import collections
import csv
import gzip
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("SOTTO_DATA", os.path.join(HERE, "../../shared/data"))
# What is run, and of its answer: the words, the path of keys, the bar (below 0: less is better).
RUNS = [
    ("amazon_beauty, next item",
     ["recommend", "--protocol", "last-out", "--events", "amazon_beauty/events.tsv.gz", "--items",
      "amazon_beauty/items.tsv.gz"],
     [("HR@10", "hr10", .085)]),
    ("online_retail, next visit",
     ["recommend", "--protocol", "next-visit", "--events", "online_retail/events.tsv.gz",
      "--items", "online_retail/items.tsv"],
     [("HR@10", "hr10", .76), ("Recall@20", "recall20", .30),
      ("HR@10, nothing shared", "local_only.hr10", .71),
      ("Recall@20, nothing shared", "local_only.recall20", .284)]),
    ("diginetica, next view of a session",
     ["recommend", "--protocol", "session", "--events",
      "diginetica_sessions/events_train.tsv.gz", "--test",
      "diginetica_sessions/events_test.tsv.gz"],
     [("HR@20", "hr20", .515), ("MRR@20", "mrr20", .18)]),
    ("shop_1997, will the visit buy",
     ["mindset", "--sessions", "shop_1997/sessions.tsv.gz"],
     [(f"{name} after {k} pages", f"k.{k}.{key}", bar) for k, *bars in
      ((3, .70, -.182, .1), (5, .79, -.162, .1), (10, .82, -.148, .1))
      for name, key, bar in zip(("AUC", "Brier score", "AUC above the funnel rule"),
                                ("auc", "brier", "auc-rule_auc"), bars)]),
    ("product_search, asking in words",
     ["search", "--items", "product_search/items.tsv.gz", "--queries", "product_search/queries.tsv",
      "--judgements", "product_search/judgements.tsv", "--misspelt", "product_search/misspelt.tsv"],
     [("nDCG@10", "ndcg10", .76), ("nDCG@10, judged items alone", "ndcg10_judged", .80),
      ("kept of nDCG@10 where misspelt", "misspelt.share", .87)]),
]


def place(argument):
    return os.path.join(DATA, argument) if "/" in argument else argument


def answer(build, arguments):
    files = [place(a) for a in arguments if "/" in a]
    gone = [f for f in files if not os.path.exists(f)]
    if gone:
        print(f"no {gone[0]}", file=sys.stderr)
        sys.exit(77)
    done = subprocess.run([os.path.join(build, "tests/eval/sotto-eval"), *map(place, arguments)],
                          stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def number(value, digits=4):
    return f"{value:.{digits}f}".lstrip("0")


def find(got, path):
    *outer, last = path.split(".")
    for key in outer:
        got = got[key]
    first, *less = last.split("-")
    return got[first] - sum(got[key] for key in less)


def table(build):
    print("| data, task | measure | at least | measured |")
    print("| --- | --- | ---: | ---: |")
    for name, arguments, measures in RUNS:
        got = answer(build, arguments)
        for words, path, bar in measures:
            value = find(got, path)
            limit = number(bar, 3) if bar > 0 else "at most " + number(-bar, 3)
            holds = value >= bar if bar > 0 else value <= -bar
            print(f"| {name} | {words} | {limit} | {number(value)}{'' if holds else ' (missed)'} |")


def peer():
    try:
        import scipy.sparse as sparse
        from implicit.nearest_neighbours import CosineRecommender
    except ImportError as missing:
        print(f"item-kNN: SKIPPED, {missing}", file=sys.stderr)
        return
    users = collections.defaultdict(list)
    numbers = {}
    with gzip.open(place("amazon_beauty/events.tsv.gz"), "rt") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            users[row["user"]].append(numbers.setdefault(row["item"], len(numbers)))
    histories = list(users.values())

    def matrix(rows):
        cells = [(u, i) for u, items in enumerate(rows) for i in items]
        return sparse.csr_matrix(([1.0] * len(cells), tuple(zip(*cells))),
                                 (len(rows), len(numbers)))
    model = CosineRecommender(K=200, num_threads=1)
    model.fit(matrix([h[:-2] for h in histories]), show_progress=False)
    known = matrix([h[:-1] for h in histories])
    picks, _ = model.recommend(range(len(histories)), known, N=10)
    hits = sum(h[-1] in set(row) for h, row in zip(histories, picks.tolist()))
    print(f"amazon_beauty, next item: item-kNN of implicit HR@10 {number(hits / len(histories))}",
          file=sys.stderr)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    table(sys.argv[1])
    if "--peer" in sys.argv:
        peer()


main()
