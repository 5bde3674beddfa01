"""The shortest whole program in Python; the README shows this very text.

usage: python3 hello.py PACK BRAND_PUBLIC [DIRECTORY]
"""

import json
import sys

import sotto

pack, brand, *directory = sys.argv[1:]
store = sotto.InsecureFile("python.key")
consent = {"keep": True, "personalize": True}  # what the person agreed to
keys = [json.load(open(brand))["signing_key"]]
with sotto.Profile.open(store, consent, *directory, pack_keys=keys) as profile:
    profile.install_pack(pack)
    first = profile.recommend(limit=3)[0]
    print(f"After looking at {first.title}:")
    profile.record("view_item", first.item)
    for pick in profile.recommend(limit=3):
        print(f"  {pick.title}")
        for why in profile.explain(pick):
            print(f"    {why.score_micro / 1e6:.2f}  {why.text}")
