"""The commands of sotto-pack, as a person would call them.

usage: pack_commands.py SOTTO_PACK
"""
import json
import os
import pty
import resource
import signal
import stat
import subprocess
import sys
import tempfile

FACTS = []


def fact(function):
    FACTS.append(function)
    return function


class Shop:
    """A fresh brand folder with keys and a pack in a directory of its own."""

    def __init__(self, pack, scratch):
        self.pack, self.scratch = pack, scratch
        for command in (["init", "shop"], ["keygen", "shop"],
                        ["build", "shop", "-o", "shop.sottopack", "--created", "1767225600000"]):
            self.run(*command, expect=0)

    def run(self, *arguments, expect, prepare=None):
        done = subprocess.run([self.pack, *arguments], cwd=self.scratch, capture_output=True,
                              text=True, check=False, preexec_fn=prepare)
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stderr}"
        for line in done.stdout.split("\n"):
            assert len(line) <= 80 or "  hash " in line or "hash  " in line, f"too wide: {line}"
        return done.stdout + done.stderr

    def path(self, name):
        return os.path.join(self.scratch, name)

    def brand(self, folder, change):
        """A fresh folder with keys whose brand.json is changed."""
        self.run("init", folder, expect=0)
        self.run("keygen", folder, expect=0)
        with open(self.path(f"{folder}/brand.json"), encoding="utf-8") as file:
            document = json.load(file)
        change(document)
        with open(self.path(f"{folder}/brand.json"), "w", encoding="utf-8") as file:
            json.dump(document, file)


@fact
def secret_keys_are_for_the_owner_alone(shop):
    for name in ("brand.signing.key", "brand.report.key"):
        assert stat.S_IMODE(os.stat(shop.path(f"shop/{name}")).st_mode) == 0o600


@fact
def keys_are_never_written_over(shop):
    assert "never written over" in shop.run("keygen", "shop", expect=2)


@fact
def a_folder_that_is_there_is_not_written_over(shop):
    shop.run("init", "shop", expect=3)


def nearly_full():
    """Files of at most 150 bytes, as on a disk that fills up half way."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))


@fact
def a_write_that_fails_says_why_and_leaves_nothing(shop):
    assert "File too large" in shop.run("init", "full", expect=3, prepare=nearly_full)
    assert not os.path.exists(shop.path("full"))
    os.mkdir(shop.path("full"))
    assert "File too large" in shop.run("keygen", "full", expect=3, prepare=nearly_full)
    assert not os.listdir(shop.path("full"))


@fact
def what_init_says_comes_next_runs_as_it_is_printed(shop):
    lines = shop.run("init", "fresh", expect=0).splitlines()[1:]
    for line in lines:
        words = line.split()
        assert words[0] == "sotto-pack"
        assert "warning" not in shop.run(*words[1:], expect=0).replace("0 warnings", "")
    assert not shop.run("init", "hushed", "--quiet", expect=0)
    assert not shop.run("keygen", "hushed", "--quiet", expect=0)


@fact
def what_init_writes_serves_any_catalogue_of_ones_own(shop):
    feeds = {"bare.tsv": "id\ttitle\n" + "".join(f"{n}\tthing {n}\n" for n in range(30)),
             "brands.tsv": "id\ttitle\tbrand\n" + "".join(f"{n}\tthing {n}\tmaker {n % 900}\n"
                                                        for n in range(3000))}
    shop.run("init", "own", expect=0)
    shop.run("keygen", "own", expect=0)
    for name, text in feeds.items():
        with open(shop.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        shop.run("build", "own", "--feed", name, "-o", name + ".sottopack", expect=0)
        assert "thing" in shop.run("try", name + ".sottopack", "--trust", "own/brand.public",
                                   expect=0)


@fact
def build_without_keys_says_what_to_do(shop):
    shop.run("init", "bare", expect=0)
    assert "keygen bare" in shop.run("build", "bare", "-o", "x.sottopack", expect=3)


@fact
def show_tells_whether_the_signature_holds(shop):
    text = shop.run("show", "shop.sottopack", "--trust", "shop/brand.public", expect=0)
    assert "the signature holds" in text and "12 items" in text
    shop.run("init", "other", expect=0)
    shop.run("keygen", "other", expect=0)
    shop.run("show", "shop.sottopack", "--trust", "other/brand.public", expect=3)


@fact
def a_changed_byte_is_refused(shop):
    with open(shop.path("shop.sottopack"), "rb") as file:
        data = bytearray(file.read())
    data[len(data) // 2] ^= 1
    with open(shop.path("bent.sottopack"), "wb") as file:
        file.write(data)
    shop.run("show", "bent.sottopack", "--trust", "shop/brand.public", expect=3)


@fact
def try_fills_every_slot_with_reasons(shop):
    text = shop.run("try", "shop.sottopack", "--trust", "shop/brand.public", "--as", "focused",
                    expect=0)
    assert "mindset    focused" in text
    for slot in ("home", "product", "cart"):
        assert f"slot {slot}\n  1. " in text


@fact
def try_speaks_the_locale_asked_for(shop):
    shop.brand("two", lambda d: d.update(locales=["en", "es"],
                                         feeds={**d["feeds"], "es": "products.es.tsv"},
                                         attributes=[]))
    with open(shop.path("two/products.es.tsv"), "w", encoding="utf-8") as file:
        with open(shop.path("two/products.en.tsv"), encoding="utf-8") as items:
            file.writelines("\t".join(line.split("\t")[:2]) + " ñ\n" if n else "id\ttitle\n"
                            for n, line in enumerate(items))
    shop.run("build", "two", "-o", "two.sottopack", expect=0)
    text = shop.run("try", "two.sottopack", "--trust", "two/brand.public", "--locale", "es",
                    "--slot", "home", expect=0)
    assert " ñ\n" in text


@fact
def try_lives_through_a_history(shop):
    with open(shop.path("history.tsv"), "w", encoding="utf-8") as file:
        file.write("user\ttime_ms\tevent\titem\tquantity\tprice_minor\n"
                   "u\t60000\tview_item\those-20\t\t\nu\t120000\tview_item\tcan-5\t\t\n"
                   "v\t60000\tview_item\tpan-24\t\t\n")
    text = shop.run("try", "shop.sottopack", "--trust", "shop/brand.public", "--history",
                    "history.tsv", "--slot", "home", expect=0)
    assert "user u: 2 events" in text and "hose" in text.lower()


@fact
def a_bad_history_is_blamed_itself(shop):
    with open(shop.path("history.csv"), "w", encoding="utf-8") as file:
        file.write("who,when\n")
    assert "history.csv: " in shop.run("try", "shop.sottopack", "--trust", "shop/brand.public",
                                       "--history", "history.csv", expect=3)


@fact
def an_unknown_key_is_asked_for_by_name(shop):
    assert "--trust FOLDER/brand.public" in shop.run("try", "shop.sottopack", expect=2)


@fact
def an_expired_pack_and_an_unknown_locale_are_told(shop):
    trust = ("shop.sottopack", "--trust", "shop/brand.public")
    assert "the pack has expired" in shop.run("show", *trust, expect=0)
    text = shop.run("try", *trust, "--locale", "pt", expect=0)
    assert "the pack has expired" in text and "pt is none of the pack's (en)" in text
    shop.run("build", "shop", "-o", "new.sottopack", expect=0)
    text = shop.run("try", "new.sottopack", *trust[1:], "--locale", "en", expect=0)
    assert "expired" not in text and "none of" not in text


@fact
def findings_on_a_terminal_fit_80_columns(shop):
    shop.brand("wide", lambda d: d["questions"][0].update(minimum_batch=10))
    try:
        ours, theirs = pty.openpty()
    except OSError:
        return  # a machine without terminals: nothing to fit
    done = subprocess.run([shop.pack, "lint", "wide"], cwd=shop.scratch, stderr=theirs, check=False)
    text = os.read(ours, 65536).decode()
    assert done.returncode == 1 and "minimum_batch" in text
    assert max(map(len, text.split("\r\n"))) < 80, text


@fact
def try_refuses_an_unknown_slot_or_mindset(shop):
    shop.run("try", "shop.sottopack", "--trust", "shop/brand.public", "--slot", "no", expect=2)
    shop.run("try", "shop.sottopack", "--trust", "shop/brand.public", "--as", "angry", expect=2)


@fact
def lint_errors_end_with_1_and_make_nothing(shop):
    shop.brand("bad", lambda d: d["slots"][0].update(rules=[{"rule": "price_band",
                                                              "from": "9000"}]))
    assert "would be empty" in shop.run("lint", "bad", expect=1)
    shop.run("build", "bad", "-o", "bad.sottopack", expect=1)
    assert not os.path.exists(shop.path("bad.sottopack"))


@fact
def a_folder_in_place_of_brand_json_is_told(shop):
    shop.run("init", "odd", expect=0)
    os.remove(shop.path("odd/brand.json"))
    os.mkdir(shop.path("odd/brand.json"))
    assert "It is a directory" in shop.run("lint", "odd", expect=3)
    assert "It is a directory" in shop.run("show", "odd", expect=3)


@fact
def wrong_calls_end_with_2(shop):
    shop.run(expect=2)
    shop.run("dance", "shop", expect=2)
    shop.run("build", "shop", expect=2)
    shop.run("build", "shop", "-o", "x", "--fleet", "many", expect=2)
    shop.run("build", "shop", "-o", "x", "--created", "1767225600000000", expect=2)


@fact
def the_same_inputs_give_the_same_bytes(shop):
    shop.run("build", "shop", "-o", "again.sottopack", "--created", "1767225600000", expect=0)
    with open(shop.path("shop.sottopack"), "rb") as one, \
            open(shop.path("again.sottopack"), "rb") as two:
        assert one.read() == two.read()


def main():
    failed = 0
    pack = os.path.abspath(sys.argv[1])
    for number, function in enumerate(FACTS, 1):
        name = function.__name__.replace("_", " ")
        with tempfile.TemporaryDirectory() as scratch:
            try:
                function(Shop(pack, scratch))
                print(f"ok {number} - {name}")
            except AssertionError as error:
                failed += 1
                print(f"not ok {number} - {name}\n# " + str(error).replace("\n", "\n# "))
    print(f"1..{len(FACTS)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
