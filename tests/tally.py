#!/usr/bin/env python3
"""Add up what several builds' tests said, name what failed, and end with the one line that counts.

usage: tally.py [FILE_OF_FAILED_STEPS] (BUILD_DIR | FACTS.tap)...

Reads BUILD_DIR/meson-logs/testlog.json: each subtest of a TAP program counts as one test, any other
program as one by its exit status, 77 meaning skipped. Reads BUILD_DIR/reports/*, where sanitizers
write: every non-empty report is a failure, because Criterion alone lets a leak pass. A program that
ends badly though its subtests passed counts as one failure more. A build directory that ran no test
is a failure: a filter that matches nothing must not look like success; so is a file of facts (TAP)
without one, or with fewer than its plan says.
"""
import glob
import json
import os
import re
import sys

LINE = re.compile(r"^(not )?ok\b[ \t]*(?:\d+)?[ \t]*-?[ \t]*(.*)$")
SHOWN_LINES = 30


class Tally:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0
        self.reasons = {}

    def fail(self, name, text=""):
        self.failed += 1
        print(f"\nFAILED {name}")
        for line in text.strip().split("\n")[-SHOWN_LINES:]:
            if line.strip():
                print(f"    {line}")

    def skip(self, name, reason):
        self.skipped += 1
        self.reasons.setdefault(reason.strip() or "no reason given", []).append(name)


def detail(lines, at):
    """The comment and indented lines that follow a TAP line: where and why."""
    found = []
    for line in lines[at + 1:]:
        if LINE.match(line) or line.startswith("1.."):
            break
        found.append(line.lstrip("# "))
    return "\n".join(found)


def subtests(tally, name, output):
    """Count the TAP lines of one program; gives how many there were and how many failed."""
    count, failures = 0, 0
    lines = output.split("\n")
    for at, line in enumerate(lines):
        match = LINE.match(line)
        if not match:
            continue
        count += 1
        what = re.sub(r"\s*\(\d+\.\d+s\)$", "", match.group(2))
        skip = re.search(r"#\s*SKIP\b\s*(.*)$", what, re.I)
        if skip:
            tally.skip(f"{name}: {what[:skip.start()].strip()}", skip.group(1))
        elif match.group(1):
            failures += 1
            tally.fail(f"{name}: {what}", detail(lines, at))
        else:
            tally.passed += 1
    return count, failures


def program(tally, build, entry):
    """Count one program of the log."""
    name = f"[{build}] " + entry["name"].replace("sotto:", "", 1)
    out, err = entry.get("stdout", ""), entry.get("stderr", "")
    count, failures = subtests(tally, name, out)
    result = entry["result"]
    if not count and "TAP version" in out:
        tally.fail(f"{name}: holds no test", err)
    elif result == "SKIP" and not count:
        plan = re.search(r"^1\.\.0\s*#\s*SKIP\s*(.*)$", out, re.M | re.I)
        said = (out.strip() or err.strip() or "").split("\n")[-1]
        tally.skip(name, plan.group(1) if plan else said)
    elif result in ("OK", "EXPECTEDFAIL"):
        tally.passed += 0 if count else 1
    elif result != "SKIP" and not failures:
        tally.fail(f"{name}: ended with {result.lower()}, exit status {entry.get('returncode')}",
                   out + "\n" + err)


def build_directory(tally, path):
    build = os.path.basename(path.rstrip("/"))
    before = tally.passed + tally.failed
    log = os.path.join(path, "meson-logs", "testlog.json")
    if os.path.exists(log):
        with open(log, encoding="utf-8", errors="replace") as file:
            for line in file:
                program(tally, build, json.loads(line))
    if tally.passed + tally.failed == before:
        tally.fail(f"[{build}] no test ran")
    for report in sorted(glob.glob(os.path.join(path, "reports", "*"))):
        with open(report, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if text.strip():
            tally.fail(f"[{build}] sanitizer report {os.path.basename(report)}",
                       "\n".join(text.strip().split("\n")[:SHOWN_LINES]))


def facts(tally, path):
    """Count a file of TAP that a script wrote outside meson."""
    name = f"[{os.path.basename(path)[:-len('.tap')]}]"
    text = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    count, _ = subtests(tally, name, text)
    plan = re.search(r"^1\.\.(\d+)", text, re.M)
    if not plan or not count or count != int(plan.group(1)):
        tally.fail(f"{name} ended before its plan", text)


def main():
    tally = Tally()
    for argument in sys.argv[1:]:
        if os.path.isdir(argument):
            build_directory(tally, argument)
        elif argument.endswith(".tap"):
            facts(tally, argument)
        elif os.path.exists(argument):
            with open(argument, encoding="utf-8") as file:
                for line in file:
                    tally.fail(line.strip())
    for reason, names in sorted(tally.reasons.items()):
        print(f"\nskipped {len(names)}: {reason}")
        for name in names[:10]:
            print(f"    {name}")
    print(f"\n{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
