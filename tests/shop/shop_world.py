"""A desktop shop for tests: the program itself under Xvfb, played as a person would press.

A small pack is made once; every session presses what its script says (samples/shop/shop_play.h says
how) and prints what can be read on the screen. Where Xvfb or the shop is missing the facts are
skipped with the reason.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/meta"))
from tap import Report  # noqa: E402

BUILD = pathlib.Path(sys.argv[1]).resolve()
SHOP = BUILD / "samples/shop/sotto-shop"
TENT = "tent-family-alameda-6-forest"
AGREE = ["press agree-keep", "press agree-personalize", "press start"]


class Missing(Exception):
    """What a fact needs is not on this machine."""


class World:
    """A display, a pack and its pictures, in a scratch folder that goes at the end."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {**os.environ, "GDK_BACKEND": "x11",
                            "LC_ALL": "C.UTF-8", "HOME": folder, "GTK_A11Y": "test",
                            "XDG_DATA_HOME": folder,
                            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/none"}
        read, write = os.pipe()
        self.display = subprocess.Popen(
            # a server that starts anew after its last client refuses the one who comes meanwhile
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp",
             "-noreset"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()
        self.make_pack()

    def make_pack(self):
        brand, tools = self.folder / "brand", BUILD / "sdk/tools"
        shutil.copytree(ROOT / "samples/outdoor", brand,
                        ignore=lambda _, names: [n for n in names
                                                 if not n.startswith(("brand", "products"))])
        for words in (
                [tools / "sotto-pack", "keygen", "--quiet", "brand"],
                [BUILD / "samples/simulator/sotto-simulate", "--catalogue",
                 ROOT / "samples/outdoor", "--shoppers", "300", "--weeks", "4", "--seed", "71",
                 "--events", "events.tsv",
                 "--sessions", "sessions.tsv", "--items", "items.tsv"],
                [tools / "sotto-pack", "build", "brand", "--events", "events.tsv", "--sessions",
                 "sessions.tsv", "-o", "shop.sottopack"],
                [sys.executable, "-B", ROOT / "samples/outdoor/pictures.py", "pictures"],
                [sys.executable, "-B", ROOT / "samples/shop/artwork.py", "artwork"]):
            subprocess.run(words, cwd=self.folder, check=True, capture_output=True)

    def person(self):
        """A new person's folder: profile and key go there."""
        return pathlib.Path(tempfile.mkdtemp(prefix="person", dir=self.folder))

    def words(self, home, script, *more, language="en"):
        path = home / "script.txt"
        path.write_text("\n".join(script) + "\n", encoding="utf-8")
        return [str(w) for w in (
            SHOP, "--pack", self.folder / "shop.sottopack", "--trust",
            self.folder / "brand/brand.public", "--catalogue", ROOT / "samples/outdoor",
            "--pictures", self.folder / "pictures", "--artwork", self.folder / "artwork", "--words",
            BUILD / "samples/shop/po", "--profile", home / "profile", "--insecure-key-file",
            home / "key", "--locale", language, "--play", path, *more)]

    def play(self, home, script, *more, language="en", before=()):
        """Plays a script to its end; what was printed, or an AssertionError with why not."""
        done = subprocess.run([*before, *self.words(home, script, *more, language=language)],
                              env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-600:]
        assert "CRITICAL" not in done.stderr, done.stderr[-600:]
        return done.stdout

    def end(self):
        self.display.terminate()
        self.display.wait()


def labels(out):
    return [line[2:] for line in out.split("\n") if line.startswith("| ")]


def after(out, mark):
    """What was printed after a mark, up to the next one."""
    return re.split(r"^== .*$", out.split(f"== {mark}\n", 1)[1], 1, flags=re.M)[0]


def files(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.name != "script.txt")


def says(out, *sentences):
    return [f"nobody can read {s!r}" for s in sentences if not any(s in x for x in labels(out))]


def look(world, fact):
    """The places where a fact does not hold, or the text of why it cannot be looked at."""
    try:
        return fact(world)
    except Missing as missing:
        return str(missing)
    except (AssertionError, subprocess.SubprocessError, IndexError, AttributeError) as failure:
        return [line for line in str(failure).split("\n") if line] or [repr(failure)]


def tell(report, fact, found):
    if isinstance(found, str):
        report.skip(fact.__doc__, found)
    else:
        report.fact(fact.__doc__, found)


def run(facts, alone=()):
    """Tells all facts, or those that are named; no other runs beside one of `alone`."""
    report = Report()
    missing = (f"{SHOP.name} was not built" if not SHOP.exists() else
               "Xvfb is not installed" if not shutil.which("Xvfb") else "")
    wanted = [f for f in facts if not sys.argv[2:] or f.__name__ in sys.argv[2:]]
    if missing:
        for fact in wanted:
            report.skip(fact.__doc__, missing)
        report.end()
    with tempfile.TemporaryDirectory(prefix="sotto-shop.") as folder:
        world = World(folder)
        try:
            with concurrent.futures.ThreadPoolExecutor(2) as two:
                side = [f for f in wanted if f not in alone]
                for fact, places in zip(side, two.map(lambda fact: look(world, fact), side)):
                    tell(report, fact, places)
            for fact in [f for f in wanted if f in alone]:
                tell(report, fact, look(world, fact))
        finally:
            world.end()
    report.end()
