#!/usr/bin/env python3
"""Writes the sample shop: products.en.tsv, products.es.tsv, truth.tsv and (with pictures.py) its art.

The feeds are Google Merchant product data, one file per language with the same ids. truth.tsv is
what no feed says and only the simulator may read: which kind goes with which, and after how many
days a thing runs out. Everything follows from the range_*.py files; there is no randomness, so a
second run changes nothing.

usage: generate.py [OUTPUT_DIRECTORY]     writes (here by default)
       generate.py --check                fails unless the files here are what would be written
"""
import hashlib
import json
import pathlib
import re
import sys
import tempfile
import unicodedata

import range_camp, range_wear, range_carry, range_sport, range_care  # noqa: F401, E401 (fill the shelf)
from shelf import COLOURS, KINDS, MATERIALS, WEARERS, colour_word

HEADER = ("id title description link image_link availability price brand google_product_category "
          "product_type color size material age_group gender item_group_id attr_activity "
          "attr_season attr_waterproof attr_persons attr_weight_g attr_level attr_for attr_color "
          "discreet").split()
BANDS = ((100, "under_100"), (250, "100_249"), (500, "250_499"), (1000, "500_999"),
         (2500, "1000_2499"), (5000, "2500_4999"), (10 ** 9, "5000_and_over"))
HOME = "https://vereda.example"


def slug(text):
    """ASCII words joined by '-', as ids are written."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def share(text, modulus):
    """A number below modulus that depends on the text alone: our only source of variety."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % modulus


def band(grams):
    return next(name for limit, name in BANDS if grams < limit)


def wearer_of(shelf, entry):
    """Whose title it is: an adult's thing made for a child says so in its name."""
    if entry.get("age_group") == "kids" and shelf["age_group"] != "kids":
        return "kids"
    return entry["wearer"]


def trait(shelf, entry, name):
    return entry.get(name, shelf[name])


def english_title(shelf, entry, colour):
    wearer = wearer_of(shelf, entry)
    wearer = WEARERS[wearer][0] if wearer else ""
    noun = wearer + shelf["english"]
    name, _, count = entry["name"].partition(", ")
    title = f"{entry['brand']} {name} {noun}" + (f", {count}" if count else "")
    return title + (f", {COLOURS[colour][1]}" if colour else "")


def spanish_title(shelf, entry, colour):
    wearer = wearer_of(shelf, entry)
    if wearer == "kids":
        wearer = " infantiles" if shelf["number"].endswith("p") else " infantil"
    elif wearer:
        wearer = WEARERS[wearer][1]
    title = f"{shelf['spanish']}{wearer} {entry['brand']} {entry.get('name_es', entry['name'])}"
    title = title[0].upper() + title[1:]
    return title + (f", {colour_word(colour, shelf['number'])}" if colour else "")


def wearer_traits(shelf, entry):
    wearer = wearer_of(shelf, entry)
    if wearer:
        return WEARERS[wearer][3], WEARERS[wearer][2]
    return trait(shelf, entry, "age_group"), trait(shelf, entry, "gender")


def translate_size(size):
    size = re.sub(r"\bpersons?\b", lambda word: word[0].replace("person", "persona"), size)
    size = size.replace("up to", "hasta").replace("regular", "normal").replace("double", "doble")
    return size.replace(".", ",")


def row(shelf, entry, colour, language):
    """One line of the feed, as a dictionary by column."""
    spanish = language == "es"
    group = f"{shelf['code']}-{slug(entry['name'])}" + (f"-{wearer_of(shelf, entry)}" if wearer_of(shelf, entry) else "")
    ident = group + (f"-{colour}" if colour else "")
    note, tail = entry["note"][spanish], shelf["tail"][spanish]
    material = trait(shelf, entry, "material")
    age_group, gender = wearer_traits(shelf, entry)
    family = COLOURS[colour][0] if colour else ""
    word = ""
    if colour:
        word = colour_word(colour, "ms") if spanish else COLOURS[colour][1]
    title = spanish_title if spanish else english_title
    return {
        "id": ident, "title": title(shelf, entry, colour), "description": f"{note} {tail}".strip(),
        "link": f"{HOME}/{language}/p/{ident}", "image_link": f"{HOME}/pictures/{ident}.png",
        "availability": "out_of_stock" if share(ident, 25) == 0 else "in_stock",
        "price": f"{entry['price']:.2f} EUR", "brand": entry["brand"],
        "google_product_category": shelf["google"], "product_type": shelf["path"][spanish],
        "color": word.removeprefix("color "),
        "size": translate_size(entry["size"]) if spanish else entry["size"],
        "material": MATERIALS[material][spanish] if material else "",
        "age_group": age_group, "gender": gender, "item_group_id": group,
        "attr_activity": trait(shelf, entry, "activity"), "attr_season": trait(shelf, entry, "season"),
        "attr_waterproof": trait(shelf, entry, "waterproof"), "attr_persons": str(entry["persons"]),
        "attr_weight_g": band(entry["weight"]), "attr_level": trait(shelf, entry, "level"),
        "attr_for": "children" if age_group == "kids" else trait(shelf, entry, "whom"),
        "attr_color": family, "discreet": trait(shelf, entry, "discreet"),
    }


def products():
    """Every (kind, model, colour), the newest colours last."""
    for shelf in KINDS:
        for entry in shelf["models"]:
            for colour in entry["colours"] or [""]:
                yield shelf, entry, colour


def check(rows):
    """Refuses a catalogue that a merchant feed would not accept."""
    seen = set()
    for line in rows:
        assert line["id"] not in seen, "duplicate id " + line["id"]
        seen.add(line["id"])
        assert len(line["id"]) <= 50 and len(line["title"]) <= 150, line["id"]
        assert set(line) == set(HEADER), line["id"]
        assert all("\t" not in value and "\n" not in value for value in line.values()), line["id"]
    codes = {shelf["code"] for shelf in KINDS}
    for shelf in KINDS:
        assert set(shelf["goes"].split()) <= codes, (shelf["code"], set(shelf["goes"].split()) - codes)


def write_feed(path, language):
    rows = [row(*product, language) for product in products()]
    check(rows)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(HEADER) + "\n")
        for line in rows:
            out.write("\t".join(line[name] for name in HEADER) + "\n")
    return len(rows)


def write_truth(path):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("id\tkind\trefill_days\tgoes_with\n")
        for shelf, entry, colour in products():
            days = trait(shelf, entry, "refill")
            ident = row(shelf, entry, colour, "en")["id"]
            out.write(f"{ident}\t{shelf['code']}\t{days}\t{shelf['goes'].replace(' ', ',')}\n")


def write_shop(target):
    count = write_feed(target / "products.en.tsv", "en")
    write_feed(target / "products.es.tsv", "es")
    write_truth(target / "truth.tsv")
    return count


def check_brand(brand):
    """Every column, value and item that brand.json names must occur, and every coded value be named."""
    rows = [row(*product, "en") for product in products()]
    columns = {entry["key"]: entry["column"] for entry in brand["attributes"]}
    seen = {key: {line[column] for line in rows} - {""} for key, column in columns.items()}
    seen["product_type"] |= {value.split(" > ")[0] for value in seen["product_type"]}
    idents = {line["id"] for line in rows}
    for entry in brand["attributes"]:
        if "values" in entry:
            assert set(entry["values"]) == seen[entry["key"]], entry["key"]
    for rule in (rule for slot in brand["slots"] for rule in slot.get("rules", [])):
        assert "item" not in rule or rule["item"] in idents, rule
        assert "value" not in rule or rule["value"] in seen[rule["attribute"]], rule
    for arm in (arm for slot in brand["slots"] for arm in slot.get("arms", [])):
        assert "item" not in arm or arm["item"] in idents, arm
        for key, values in arm.get("attributes", {}).items():
            assert set(values) <= seen[key], arm
    for question in brand["questions"]:
        assert set(question.get("values", [])) <= seen[question.get("attribute", "brand")], question


def check_shop(here):
    """Names the committed files that differ from what the tables say now."""
    check_brand(json.loads((here / "brand.json").read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as directory:
        fresh = pathlib.Path(directory)
        write_shop(fresh)
        stale = [path.name for path in fresh.iterdir() if path.read_bytes() != (here / path.name).read_bytes()]
    if stale:
        sys.exit("run generate.py: out of date " + ", ".join(sorted(stale)))
    print("the sample shop is up to date")


def main():
    here = pathlib.Path(__file__).resolve().parent
    if sys.argv[1:] == ["--check"]:
        check_shop(here)
        return
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else here
    if len(sys.argv) > 2 or not target.is_dir():
        sys.exit(__doc__.split("usage: ")[1])
    print(f"{write_shop(target)} products in English and Spanish, {len(KINDS)} kinds")


if __name__ == "__main__":
    main()
