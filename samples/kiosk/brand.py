#!/usr/bin/env python3
"""Makes the kiosks' brand folder: the shop's, with the questions of questions.json for its own.

A kiosk is asked other things than a phone: of the unit "visit", and nothing about last year. All
kiosks get the same pack, so that a pack singles none out.

usage: brand.py SHOP_FOLDER OUTPUT_FOLDER
"""
import json
import pathlib
import shutil
import sys


def main():
    shop, output = map(pathlib.Path, sys.argv[1:])
    output.mkdir(parents=True, exist_ok=True)
    for feed in shop.glob("products.*.tsv"):
        shutil.copy(feed, output)
    brand = json.loads((shop / "brand.json").read_text(encoding="utf-8"))
    asked = pathlib.Path(__file__).with_name("questions.json").read_text(encoding="utf-8")
    brand["questions"] = json.loads(asked)["questions"]
    (output / "brand.json").write_text(json.dumps(brand, ensure_ascii=False, indent=2) + "\n",
                                       encoding="utf-8")


if __name__ == "__main__":
    main()
