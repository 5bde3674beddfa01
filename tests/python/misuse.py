"""What a Python program does wrong, and what it gets; key stores of its own; threads; the end.

Never a crash, never a word of the person's in an error, never plaintext on the disk, whichever
SQLite the process has loaded.
"""
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading

import sotto
from facts import ALL, Facts, brand_key, shop, shopper

facts = Facts()
equal, true, raises = facts.equal, facts.true, facts.raises


class Provider:
    """A key store of the program's own."""

    def __init__(self):
        self.key, self.stored = None, 0

    def load(self):
        return self.key

    def store(self, key):
        self.key, self.stored = key, self.stored + 1

    def wipe(self):
        self.key = None


def place():
    return os.path.join(facts.folder(), "profile")


def opened(store, directory=None, **options):
    return sotto.Profile.open(store, ALL, directory, **options)


def closed():
    profile = shopper()
    talk = profile.conversation()
    profile.close()
    profile.close()
    for call in (profile.mindset, profile.recommend, profile.flush, profile.export, profile.outbox,
                 lambda: profile.record("view_item", "x"), lambda: talk.ask("a tent"),
                 lambda: profile.forget(all=True)):
        raises(sotto.StateError, call, "SOTTO_E_STATE")


def wrong_types():
    with shopper() as profile:
        for call in (lambda: profile.record("view_item", 5),
                     lambda: profile.record("view_item", "x", quantity=1.5),
                     lambda: profile.record("view_item", "x", quantity=-1),
                     lambda: profile.record("view_item", "x", price_minor="1"),
                     lambda: profile.record("view_item", "x", price_minor=True),
                     lambda: profile.record("view_item", "x", page="no"),
                     lambda: profile.recommend(limit=2**40), lambda: profile.recommend(seed=-1),
                     lambda: profile.recommend(exclude=[1]), lambda: profile.title(None or 5),
                     lambda: profile.install_pack("a\0b"), lambda: profile.install_pack(7),
                     lambda: profile.answer(b"short"), lambda: profile.forget(),
                     lambda: profile.forget(item="x", all=True),
                     lambda: profile.set_consent({"kep": True}),
                     lambda: profile.set_consent({"keep": "yes"}),
                     lambda: profile.set_consent(None),
                     lambda: profile.settle(1, "sent"), lambda: profile.brief("boss"),
                     lambda: profile.state_preference("color", "green", 101)):
            raises(sotto.ArgumentError, call)
        raises(sotto.EventError, lambda: profile.record("looked", "x"), "SOTTO_E_EVENT_NAME")
        raises(sotto.EventError, lambda: profile.record("view_item"), "SOTTO_E_EVENT_ITEM")
        raises(sotto.EventError, lambda: profile.record_json("{"), "SOTTO_E_JSON")
        equal(profile.kept(), [])
    for store, consent in ((None, ALL), (sotto.Ram(), None), (sotto.Ram(), {"keep": 1.5})):
        raises(sotto.ArgumentError, lambda: sotto.Profile.open(store, consent))
    raises(sotto.ArgumentError, lambda: sotto.Profile.open(sotto.Ram(), ALL, pack_keys=[b"short"]))
    raises(TypeError, lambda: sotto.Profile.open(sotto.Ram(), ALL, retention=1))


def keys():
    key = bytes.fromhex(brand_key())
    sentence = "pack_keys is a list of at most two keys"
    for given in (key, brand_key(), bytearray(key), memoryview(key), None, 5, [key] * 3):
        error = raises(sotto.ArgumentError, lambda: opened(sotto.Ram(), pack_keys=given))
        true(sentence in str(error), str(error))
    for given in ("zz" * 32, 32, None, [0] * 32, key + b"x", brand_key() + "z"):
        raises(sotto.ArgumentError, lambda: opened(sotto.Ram(), pack_keys=[given]))
    for given in (key, bytearray(key), memoryview(key), brand_key()):
        with opened(sotto.Ram(), pack_keys=(given, bytes(32))) as profile:
            profile.install_pack(shop())


def no_values():
    half = "half \ud800 of one"
    with shopper() as profile:
        for call in (lambda: profile.answer("xx"), lambda: profile.answer(16),
                     lambda: profile.answer(None), lambda: profile.answer([0] * 16),
                     lambda: profile.recommend(exclude="rake"),
                     lambda: profile.recommend(exclude=b"rake"),
                     lambda: profile.recommend(exclude=None),
                     lambda: profile.record("view_item", half), lambda: profile.title(half),
                     lambda: profile.record_json('{"name": "' + half + '"}'),
                     lambda: profile.conversation().ask(half),
                     lambda: profile.recommend(exclude=[half])):
            error = raises(sotto.ArgumentError, call)
            true("half \ud800" not in f"{error}{error.__cause__!r}{error.__context__!r}")
        for consent in ({"categories": None}, {"categories": {"internal": None}}, {"host": 5},
                        {"categories": "internal"}, {"host": {"categories": None}}):
            raises(sotto.ArgumentError, lambda: profile.set_consent(dict(ALL, **consent)))
        equal(profile.consent().categories["internal"]["keep"], "granted")
        true(all(pick.item != "rake" for pick in profile.recommend(exclude={"rake"})))
        equal(profile.kept(), [])
    for words in (None, 5, half, ["a"]):
        raises(sotto.ArgumentError, lambda: sotto.Passphrase(words))


def no_person():
    canary = "canary-pregnancy-test"
    directory = place()
    with shopper(directory=directory) as profile:
        profile.record("view_item", canary)
        for call in (lambda: profile.record("view_item", canary, quantity=2_000_000),
                     lambda: profile.record("view_item", canary * 99),
                     lambda: profile.record_json({"name": canary}),
                     lambda: profile.title(canary), lambda: profile.choose(canary),
                     lambda: profile.recommend(slot=canary), lambda: profile.install_pack(canary),
                     lambda: profile.conversation().ask(canary, slot=canary),
                     lambda: profile.state_preference(canary, canary),
                     lambda: profile.set_messages({"en": {canary: canary}}),
                     lambda: profile.import_({"events": canary}),
                     lambda: opened(sotto.Ram(), directory)):
            error = raises(sotto.SottoError, call)
            told = f"{error} {error.code} {error!r} {error.__cause__!r}"
            true("canary" not in told and "pregnancy" not in told, told)


def own_store():
    provider, directory = Provider(), place()
    store = sotto.Lent(provider, name="mine", strength="hardware")
    with shopper(store, directory) as profile:
        first = provider.key
        equal(len(first), 32)
        profile.record("view_item", "x")
        profile.forget(item="x")
        true(provider.key != first)
        own = RuntimeError("the keyring is locked")

        def refuse(_key):
            raise own
        provider.store = refuse
        profile.record("view_item", "y")
        error = raises(sotto.SecretError, lambda: profile.forget(item="y"), "SOTTO_E_KEY_LOCKED")
        true(error.__cause__ is own)
        del provider.store
        profile.forget(item="y")
    for key, code in ((None, "SOTTO_E_KEY_LOST"), (bytes(32), "SOTTO_E_KEY_WRONG"),
                      (bytes(31), "SOTTO_E_PORT"), ("x" * 32, "SOTTO_E_PORT")):
        provider.load = lambda key=key: key
        raises(sotto.SottoError, lambda: opened(store, directory), code)
    del provider.load
    opened(store, directory).close()
    receipt = sotto.erase(directory, store)
    equal((receipt.store_name, receipt.strength, provider.key), ("mine", "hardware", None))
    raises(sotto.ArgumentError, lambda: sotto.Lent(object()))


def calls_back():
    provider = Provider()
    with shopper(sotto.Lent(provider), place()) as profile:
        seen, keep = [], provider.store

        def store(key):
            for call in (profile.mindset, profile.close):
                seen.append(raises(sotto.BusyError, call).code)
            keep(key)
        provider.store = store
        profile.record("view_item", "x")
        profile.forget(item="x")
        equal(seen, ["SOTTO_E_BUSY"] * 2)


def stores_apart():
    ram, directory = sotto.Ram(), place()
    opened(ram, directory).close()
    ram.locked = True
    raises(sotto.SecretError, lambda: opened(ram, directory), "SOTTO_E_KEY_LOCKED")
    ram.locked = False
    opened(ram, directory).close()
    words = place()
    opened(sotto.Passphrase("correct horse"), words).close()
    opened(sotto.Passphrase(b"correct horse"), words).close()
    raises(sotto.SecretError, lambda: opened(sotto.Passphrase("wrong"), words),
           "SOTTO_E_KEY_WRONG")
    key, kept = place() + ".key", place()
    opened(sotto.InsecureFile(key), kept).close()
    equal(os.stat(key).st_mode & 0o777, 0o600)
    os.remove(key)
    raises(sotto.SecretError, lambda: opened(sotto.InsecureFile(key), kept), "SOTTO_E_KEY_LOST")


def visitor_raises():
    from sotto import _value
    with shopper() as profile:
        tell, own = _value.tell, RuntimeError("mine")

        def refuse(_):
            raise own
        _value.tell = refuse
        try:
            true(raises(RuntimeError, profile.needs) is own)
        finally:
            _value.tell = tell
        equal(len(profile.needs()), 8)


def threads():
    with shopper(directory=place()) as profile:
        wrong = []

        def work(name):
            try:
                for at in range(100):
                    profile.record("view_item", f"{name}-{at}")
                    profile.mindset()
                    profile.recommend(limit=2)
            except BaseException as error:
                wrong.append(error)
        workers = [threading.Thread(target=work, args=(name,)) for name in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        equal(wrong, [])
        equal(len(profile.export()["events"]), 400)


def child(profile, queue):
    try:
        profile.record("view_item", "from-the-child")
        queue.put("recorded")
    except sotto.SottoError as error:
        queue.put(error.code)
    profile.close()


def forked():
    with shopper(directory=place()) as profile:
        context = multiprocessing.get_context("fork")
        queue = context.Queue()
        process = context.Process(target=child, args=(profile, queue))
        process.start()
        equal(queue.get(timeout=20), "SOTTO_E_STATE")
        process.join(20)
        profile.record("view_item", "from-the-parent")
        equal(len(profile.export()["events"]), 1)


def collected():
    store, directory = sotto.Ram(), place()
    profile = opened(store, directory)
    profile.record("view_item", "kept")
    del profile
    gc.collect()
    with opened(store, directory) as again:
        equal(len(again.export()["events"]), 1)


def pickled():
    error = raises(sotto.DeniedError, lambda: shopper(consent={"personalize": False}).mindset())
    again = pickle.loads(pickle.dumps(error))
    equal((type(again), again.code), (sotto.DeniedError, "SOTTO_E_DENIED"))
    raises(TypeError, lambda: pickle.dumps(shopper()))


PROGRAM = """
import os, sys
def own():
    import sqlite3
    base = sqlite3.connect(sys.argv[1] + ".own")
    base.execute("create table if not exists t (a)")
    base.execute("insert into t values (1)")
    base.commit()
    return base
if "before" in sys.argv: base = own()
import sotto
with sotto.Profile.open(sotto.InsecureFile(sys.argv[1] + ".key"),
                        {"keep": True, "personalize": True}, sys.argv[1]) as profile:
    profile.record("view_item", "canary-alpine-tent")
    profile.flush()
    if "after" in sys.argv: base = own()
    profile.record("view_item", "canary-alpine-tent")
    profile.flush()
    assert len(profile.export()["events"]) == 2
if "none" not in sys.argv: assert base.execute("select count(*) from t").fetchone()[0] >= 1
print("SOTTO_OK")
"""


def beside(order, preload=None):
    """Runs the program; gives what it said. Nothing readable may be on the disk."""
    directory = place()
    environment = dict(os.environ, **({"LD_PRELOAD": preload} if preload else {}))
    run = subprocess.run([sys.executable, "-c", PROGRAM, directory, order], env=environment,
                         capture_output=True, text=True, timeout=60)
    for name in os.listdir(directory) if os.path.isdir(directory) else []:
        with open(os.path.join(directory, name), "rb") as file:
            data = file.read()
        true(b"canary" not in data and b"SQLite format 3" not in data, f"{name} is readable")
    return run.stdout.strip() or run.stderr


for case, order in (("no sqlite3", "none"), ("sqlite3 imported before", "before"),
                    ("sqlite3 imported after", "after")):
    facts.fact(f"with {case} the profile is encrypted, and both work",
               lambda order=order: equal(beside(order), "SOTTO_OK"))


facts.fact("with libsqlite3 preloaded the profile is encrypted",
           lambda: equal(beside("none", "libsqlite3.so.0"), "SOTTO_OK"))
facts.fact("every kind of call after close() is a StateError", closed)
facts.fact("arguments of a wrong type or range are named", wrong_types)
facts.fact("pack_keys is a list of at most two keys, and each is whole", keys)
facts.fact("what is no id, list, text, consent or passphrase is refused", no_values)
facts.fact("no error tells anything of the person", no_person)
facts.fact("a key store of one's own: rotation, refusal, strange answers, erase", own_store)
facts.fact("a key store that calls back gets an error, not a deadlock", calls_back)
facts.fact("a locked store, a wrong passphrase and a lost key file are told apart", stores_apart)
facts.fact("an exception inside a visit is raised, and the profile goes on", visitor_raises)
facts.fact("four threads share a profile", threads)
facts.fact("a forked child cannot use the profile, and does not harm it", forked)
facts.fact("a profile that nobody holds is closed and keeps what it recorded", collected)
facts.fact("errors can be pickled, profiles cannot", pickled)
facts.end()
