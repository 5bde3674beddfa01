"""The sample shop under other names: every item id, title, description, brand and attribute key.

usage: renamed_shop.py SHOP OUTPUT_DIRECTORY

Writes brand.json, the feeds and names.tsv (old, new: item ids and attribute keys). What the models
do may follow what things are and how people use them, never what they are called: a journey that
holds in the shop holds in this one. Values keep their names, which brand.json alone gives meaning;
product_type and brand keep their key, which the format gives it.
"""
import csv
import hashlib
import json
import os
import re
import sys

KEPT_KEYS = ("product_type", "brand")
NAMED = ("title", "description", "brand")
SYLLABLES = ("ba", "co", "du", "fe", "gi", "ka", "lo", "mu", "ne", "pi", "ro", "su", "ta", "vo",
             "xe", "zi")


def other_word(match):
    """A made-up word, always the same one for a word."""
    digest = hashlib.blake2b(match[0].lower().encode(), digest_size=4).digest()
    word = "".join(SYLLABLES[byte % 16] for byte in digest)
    return word.capitalize() if match[0][0].isupper() else word


def other_text(text):
    return re.sub(r"[^\W\d_]+", other_word, text)


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def other_keys(brand):
    """{attribute key: another}"""
    keys = [attribute["key"] for attribute in brand["attributes"]]
    return {key: f"trait{n}" for n, key in enumerate(keys) if key not in KEPT_KEYS}


def renamed(part, keys, ids):
    """brand.json with other keys and ids, as members and as what `attribute`, `key`, `item` say."""
    if isinstance(part, list):
        return [renamed(one, keys, ids) for one in part]
    if not isinstance(part, dict):
        return part
    result = {}
    for name, value in part.items():
        if name in ("attribute", "key") and isinstance(value, str):
            value = keys.get(value, value)
        elif name == "item" and isinstance(value, str):
            value = ids.get(value, value)
        elif name == "column" and value.startswith("attr_"):
            value = "attr_" + keys.get(part["key"], part["key"])
        else:
            value = renamed(value, keys, ids)
        result[keys.get(name, name)] = value
    return result


def other_feed(items, columns, ids):
    for item in items:
        row = {}
        for column, cell in item.items():
            if column == "id":
                cell = ids[cell]
            elif column in ("link", "image_link"):
                cell = ""
            elif column == "item_group_id":
                cell = hashlib.blake2b(cell.encode(), digest_size=4).hexdigest()
            elif column in NAMED:
                cell = other_text(cell)
            row[columns.get(column, column)] = cell
        yield row


def write_feed(path, items):
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join(items[0]) + "\n")
        file.writelines("\t".join(item.values()) + "\n" for item in items)


def main():
    shop, output = sys.argv[1:3]
    os.makedirs(output, exist_ok=True)
    with open(os.path.join(shop, "brand.json"), encoding="utf-8") as file:
        brand = json.load(file)
    keys = other_keys(brand)
    columns = {attribute["column"]: "attr_" + keys[attribute["key"]]
               for attribute in brand["attributes"]
               if attribute["key"] in keys and attribute["column"].startswith("attr_")}
    ids = {}
    for feed in brand["feeds"].values():
        items = rows(os.path.join(shop, feed))
        for item in items:
            ids.setdefault(item["id"], f"q{len(ids):04d}")
        write_feed(os.path.join(output, feed), list(other_feed(items, columns, ids)))
    with open(os.path.join(output, "brand.json"), "w", encoding="utf-8") as file:
        json.dump(renamed(brand, keys, ids), file, ensure_ascii=False, indent=1)
    with open(os.path.join(output, "names.tsv"), "w", encoding="utf-8") as file:
        file.writelines(f"{old}\t{new}\n" for old, new in {**ids, **keys}.items())


main()
