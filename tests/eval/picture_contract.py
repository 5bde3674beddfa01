"""sotto-eval picture keeps its contract on a drawn set, and its bar.

usage: picture_contract.py SOTTO_EVAL

The set is that of picture_set.py: queries of other drawings, poses, light and grounds than the
catalogue's, 160 taken well and 160 badly. The bar is 30 times random on product type and colour;
badly taken ones, and a catalogue without labels, are held to 10 times.
"""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Facts  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BAR, BAD_BAR = 30, 10
KEYS = ["queries", "p10_type_colour", "random", "ratio", "p10_degraded", "p10_unlabelled", "p50_us"]
tap = Facts()
fact = tap.fact


def run(folder, *more):
    return subprocess.run([sys.argv[1], "picture", "--items", f"{folder}/items.tsv", "--images",
                           f"{folder}/images", "--queries", f"{folder}/queries/labels", *more],
                          capture_output=True, text=True, timeout=600)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "picture_set.py"), folder], check=True)
        done = run(folder, "--least-ratio", str(BAR))
        found = json.loads(done.stdout.strip().split("\n")[-1]) if done.stdout else {}
        fact("the measures are those of the contract", list(found) == KEYS, done.stdout,
            done.stderr)
        fact(f"type and colour are found {BAR} times as often as at random",
             done.returncode == 0 and found["ratio"] >= BAR, found)
        fact(f"in bad pictures {BAD_BAR} times", found["p10_degraded"] >= BAD_BAR * found["random"],
             found)
        fact(f"and {BAD_BAR} times where the catalogue has no labels",
             found["p10_unlabelled"] >= BAD_BAR * found["random"], found)
        os.remove(f"{folder}/queries/mug-red-clean.ppm")
        fact("a query that is not there is an error", run(folder).returncode == 2)
    tap.end()


if __name__ == "__main__":
    main()
