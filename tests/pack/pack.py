#!/usr/bin/env python3
"""Make the sample shop's signed pack, for tests: OUT/shop.sottopack and OUT/brand.public.

usage: pack.py SOTTO_PACK CATALOGUE OUT
"""
import glob
import os
import shutil
import subprocess
import sys


def main():
    tool, catalogue, out = sys.argv[1:4]
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    for path in [os.path.join(catalogue, "brand.json")] + glob.glob(f"{catalogue}/products.*.tsv"):
        shutil.copy(path, out)
    pack = os.path.join(out, "shop.sottopack")
    for command in ([tool, "keygen", "--quiet", out], [tool, "build", out, "-o", pack]):
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stdout + run.stderr)


if __name__ == "__main__":
    main()
