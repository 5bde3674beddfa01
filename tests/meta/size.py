"""The library stays small: own lines and machine code, room by room.

usage: size.py BUILD_DIR            check the limits
       size.py --table BUILD_DIR    print the table of the README

Lines are those of .c and .h files that are neither blank nor only comment; public headers of the
brand's side count with brand/. Code is the text column of size(1) (instructions, constants, unwind
tables) of the room's sources compiled with BUILD_DIR's include paths, definitions and -f options
and `gcc -Os -DNDEBUG -fPIC`, linked into one shared object; so it does not depend on the build type
of BUILD_DIR. Libraries we link to are not counted.
"""
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
import tempfile

from layers import BRAND_HEADERS
from source import DEVICE_ROOMS, ROOT, Source, files
from tap import Report

CORE = [room for room in DEVICE_ROOMS if room != "prio"]
LIMITS = [("core", CORE, 7000, 120), ("libsotto", DEVICE_ROOMS, 12000, 300)]
SDK_LINES = 18000
KEPT = ("-I", "-D", "-std=", "-f")
DROPPED = ("-fsanitize", "-fdiagnostics", "-fprofile", "-fno-omit", "-flto")
FLAGS = ["-Os", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-w"]


def lines_of(folder):
    return sum(Source(path).own_lines() for path in files(folder))


def commands(build):
    """{source path: (directory, flags)} of every source under sdk/ that BUILD_DIR compiles."""
    found = {}
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
            name = os.path.relpath(path, ROOT)
            flags = [f for f in shlex.split(entry["command"])
                     if f.startswith(KEPT) and not f.startswith(DROPPED)]
            if name.startswith("sdk/") and name.endswith(".c"):
                found.setdefault(name, (entry["directory"], flags))
    return found


def compile_all(sources, scratch):
    """{source path: object file}, compiled for size."""
    def one(item):
        name, (directory, flags) = item
        target = os.path.join(scratch, name.replace("/", "_") + ".o")
        subprocess.run(["gcc", *flags, *FLAGS, "-c", os.path.join(ROOT, name), "-o", target],
                       cwd=directory, check=True)
        return name, target
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(pool.map(one, sources.items()))


def text_bytes(objects, scratch):
    """The text column of one shared object made of these (two programs may be in); 0 for none."""
    if not objects:
        return 0
    target = os.path.join(scratch, "linked.so")
    subprocess.run(["gcc", "-shared", "-Os", "-Wl,-z,muldefs", "-o", target, *objects], check=True)
    out = subprocess.run(["size", target], check=True, capture_output=True, text=True).stdout
    return int(out.split("\n")[1].split()[0])


class Measure:
    """Lines and machine code of any set of rooms."""

    def __init__(self, build, scratch):
        self.scratch = scratch
        self.objects = compile_all(commands(build), scratch)
        self.lines = {room: lines_of(f"sdk/{room}") for room in DEVICE_ROOMS + ["brand", "tools"]}
        brand = sum(Source(f"sdk/include/{name}").own_lines() for name in BRAND_HEADERS
                    if os.path.exists(os.path.join(ROOT, "sdk/include", name)))
        self.lines["include"] = lines_of("sdk/include") - brand
        self.lines["brand"] += brand

    def text(self, rooms):
        prefixes = tuple(f"sdk/{room}/" for room in rooms)
        return text_bytes([o for name, o in self.objects.items() if name.startswith(prefixes)],
                          self.scratch) / 1024

    def line_count(self, rooms):
        return sum(self.lines[room] for room in rooms)


def table(measure):
    """The table of the README, in Markdown."""
    print("| room | own lines | code, KiB |\n| --- | ---: | ---: |")
    for room in ["include"] + DEVICE_ROOMS:
        if measure.lines[room]:
            code = f"{measure.text([room]):.1f}" if room != "include" else ""
            print(f"| `{room}` | {measure.lines[room]:,} | {code} |")
    for name, rooms, lines, kib in LIMITS:
        print(f"| **{name}** (at most {lines:,} and {kib}) "
              f"| **{measure.line_count(['include', *rooms]):,}** "
              f"| **{measure.text(rooms):.1f}** |")
    for room in ["brand", "tools"]:
        print(f"| `{room}` | {measure.lines[room]:,} | {measure.text([room]):.1f} |")
    print(f"| **sdk/** (at most {SDK_LINES:,}) | **{sum(measure.lines.values()):,}** | |")


def check(measure, report):
    for name, rooms, lines, kib in LIMITS:
        count, text = measure.line_count(["include", *rooms]), measure.text(rooms)
        report.fact(f"{name} has at most {lines} own lines (now {count})",
                    [f"sdk: {count} lines"] if count > lines else [])
        report.fact(f"{name} has at most {kib} KiB of code (now {text:.1f})",
                    [f"sdk: {text:.1f} KiB"] if text > kib else [])
    total = sum(measure.lines.values())
    report.fact(f"sdk has at most {SDK_LINES} own lines (now {total})",
                [f"sdk: {total} lines"] if total > SDK_LINES else [])


def main():
    with tempfile.TemporaryDirectory() as scratch:
        measure = Measure(sys.argv[-1], scratch)
        if "--table" in sys.argv:
            table(measure)
            return
        report = Report()
        check(measure, report)
    report.end()


if __name__ == "__main__":
    main()
