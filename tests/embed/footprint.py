"""The whole of samples/hello, with the sample shop's pack and a profile on disk, stays small.

usage: footprint.py PEAK SOTTO_HELLO SOTTO_PACK

Prints the peak of the resident memory, shared libraries included.
"""
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import ROOT, Report  # noqa: E402

LIMIT_KIB = 10 * 1024


def shop(sotto_pack, scratch):
    """A signed pack of the sample shop and its public key."""
    brand, pack = os.path.join(scratch, "brand"), os.path.join(scratch, "shop.sottopack")
    os.mkdir(brand)
    for name in ("brand.json", "products.en.tsv", "products.es.tsv"):
        shutil.copy(os.path.join(ROOT, "samples", "outdoor", name), brand)
    for words in (["keygen", "--quiet", brand], ["build", brand, "-o", pack]):
        subprocess.run([sotto_pack, *words], check=True, capture_output=True)
    return pack, os.path.join(brand, "brand.public")


def peak(program, *words, where):
    done = subprocess.run([*program, *words], cwd=where, capture_output=True, text=True)
    lines = done.stdout.strip().split("\n")
    return done.returncode, int(lines[-1]), len(lines)


def main():
    measure, hello, sotto_pack = (os.path.abspath(path) for path in sys.argv[1:4])
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        pack, public = shop(sotto_pack, scratch)
        profile = os.path.join(scratch, "profile")
        os.mkdir(profile, 0o700)
        code, kib, lines = peak([measure, hello], pack, public, profile, where=scratch)
        report.fact("hello picks and says why", [f"status {code}, {lines} lines"]
                    if code or lines < 8 else [])
        report.fact(f"hello holds at most 10 MiB at its peak (now {kib / 1024:.1f})",
                    [f"{kib} KiB"] if kib > LIMIT_KIB else [])
        hog = os.path.join(scratch, "hog.py")
        with open(hog, "w", encoding="ascii") as file:
            file.write("print(len(b'x' * (12 << 20)))\n")
        code, kib, _ = peak([measure, sys.executable], hog, where=scratch)
        report.fact("a program that takes 12 MiB would be found", []
                    if kib > LIMIT_KIB and not code else [f"{kib} KiB, status {code}"])
    report.end()


if __name__ == "__main__":
    main()
