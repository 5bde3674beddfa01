"""The library stays small: own lines and machine code, room by room.

usage: size.py BUILD_DIR            check the limits
       size.py --table BUILD_DIR    print the table of the README

Lines are those of .c and .h files that are neither blank nor only comment; public headers of the
brand's side count with brand/. The core is what a build without optional features compiles
(WITHOUT) as that build compiles it, less headers of features and what comes later (LATER);
libsotto is everything.

Code is the instructions and constants (.text, .rodata, .data.rel.ro) of the sources compiled with
BUILD_DIR's include paths, definitions and -f options and `gcc -Os -DNDEBUG -fPIC`, linked into one
object, the core and libsotto without what nothing exported reaches, as meson does; so it does not
depend on the build type of BUILD_DIR. It is what the static library adds to a program: the tables
of the dynamic linker (about 9 KiB for the core as a shared library) and unwind tables, which the
embedder chooses to have or not, are not in it. Nor is what hardens a build at the cost of code
(landing pads, stack probes, checked calls of the C library; with them the core has 2.1 KiB more on
x86-64). Libraries we link to are not counted.

What was measured stays in BUILD_DIR/size.json until anything it depends on changes: the limits and
the table of the README are asked for one after the other.
"""
import concurrent.futures
import fcntl
import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile

from layers import BRAND_HEADERS
from source import DEVICE_ROOMS, ROOT, Source, files
from tap import Report

# (set, most lines, most KiB). Code is what a device carries: 120 and 300 KiB are the design's.
# Lines are bounded for the finished house, with every feature in; the design aims at fewer (AIMS),
# which the table of the README tells.
LIMITS = [("core", 12200, 120), ("libsotto", 24800, 300)]
SDK_LINES = 48000
AIMS = {"core": 7000, "libsotto": 12000, "sdk": 18000}
WITHOUT = ["-Daudience=disabled", "-Dbrief=disabled", "-Dchoose=disabled", "-Djson=disabled",
           "-Dkiosk=disabled", "-Dneed=disabled", "-Dpicture=disabled", "-Dsearch=disabled",
           "-Dsplit=disabled", "-Dvectors=disabled", "-Dwhatif=disabled", "-Dsamples=disabled",
           "-Dtests=disabled", "-Dtools=disabled"]
LATER = ("sdk/model/vector_scan.", "sdk/model/text_format.", "sdk/model/ask_read.",
         "sdk/model/arm_format.", "sdk/model/picture_format.", "sdk/flow/search_work.",
         "sdk/include/sotto/choose.", "sdk/include/sotto/picture.", "sdk/include/sotto/search.",
         "sdk/flow/message_brief.", "sdk/flow/message_feature.", "sdk/include/sotto/brief.",
         "sdk/include/sotto/carry.",
         "sdk/model/audience_format.", "sdk/include/sotto/audience.")
# The part of prio/ that only libsotto_brand has.
BRAND_PRIO = tuple(f"sdk/prio/{stem}." for stem in
                   ("flp_poly", "flp_query", "prio3_type", "prio3_verify"))
KEPT = ("-I", "-D", "-std=", "-f")
DROPPED = ("-fsanitize", "-fdiagnostics", "-fprofile", "-fno-omit", "-flto",
           "-fcf-protection", "-fstack-clash-protection", "-D_FORTIFY_SOURCE")
FLAGS = ["-Os", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-fno-asynchronous-unwind-tables",
         "-fno-unwind-tables", "-ffunction-sections", "-fdata-sections", "-w"]


def lines_of(names):
    return sum(Source(name).own_lines() for name in names)


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


def defines(how):
    return sorted(flag for flag in how[1] if flag.startswith("-D"))


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


CODE = (".text", ".rodata", ".data.rel.ro")


def text_bytes(objects, scratch, *link):
    """Instructions and constants of one object made of these (two `main` may be in); 0: none."""
    if not objects:
        return 0
    target = os.path.join(scratch, "linked.so")
    subprocess.run(["gcc", "-shared", "-Os", "-Wl,-z,muldefs", *link, "-o", target, *objects],
                   check=True)
    out = subprocess.run(["size", "-A", target], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in out.split("\n")]
    return sum(int(row[1]) for row in rows if row and row[0].startswith(CODE))


def core_of(library, scratch):
    """The files of `library` that a build without optional features has (a header goes with the
    source of its name), and the commands of that build."""
    build = os.path.join(scratch, "core")
    subprocess.run(["meson", "setup", *WITHOUT, build, ROOT], check=True, capture_output=True)
    compiled = commands(build)
    optional = {os.path.splitext(name)[0] for name in library
                if name.endswith(".c") and name not in compiled}
    core = [name for name in library
            if os.path.splitext(name)[0] not in optional and not name.startswith(LATER)]
    return core, {name: how for name, how in compiled.items() if name in core}


class Measure:
    """Lines and machine code of any set of files; the sets are rooms, the core, the library."""

    def __init__(self, build, scratch):
        self.scratch = scratch
        self.objects = compile_all(commands(build), scratch)
        self.sets = {room: files(f"sdk/{room}") for room in DEVICE_ROOMS + ["brand", "tools"]}
        brand = [f"sdk/include/{name}" for name in BRAND_HEADERS]
        headers = files("sdk/include")
        self.sets["include"] = [name for name in headers if name not in brand]
        self.sets["brand"] += [name for name in headers if name in brand]
        self.sets["brand"] += [name for name in self.sets["prio"] if name.startswith(BRAND_PRIO)]
        self.sets["prio"] = [name for name in self.sets["prio"] if name not in self.sets["brand"]]
        self.sets["sdk"] = files("sdk")
        self.sets["libsotto"] = [name for room in ["include"] + DEVICE_ROOMS
                                 for name in self.sets[room]]
        self.sets["core"], bare = core_of(self.sets["libsotto"], scratch)
        full = commands(build)
        other = {name: how for name, how in bare.items() if defines(how) != defines(full[name])}
        self.core = {**self.objects, **compile_all(other, tempfile.mkdtemp(dir=scratch))}

    def text(self, name):
        link = ["-Wl,--gc-sections"] if name in ("core", "libsotto") else []
        objects = self.core if name == "core" else self.objects
        return text_bytes([objects[source] for source in self.sets[name]
                           if source in objects], self.scratch, *link) / 1024

    def lines(self, name):
        return lines_of(self.sets[name])


def fingerprint(build):
    """A digest of all that the figures depend on."""
    digest = hashlib.blake2b(subprocess.run(["gcc", "--version"], check=True,
                                            capture_output=True).stdout)
    names = [name for folder in ("sdk", "tests/meta")
             for place, _, found in os.walk(os.path.join(ROOT, folder))
             for name in (os.path.join(place, one) for one in found) if "__pycache__" not in name]
    names += [os.path.join(ROOT, name) for name in ("meson.build", "meson_options.txt")]
    for name in [*sorted(names), os.path.join(build, "compile_commands.json")]:
        with open(name, "rb") as file:
            digest.update(f"{name}\n".encode() + hashlib.blake2b(file.read()).digest())
    return digest.hexdigest()


def measured(build):
    """{set: [own lines, KiB of code]}."""
    with open(os.path.join(build, "size.json"), "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # one measures, the other waits for it
        file.seek(0)
        now = fingerprint(build)
        try:
            kept = json.loads(file.read())
        except ValueError:  # nothing yet, or whoever wrote it was killed
            kept = {}
        if kept.get("of") != now:
            with tempfile.TemporaryDirectory() as scratch:
                measure = Measure(build, scratch)
                kept = {"of": now, "sets": {name: [measure.lines(name), measure.text(name)]
                                            for name in measure.sets}}
            file.truncate(0)
            json.dump(kept, file)
    return kept["sets"]


def aim(name, sets):
    reached = "reached" if sets[name][0] <= AIMS[name] else "not reached"
    return f"aim {AIMS[name]:,} lines, {reached}"


def table(sets):
    """The table of the README, in Markdown."""
    print("| room | own lines | code, KiB |\n| --- | ---: | ---: |")
    for room in ["include"] + DEVICE_ROOMS:
        lines, kib = sets[room]
        if lines:
            code = f"{kib:.1f}" if room != "include" else ""
            print(f"| `{room}` | {lines:,} | {code} |")
    for name, _, most in LIMITS:
        lines, kib = sets[name]
        print(f"| **{name}** ({aim(name, sets)}; at most {most} KiB) "
              f"| **{lines:,}** | **{kib:.1f}** |")
    for room in ["brand", "tools"]:
        print(f"| `{room}` | {sets[room][0]:,} | {sets[room][1]:.1f} |")
    print(f"| **sdk/** ({aim('sdk', sets)}) | **{sets['sdk'][0]:,}** | |")


def check(sets, report):
    for name, most_lines, most_kib in LIMITS:
        lines, kib = sets[name]
        report.fact(f"{name} has at most {most_lines} own lines (now {lines})",
                    [f"sdk: {lines} lines"] if lines > most_lines else [])
        report.fact(f"{name} has at most {most_kib} KiB of code (now {kib:.1f})",
                    [f"sdk: {kib:.1f} KiB"] if kib > most_kib else [])
    total = sets["sdk"][0]
    report.fact(f"sdk has at most {SDK_LINES} own lines (now {total})",
                [f"sdk: {total} lines"] if total > SDK_LINES else [])


def main():
    sets = measured(sys.argv[-1])
    if "--table" in sys.argv:
        table(sets)
        return
    report = Report()
    check(sets, report)
    report.end()


if __name__ == "__main__":
    main()
