"""brief.schema.json describes every brief, and refuses what is none.

usage: brief_schema.py BRIEF_FIXTURE

The fixture prints real briefs, one a line. Each with one fault of shape is refused.
"""
import json
import os
import subprocess
import sys

from jsonschema import Draft202012Validator

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FAULTS = [("an unknown member", lambda d: d.update(age=40)),
          ("another version", lambda d: d.update(sotto_brief=2)),
          ("an unknown reader", lambda d: d.update(reader="brand")),
          ("no locale", lambda d: d.pop("locale"))]
SERVED = [("a category that is none", lambda d: d["cares"].append(
              {"attribute": "a", "value": "b", "label": "c", "category": "d", "strength": 1,
               "stated": True})),
          ("an item that is a number", lambda d: d["cart"].append({"item": 5, "title": "x"})),
          ("no register", lambda d: d.pop("register"))]
PERSON = [("six categories", lambda d: d["kept"].pop()),
          ("a place that is none", lambda d: d.update(place="cloud"))]


def main():
    with open(os.path.join(ROOT, "sdk/tools/brief.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    right = Draft202012Validator(schema)
    printed = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    briefs = [json.loads(line) for line in printed.splitlines()]
    facts = [(f"{len(briefs)} briefs are printed", len(briefs) == 36)]
    odd = [brief for brief in briefs if not right.is_valid(brief)]
    facts.append(("each is as the schema describes it", not odd))
    if odd:
        print("#", json.dumps(odd[0])[:2000])
    for name, fault in FAULTS + SERVED + PERSON:
        bad = [json.loads(json.dumps(brief)) for brief in briefs
               if ((name, fault) not in SERVED or brief["reader"] != "person")
               and ((name, fault) not in PERSON or brief["reader"] == "person")]
        for brief in bad:
            fault(brief)
        facts.append((f"{name} is refused", bad and not any(map(right.is_valid, bad))))
    facts.append(("some life shows every member",
                  any(b["reader"] == "agent" and b.get("mindset") and b["needs"] and b["cart"]
                      and b["bought"] and b["cares"] and all(b["avoid"].values())
                      for b in briefs)))
    for number, (name, holds) in enumerate(facts, 1):
        print("ok" if holds else "not ok", number, "-", name)
    print(f"1..{len(facts)}")


if __name__ == "__main__":
    main()
