"""brand.schema.json and sotto-pack agree on what a brand.json is.

usage: brand_schema.py SOTTO_PACK

The sample shop and the folder `sotto-pack init` writes are right to both; each document with one
fault of shape is refused by both. What only the program can know (unique names, ascending bounds,
names the catalogue lacks) is tested in test_brand_file.c and test_lint.c.
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

FAULTS = {
    "no brand": lambda d: d.pop("brand"),
    "empty brand": lambda d: d.update(brand=""),
    "small currency": lambda d: d.update(currency="eur"),
    "no default locale": lambda d: d.pop("default_locale"),
    "unknown member": lambda d: d.update(slotz=[]),
    "feed that is a number": lambda d: d["feeds"].update(en=5),
    "no category": lambda d: d["attributes"][0].pop("category"),
    "unknown category": lambda d: d["attributes"][0].update(category="nice"),
    "key with a space": lambda d: d["attributes"][0].update(key="no name"),
    "label that is a number": lambda d: d["attributes"][0].update(label={"en": 1}),
    "value without object": lambda d: d["attributes"][0].update(values={"x": "y"}),
    "discreet number": lambda d: d["attributes"][0].update(discreet_values=[1]),
    "slot without id": lambda d: d["slots"][0].pop("id"),
    "slot limit 0": lambda d: d["slots"][0].update(limit=0),
    "slot limit 1.5": lambda d: d["slots"][0].update(limit=1.5),
    "unknown company": lambda d: d["slots"][0].update(company="public"),
    "unknown rule": lambda d: d["slots"][0].update(rules=[{"rule": "hide"}]),
    "include without value": lambda d: d["slots"][0].update(
        rules=[{"rule": "include", "attribute": "brand"}]),
    "pin without item": lambda d: d["slots"][0].update(rules=[{"rule": "pin"}]),
    "price that is a word": lambda d: d["slots"][0].update(
        rules=[{"rule": "price_band", "from": "ten"}]),
    "arm without id": lambda d: d["slots"][0].update(arms=[{"content": {"en": "x"}}]),
    "arm without content": lambda d: d["slots"][0].update(arms=[{"id": "a"}]),
    "arm whose content is a text": lambda d: d["slots"][0].update(
        arms=[{"id": "a", "content": "x"}]),
    "arm with a slash": lambda d: d["slots"][0].update(
        arms=[{"id": "a/b", "content": {"en": "x"}}]),
    "arm about nothing": lambda d: d["slots"][0].update(
        arms=[{"id": "a", "content": {"en": "x"}, "attributes": {"brand": []}}]),
    "arm with an unknown member": lambda d: d["slots"][0].update(
        arms=[{"id": "a", "content": {"en": "x"}, "weight": 1}]),
    "unknown reward": lambda d: d["slots"][0].update(choice={"reward": "joy"}),
    "window of no hours": lambda d: d["slots"][0].update(choice={"window_hours": 0}),
    "more than all choices explored": lambda d: d["slots"][0].update(
        choice={"explore_permille": 1001}),
    "split question without task": lambda d: d["questions"][0].update(trust="split"),
    "task of a local question": lambda d: d["questions"][0].update(task="task.json"),
    "question without cost": lambda d: d["questions"][0].pop("epsilon_micro"),
    "question too dear": lambda d: d["questions"][0].update(epsilon_micro=1000001),
    "unknown question": lambda d: d["questions"][0].update(kind="mood"),
    "bounds of nothing": lambda d: d["questions"][1].update(bounds_days=[]),
    "top value of nothing": lambda d: d["questions"].append(
        {"name": "t", "kind": "top_value", "epsilon_micro": 1}),
    "mean without an end": lambda d: d["questions"].append(
        {"name": "n", "kind": "mean", "measure": "visits", "low": 0, "epsilon_micro": 1}),
    "mean of an unknown number": lambda d: d["questions"].append(
        {"name": "n", "kind": "mean", "measure": "age", "low": 0, "high": 9, "epsilon_micro": 1}),
    "mean of money in whole numbers": lambda d: d["questions"].append(
        {"name": "n", "kind": "mean", "measure": "spend", "low": 0, "high": 9,
         "epsilon_micro": 1}),
    "spend by days": lambda d: d["questions"].append(
        {"name": "n", "kind": "spend", "bounds_days": [7], "epsilon_micro": 1}),
    "spend by numbers": lambda d: d["questions"].append(
        {"name": "n", "kind": "spend", "bounds": [7], "epsilon_micro": 1}),
    "one group of items": lambda d: d["questions"].append(
        {"name": "n", "kind": "popularity", "buckets": 1, "epsilon_micro": 1}),
    "pairs in no parts": lambda d: d["questions"].append(
        {"name": "n", "kind": "item_pair", "buckets": 64, "parts": 0, "epsilon_micro": 1}),
    "no arms": lambda d: d["questions"].append(
        {"name": "n", "kind": "arm_outcome", "arms": [], "epsilon_micro": 1}),
    "arms of another kind": lambda d: d["questions"][0].update(arms=["a"]),
    "one audience twice": lambda d: d["questions"].append(
        {"name": "n", "kind": "audience", "audiences": ["a", "b", "a"], "epsilon_micro": 1}),
    "audience that is a number": lambda d: d["questions"].append(
        {"name": "n", "kind": "audience", "audiences": [1], "epsilon_micro": 1}),
    "schedule of 0 weeks": lambda d: d["questions"][0].update(every=0),
    "schedule of two years": lambda d: d["questions"][0].update(every=104),
    "phase below 0": lambda d: d["questions"][0].update(phase=-1),
    "lots that are a word": lambda d: d["questions"][0].update(lots="yes"),
    "unknown unit": lambda d: d["questions"][0].update(unit="person"),
    "unknown trust": lambda d: d["questions"][0].update(trust="blind"),
    "split trust": lambda d: d["questions"][0].update(trust="split"),
    "blend of one mindset": lambda d: d.update(blend={"curious": {}}),
    "unknown strategy": lambda d: d.update(
        blend={m: {"luck": 1} for m in ("curious", "interested", "focused", "satisfied", "loyal",
                                        "fading")}),
    "half a state": lambda d: d.update(state={"hysteresis": 0.1}),
    "life of 0 days": lambda d: d.update(expires_days=0),
    "audience without a predicate": lambda d: d.update(audiences=[{"id": "a"}]),
    "predicate of two tests": lambda d: d.update(audiences=[
        {"id": "a", "when": {"cart": "open", "visits": {"at_least": 2}}}]),
    "affinity without a band": lambda d: d.update(audiences=[
        {"id": "a", "when": {"affinity": {"brand": "Lar"}}}]),
    "affinity to two values": lambda d: d.update(audiences=[
        {"id": "a", "when": {"affinity": {"brand": "Lar", "room": "garden"},
                             "at_least": "high"}}]),
    "spend in numbers": lambda d: d.update(audiences=[
        {"id": "a", "when": {"spend": {"at_least": 50}}}]),
    "visits without bounds": lambda d: d.update(audiences=[{"id": "a", "when": {"visits": {}}}]),
    "any of nothing": lambda d: d.update(audiences=[{"id": "a", "when": {"any": []}}]),
    "unknown need": lambda d: d.update(audiences=[
        {"id": "a", "when": {"not": {"need": "luck", "at_least": 0.5}}}]),
    "boost of an unknown strategy": lambda d: d["slots"][0].update(
        boosts=[{"audience": "a", "strategy": "luck", "factor": 2}]),
    "boost too strong": lambda d: d.update(
        boosts=[{"audience": "a", "strategy": "popular", "factor": 9}]),
    "empathy of one mindset": lambda d: d.update(empathy={"curious": 5}),
    "text without object": lambda d: d.update(texts={"hello": "Hello"}),
    "synonym that is a list": lambda d: d.update(synonyms={"en": {"rucksack": ["pack"]}}),
    "occasion without parts": lambda d: d.update(
        occasions=[{"id": "o", "names": {"en": ["o"]}, "parts": []}]),
    "part for each cat": lambda d: d.update(occasions=[
        {"id": "o", "names": {"en": ["o"]}, "parts": [
            {"name": {"en": "p"}, "each": "cat", "values": {"color": ["green"]}}]}]),
    "part that needs nothing": lambda d: d.update(occasions=[
        {"id": "o", "names": {"en": ["o"]}, "parts": [{"name": {"en": "p"}}]}]),
}


class Tap:
    def __init__(self):
        self.count, self.failed = 0, 0

    def fact(self, name, holds):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {name}")


def program_takes(pack, folder):
    return subprocess.run([pack, "lint", folder], capture_output=True, check=False).returncode == 0


def with_document(pack, folder, document):
    with open(os.path.join(folder, "brand.json"), "w", encoding="utf-8") as file:
        json.dump(document, file)
    return program_takes(pack, folder)


def check(tap, pack, validator, scratch):
    shop = os.path.join(scratch, "shop")
    subprocess.run([pack, "init", shop], capture_output=True, check=True)
    with open(os.path.join(shop, "brand.json"), encoding="utf-8") as file:
        good = json.load(file)
    outdoor = os.path.join(ROOT, "samples", "outdoor")
    with open(os.path.join(outdoor, "brand.json"), encoding="utf-8") as file:
        sample = json.load(file)
    tap.fact("the sample shop fits the schema", validator.is_valid(sample))
    tap.fact("sotto-pack takes the sample shop", program_takes(pack, outdoor))
    tap.fact("what init writes fits the schema", validator.is_valid(good))
    tap.fact("sotto-pack takes what init writes", program_takes(pack, shop))
    for name, spoil in FAULTS.items():
        document = copy.deepcopy(good)
        spoil(document)
        tap.fact(f"the schema refuses: {name}", not validator.is_valid(document))
        tap.fact(f"sotto-pack refuses: {name}", not with_document(pack, shop, document))


def main():
    try:
        import jsonschema
    except ImportError:
        print("1..0 # SKIP python3-jsonschema is not installed")
        return
    with open(os.path.join(ROOT, "sdk/tools/brand.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    tap = Tap()
    with tempfile.TemporaryDirectory() as scratch:
        check(tap, sys.argv[1], jsonschema.Draft202012Validator(schema), scratch)
    print(f"1..{tap.count}")
    sys.exit(tap.failed > 0)


if __name__ == "__main__":
    main()
