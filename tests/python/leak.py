"""100,000 calls of every kind, and 1,000 profiles, leave the process as large as they found it."""
import os
import resource

import sotto
from facts import ALL, Facts, shopper

MOST_BYTES = 1_500_000  # half of 100,000 lost allocations of the smallest size (32 bytes)
TURNS = 4  # a heap may still settle; a leak leaks each time

facts = Facts()


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def files():
    return len(os.listdir("/proc/self/fd"))


def swallow(call):
    try:
        call()
    except sotto.SottoError:
        pass


def once(profile, talk, item):
    """Fifty calls."""
    for _ in range(23):
        profile.mindset()
    for _ in range(14):
        profile.title(item)
    profile.needs()
    profile.budget()
    profile.preview()
    profile.consent()
    profile.affinities()
    pick = profile.recommend(limit=2, exclude=[item])[0]
    profile.explain(pick)
    profile.choose("reassurance")
    profile.set_context(hour_band=3)
    talk.ask("a green tent", limit=1)
    profile.kept()
    swallow(lambda: profile.title("unknown"))
    swallow(lambda: profile.record("view_item", 5))


def rounds(count):
    with shopper(consent={"personalize": True}) as profile:
        item = profile.recommend()[0].item
        profile.record("view_item", item)
        talk = profile.conversation()
        for _ in range(count):
            once(profile, talk, item)


def settles(what, run):
    """Runs until it grows by less than the bound."""
    grown = MOST_BYTES
    for _ in range(TURNS):
        if grown < MOST_BYTES:
            break
        before = resident()
        run()
        grown = resident() - before
        print(f"# grown by {grown} bytes in {what}")
    facts.true(grown < MOST_BYTES, f"{grown} bytes")


def calls():
    rounds(400)
    settles("100,000 calls", lambda: rounds(2000))


class Nothing:
    def load(self):
        return None

    def store(self, key):
        pass

    def wipe(self):
        pass


def profiles(count):
    for at in range(count):
        store = sotto.Ram() if at % 2 else sotto.Lent(Nothing())
        sotto.Profile.open(store, ALL).close()


def handles():
    profiles(200)
    opened = files()
    settles("1,000 profiles", lambda: profiles(1000))
    facts.equal(files(), opened)


facts.fact("100,000 calls leak nothing", calls)
facts.fact("1,000 profiles opened and closed leak neither memory nor files", handles)
facts.end()
