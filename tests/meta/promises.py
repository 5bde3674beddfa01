"""What PRIVACY.md promises and what the README shows exist in the tree.

A promise of PRIVACY.md is a list item under a heading that holds the word "promise", or any line
with a tag. Each promise ends with one or more tags

    [test: SUITE/NAME]

where SUITE/NAME is a Criterion test `Test(SUITE, NAME` in tests/, or a program of that name:
tests/SUITE/NAME.py, .sh or .c, tests/SUITE/test_NAME.c, or a way that tests/SUITE/meson.build runs
a program ("hosts" of tests/embed). Several tags: [test: a/b] [test: c/d].

A command of the README is a line of a fenced block marked sh, bash or console (there: after "$ ").
Scripts and paths it names must exist, programs of ours must be built by a meson.build, and their
first word must be a subcommand the tool's source knows. A path under build/ is not looked at.
"""
import os
import re
import shutil

from source import ROOT, files, read
from tap import Report

TAG = re.compile(r"\[test:\s*([\w.-]+)/([\w.-]+)\]")
ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ \t]+")
PLAIN = {"git", "cd", "sudo", "apt-get", "apt", "meson", "ninja", "cc", "gcc", "clang", "strings",
         "pkg-config", "python3", "xdg-open", "sh", "bash", "strace", "java", "cat", "ls", "less",
         "export", "npm", "node", "wait"}
OURS = ("sotto-pack", "sotto-collect", "sotto-audit", "sotto-eval")


def tests_in_tree():
    names = set()
    for path in files("tests", ends=(".c", ".py", ".sh")):
        folder, base = os.path.basename(os.path.dirname(path)), os.path.basename(path)
        stem = os.path.splitext(base)[0]
        names |= {(folder, stem), (folder, re.sub(r"^test_", "", stem))}
        if path.endswith(".c"):
            found = re.findall(r"\b(?:Parameterized|Theory)?Test\(\s*(\w+),\s*(\w+)", read(path))
            names |= set(found)
            names |= set(re.findall(r"\bTheory\(\([^)]*\),\s*(\w+),\s*(\w+)", read(path)))
    for path in files("tests", ends=("meson.build",)):
        folder = os.path.basename(os.path.dirname(path))
        names |= {(folder, name) for name in re.findall(r"'(\w+)'", read(path))}
    return names


def items(text):
    """(line number, heading, whole text) of each list item; continuation lines belong to it."""
    heading, current = "", None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip() or ITEM.match(line):
            if current:
                yield current
            current = None
        if line.startswith("#"):
            heading = line
        elif ITEM.match(line):
            current = (number, heading, line)
        elif current:
            current = (current[0], current[1], current[2] + " " + line.strip())
    if current:
        yield current


def untested(path):
    for number, heading, text in items(read(path)):
        if "promise" in heading.lower() and not text.rstrip(" .").endswith("]"):
            yield f"{path}:{number}: a promise without [test: suite/name]"


def unknown_tests(paths):
    known = tests_in_tree()
    for path in paths:
        for number, line in enumerate(read(path).split("\n"), 1):
            for suite, name in TAG.findall(line):
                if (suite, name) not in known:
                    yield f"{path}:{number}: no test {suite}/{name}"


def commands(text):
    """(line number, command) of each shell line in fenced blocks."""
    inside, joined = None, ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = re.match(r"^\s*```+\s*(\w*)", line)
        if fence:
            inside = fence.group(1) if inside is None else None
            continue
        if inside == "console" and line.startswith("$ "):
            yield number, line[2:].strip()
        elif inside in ("sh", "bash", "shell"):
            joined += line.strip()
            if joined.endswith("\\"):
                joined = joined[:-1] + " "
                continue
            if joined and not joined.startswith("#"):
                yield number, joined
            joined = ""


def tool_sources():
    return "\n".join(read(p) for p in files("sdk/tools", "samples", "tests/eval", ends=(".c",)))


def missing_in(command, sources):
    """What a command names that is not there; None if all is."""
    words = re.split(r"\s+", command.strip())
    words = [w for w in words if "=" not in w.split("/")[0] or w.startswith("-")]
    if not words:
        return None
    program = os.path.basename(words[0])
    if program in OURS:
        known = len(words) < 2 or words[1].startswith("-") or f'"{words[1]}"' in sources
        return None if known else f"{program} knows no {words[1]}"
    if words[0] in PLAIN or shutil.which(words[0]):
        scripts = [w for w in words[1:] if re.match(r"^(tests|samples|sdk|platform|\.ci)/", w)]
        gone = [w for w in scripts if not os.path.exists(os.path.join(ROOT, w))]
        return f"{gone[0]} does not exist" if gone else None
    here = os.path.exists(os.path.join(ROOT, words[0]))
    return None if here or "build" in words[0] else f"{words[0]} is neither ours nor known"


def broken_commands(path):
    sources, text = tool_sources(), read(path)
    for number, line in commands(text):
        for command in re.split(r"\s*(?:&&|\||;)\s*", re.sub(r"(^|\s)#.*", "", line)):
            command = re.sub(r"^\w+=\$\(", "", command)  # what it says becomes a variable
            made = command.startswith("./") and f"-o {command.split()[0][2:]}" in text
            problem = None if made else missing_in(command, sources)
            if problem:
                yield f"{path}:{number}: {problem}"


def main():
    report = Report()
    present = [p for p in ("PRIVACY.md", "README.md") if os.path.exists(os.path.join(ROOT, p))]
    if "PRIVACY.md" in present:
        report.fact("every promise of PRIVACY.md names its test", untested("PRIVACY.md"))
        report.fact("PRIVACY.md makes promises that are tested",
                    [] if TAG.search(read("PRIVACY.md")) else ["PRIVACY.md:1: no [test: …] tag"])
    else:
        report.skip("every promise of PRIVACY.md names its test", "PRIVACY.md is not written yet")
    report.fact("every test that is named exists", unknown_tests(present))
    if "README.md" in present:
        report.fact("every command of the README exists", broken_commands("README.md"))
    else:
        report.skip("every command of the README exists", "README.md is not written yet")
    report.end()


if __name__ == "__main__":
    main()
