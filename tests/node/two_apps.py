"""Two apps in two languages on one profile: one has it, the other is told; then the other way.

From the environment: what tests/node/shop.js and tests/python/facts.py take.
"""
import json
import os
import subprocess
import sys

import sotto
from facts import ALL, Facts, brand_key

facts = Facts()

HOLD = """
const { sotto, all } = require(%s);
const [directory, file] = process.argv.slice(1);
const open = () => sotto.Profile.open(
  { directory, keyStore: sotto.insecureFile(file), consent: all });
(async () => {
  const profile = await open();
  profile.record({ type: 'view_item', item: 'from-node' });
  await profile.flush();
  console.log('open');
  process.stdin.once('data', async () => { await profile.close(); process.exit(0); });
})().catch((error) => { console.log(error.code); });
""" % json.dumps(os.path.join(os.path.dirname(os.path.abspath(__file__)), "shop.js"))


def node(place):
    """A Node process that opens the profile, and what it said first."""
    process = subprocess.Popen([sys.argv[1], "-e", HOLD, os.path.join(place, "profile"),
                                os.path.join(place, "key")], text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process, process.stdout.readline().strip()


def python(place):
    return sotto.Profile.open(sotto.InsecureFile(os.path.join(place, "key")), ALL,
                              os.path.join(place, "profile"), pack_keys=[brand_key()])


def node_first():
    place = facts.folder()
    process, said = node(place)
    facts.equal(said, "open")
    facts.raises(sotto.BusyError, lambda: python(place), "SOTTO_E_BUSY")
    process.communicate("close\n", timeout=30)
    facts.equal(process.returncode, 0)
    with python(place) as profile:
        items = [event["item_id"] for event in profile.export()["events"]]
        facts.equal(items, ["from-node"])


def python_first():
    place = facts.folder()
    with python(place) as profile:
        profile.record("view_item", "from-python")
        process, said = node(place)
        process.communicate(timeout=30)
        facts.equal(said, "SOTTO_E_BUSY")
    process, said = node(place)
    process.communicate("close\n", timeout=30)
    facts.equal(said, "open")


facts.fact("Node has the profile: Python is told that it is busy, and has it afterwards",
           node_first)
facts.fact("Python has the profile: Node is told that it is busy, and has it afterwards",
           python_first)
facts.end()
