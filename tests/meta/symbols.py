"""The libraries export exactly the committed names, each declared in a public header.

usage: symbols.py [--update] NAME=LIBRARY...     (NAME: sotto, brand, platform, …)

The lists are tests/meta/symbols_NAME.txt, one exported name a line; --update writes them anew,
to be reviewed like any change of the public interface. The names of a library that is not built
here (a key store whose system library is not installed) are taken from its list.
"""
import difflib
import glob
import os
import subprocess
import sys

from source import ROOT, Source, files
from tap import Report

def names(library, kind):
    dynamic = [] if library.endswith(".a") else ["-D"]
    out = subprocess.run(["nm", *dynamic, f"--{kind}-only", library], check=True,
                         capture_output=True, text=True).stdout
    lines = [line for line in out.splitlines() if line.strip() and not line.endswith(":")]
    return sorted({line.split()[-1].split("@")[0] for line in lines})


def ledger(name):
    return os.path.join(ROOT, "tests", "meta", f"symbols_{name}.txt")


def committed(name):
    if not os.path.exists(ledger(name)):
        return []
    with open(ledger(name), encoding="ascii") as file:
        return file.read().split()


def all_committed():
    """What every list names, built here or not."""
    names_of = []
    for path in glob.glob(ledger("*")):
        with open(path, encoding="ascii") as file:
            names_of += file.read().split()
    return set(names_of)


def update(name, library):
    with open(ledger(name), "w", encoding="ascii") as file:
        file.write("".join(f"{symbol}\n" for symbol in names(library, "defined")))


def declared():
    """Functions that the public headers declare."""
    return {name for path in files("sdk/include", "platform/include", ends=(".h",))
            for _, name, _, _ in Source(path).functions()}


def difference(name, exported):
    """Names added and lost, each with the list that would have to change."""
    lines = difflib.unified_diff(committed(name), exported, "committed", "exported", "", "", 0, "")
    return [f"tests/meta/symbols_{name}.txt: {line}" for line in lines
            if line[0] in "+-" and not line.startswith(("+++", "---"))]


def main():
    libraries = [argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument]
    if "--update" in sys.argv:
        for name, library in libraries:
            update(name, library)
        return
    report = Report()
    everything, public = set(), declared()
    for name, library in libraries:
        exported = names(library, "defined")
        everything |= set(exported)
        equal = f"{name}: exported names equal symbols_{name}.txt"
        if os.path.exists(ledger(name)):
            report.fact(equal, difference(name, exported))
        else:
            report.skip(equal, "the list is not begun: run with --update")
        report.fact(f"{name}: every exported name begins with sotto_",
                    [f"{library}: {n}" for n in exported if not n.startswith("sotto_")])
        report.fact(f"{name}: every exported name is declared in a public header",
                    [f"{library}: {n}" for n in exported if n not in public])
    if all(committed(name) for name, _ in libraries):
        report.fact("every declared function is exported by a library",
                    [f"sdk/include/sotto: {n}"
                     for n in sorted(public - everything - all_committed())])
    report.end()


if __name__ == "__main__":
    main()
