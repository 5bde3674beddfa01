"""Installed libraries and programs are built to be hard to abuse.

usage: hardening.py BUILD_DIR

Looks at what an installation holds, with readelf and nm: relocations read-only before the first
call (RELRO, BIND_NOW), no executable stack, position independence, no path of the building machine
(RPATH, RUNPATH), no text relocations, stack protector, checked calls of the C library in an
optimised build, and landing pads (CET, BTI) in Sotto's own objects where the processor has them.
A program without all this, made here, must fail every one of the checks.
"""
import json
import os
import platform
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Report  # noqa: E402

WEAK = r"""
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
  char text[8] = "";
  strcpy(text, argv[argc - 1]);
  return puts(text);
}
"""
WEAK_FLAGS = ["-no-pie", "-O0", "-U_FORTIFY_SOURCE", "-fno-stack-protector", "-fcf-protection=none",
              "-Wl,-z,norelro", "-Wl,-z,lazy", "-Wl,-z,execstack", "-Wl,-rpath,/nowhere", "-w"]


def told(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Elf:
    """What readelf and nm say of one file."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        self.header = told("readelf", "-hW", path)
        self.segments = told("readelf", "-lW", path)
        self.dynamic = told("readelf", "-dW", path)
        self.symbols = told("nm", "-D", path)
        self.is_program = "INTERP" in self.segments


CHECKS = {
    "relocations are read-only (RELRO)": lambda elf: "GNU_RELRO" in elf.segments,
    "every symbol is bound at the start (BIND_NOW)":
        lambda elf: re.search(r"BIND_NOW|Flags:.*\bNOW\b", elf.dynamic),
    "the stack is not executable": lambda elf: re.search(r"GNU_STACK.* RW ", elf.segments),
    "it loads at any address (PIE)": lambda elf: re.search(r"Type:\s+DYN", elf.header),
    "no path of the building machine is built in": lambda elf: not re.search(
        r"(RPATH|RUNPATH).*\[(?!\$ORIGIN[/\]])", elf.dynamic),
    "calls that overflow the stack are caught": lambda elf: "__stack_chk_fail" in elf.symbols,
}


def installed(build, stage):
    """The libraries and programs of an installation, links left out."""
    told("meson", "install", "-C", build, "--no-rebuild", "--destdir", stage)
    paths = [os.path.join(where, name) for where, _, names in os.walk(stage) for name in names]
    return [path for path in sorted(paths)
            if not os.path.islink(path) and open(path, "rb").read(4) == b"\x7fELF"]


def option(build, name):
    told_options = os.path.join(build, "meson-info", "intro-buildoptions.json")
    with open(told_options, encoding="utf-8") as file:
        return next(entry["value"] for entry in json.load(file) if entry["name"] == name)


def marks(build):
    """Objects of libsotto without landing pads for indirect branches."""
    archive = os.path.join(build, "sdk", "libsotto.a")
    wanted = {"x86_64": "IBT", "aarch64": "BTI"}[platform.machine()]
    count = len(told("ar", "t", archive).split())
    found = len(re.findall(wanted, told("readelf", "-nW", archive)))
    return [] if found >= count else [f"libsotto.a: {found} of {count} objects carry {wanted}"]


def weak(scratch):
    source, program = os.path.join(scratch, "weak.c"), os.path.join(scratch, "weak")
    with open(source, "w", encoding="ascii") as file:
        file.write(WEAK)
    subprocess.run(["gcc", *WEAK_FLAGS, source, "-o", program], check=True)
    return Elf(program)


def state(report, build, scratch):
    elves = [Elf(path) for path in installed(build, os.path.join(scratch, "stage"))]
    report.fact("an installation has the three libraries and the two programs",
                [f"{len(elves)} files"] if len(elves) < 5 else [])
    for what, holds in CHECKS.items():
        report.fact(what, [elf.name for elf in elves if not holds(elf)])
    report.fact("no code is rewritten at the start (TEXTREL)",
                [elf.name for elf in elves if "TEXTREL" in elf.dynamic])
    if option(build, "optimization") in ("0", "g") or option(build, "b_sanitize") != "none":
        report.skip("calls of the C library are checked", "this build does not optimise")
    else:
        report.fact("calls of the C library are checked (FORTIFY)",
                    [elf.name for elf in elves
                     if not re.search(r"U __(?!stack)\w+_chk", elf.symbols)])
    if option(build, "sqlcipher") == "private":
        report.skip("objects of libsotto carry landing pads", "the system's SQLCipher has none")
    elif platform.machine() in ("x86_64", "aarch64"):
        report.fact("objects of libsotto carry landing pads (CET, BTI)", marks(build))


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        state(report, sys.argv[1], scratch)
        bad = weak(scratch)
        report.fact("a program without any of it fails every check",
                    [what for what, holds in CHECKS.items() if holds(bad)])
    report.end()


if __name__ == "__main__":
    main()
