"""Functions, files and lines stay small enough to be read.

Lines and McCabe complexity of a function come from pmccabe (the traditional count: every case of a
switch is a branch). Parameters are counted here, declarations included; a callback inside a struct
is not counted. Files that say "generated" in their first line are tables; only their lines are
looked at for width. The catalogue's Python files are rows of prose and may be wide.
"""
import re
import shutil
import subprocess

from source import ROOT, Source, files, read
from tap import Report

FOREIGN = ["platform/node/node_abi.h"]  # declares Node's functions, as Node has them
LINES, COMPLEXITY, PARAMETERS, FILE_LINES, WIDTH = 60, 10, 4, 500, 100


def generated(path):
    return "generated" in read(path).split("\n", 1)[0].lower()


def measured(paths):
    """(path, first line, lines, complexity, name) of each function, as pmccabe sees it."""
    if not paths:
        return
    out = subprocess.run(["pmccabe", *paths], cwd=ROOT, capture_output=True, text=True).stdout
    row = re.compile(r"^(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.+?)\((\d+)\): (.+)$", re.M)
    for match in row.finditer(out):
        _, branches, _, first, lines, path, _, name = match.groups()
        yield path, int(first), int(lines), int(branches), name


# Shapes that a foreign library dictates: libmicrohttpd's handler of requests, libcurl's progress.
DICTATED = {"samples/kiosk/kiosk_serve.c": "handle",
            "sdk/tools/aggregate_http.c": "handle_request",
            "sdk/tools/collect_http.c": "handle_request",
            "platform/deliver/exchange.c": "on_progress"}


def too_many_parameters(paths):
    for path in paths:
        source = Source(path)
        for start, name, params, _ in source.functions():
            if len(params) > PARAMETERS and DICTATED.get(path) != name:
                yield source.place(start, f"{name} takes {len(params)} parameters")


def too_long(paths):
    for path in paths:
        count = read(path).count("\n")
        if count > FILE_LINES and not generated(path):
            yield f"{path}:{count}: {count} lines"


def too_wide(paths):
    for path in paths:
        for number, line in enumerate(read(path).split("\n"), 1):
            if len(line) > WIDTH:
                yield f"{path}:{number}: {len(line)} columns"


def main():
    report = Report()
    own = [p for p in files("sdk", "platform", "samples", "tests") if not generated(p)]
    if shutil.which("pmccabe"):
        functions = list(measured(own))
        report.fact(f"no function is longer than {LINES} lines",
                    [f"{p}:{at}: {name} has {n} lines" for p, at, n, _, name in functions
                     if n > LINES])
        report.fact(f"no function has a complexity above {COMPLEXITY}",
                    [f"{p}:{at}: {name} has complexity {c}" for p, at, _, c, name in functions
                     if c > COMPLEXITY])
    else:
        report.skip("function length and complexity", "pmccabe is not installed")
    report.fact(f"no function takes more than {PARAMETERS} parameters",
                too_many_parameters([p for p in files("sdk", "platform", "samples")
                                     if p not in FOREIGN]))
    report.fact(f"no file is longer than {FILE_LINES} lines", too_long(own))
    code = files("sdk", "platform", "samples", "tests",
                 ends=(".c", ".h", ".cpp", ".sh", ".java", ".kt", ".kts"))
    code += files("tests", ends=(".py",))
    report.fact(f"no line is wider than {WIDTH} columns", too_wide(code))
    report.end()


if __name__ == "__main__":
    main()
