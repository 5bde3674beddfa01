"""The hello programs run as a newcomer runs them, and print the same in every language.

usage: hello.py BUILD_ROOT SHOP [LANGUAGE=PROGRAM]...

C and C++ come built; JavaScript and Python run from an installed copy of Sotto (DESTDIR), found the
way the README says. The js and python programs that the README shows are run too, and stand word
for word in samples/hello.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "meta"))
from tap import Report  # noqa: E402

SHORT = 20  # lines of a program that the README shows
README = {"js": "samples/hello/hello.mjs", "python": "samples/hello/hello.py"}


class Facts(Report):
    """A fact is asked for when its turn comes: None where it holds, else what was seen."""

    def fact(self, name, holds):
        said = holds()
        super().fact(name, said.split("\n") if said is not None else [])


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def body(path):
    """A sample without its head comment."""
    text = read(path)
    head = re.match(r'(?:""".*?"""|(?://[^\n]*\n)+|/\*.*?\*/)\s*', text, re.S)
    return text[head.end():].strip() if head else text.strip()


class Newcomer:
    """A folder of one's own, an installed Sotto, and the shop's pack."""

    def __init__(self, build, shop, scratch):
        self.shop, self.scratch = shop, scratch
        self.stage = os.path.join(scratch, "stage")
        subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", self.stage],
                       check=True, capture_output=True)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("SOTTO_")}
        package = self.installed("sotto/__init__.py")
        if package:
            self.environment["PYTHONPATH"] = os.path.dirname(package)

    def installed(self, tail):
        """The folder that an installed file's path begins with, up to `tail`'s first part."""
        found = glob.glob(f"{self.stage}/**/{tail}", recursive=True)
        return os.path.dirname(found[0]) if found else None

    def says(self, command, directory=True):
        """(exit status, what a program said), run over a fresh profile."""
        place = tempfile.mkdtemp(dir=self.scratch)
        arguments = [os.path.join(self.shop, "shop.sottopack"),
                     os.path.join(self.shop, "brand.public")]
        arguments += [os.path.join(place, "profile")] if directory else []
        run = subprocess.run([*command, *arguments], cwd=self.scratch, env=self.environment,
                             capture_output=True, text=True, timeout=120)
        for name in glob.glob(os.path.join(self.scratch, "*.key*")):
            os.remove(name)  # each newcomer begins without a key
        return run.returncode, run.stdout if run.returncode == 0 else run.stdout + run.stderr


def is_hello(said):
    """None where a program greeted as it should."""
    status, text = said
    lines = text.split("\n")
    good = status == 0 and lines[0].startswith("After looking at ") and len(lines) > 8
    return None if good else f"exit status {status}\n{text}"


def same(first, second):
    return None if first == second else f"{first[1]}\nis not\n{second[1]}"


def both_ways(facts, newcomer, language, command, expected):
    """On disk and in memory alone; both print what C prints."""
    said = newcomer.says(command)
    facts.fact(f"hello in {language} prints picks with reasons", lambda: is_hello(said))
    if expected:
        facts.fact(f"hello in {language} prints what it prints in C",
                   lambda: same(expected, said) or same(expected, newcomer.says(command, False)))
    return said


def javascript(facts, newcomer, expected):
    package, node = newcomer.installed("node_modules/sotto/package.json"), shutil.which("node")
    if not package or not node:
        facts.skip("hello in JavaScript", "node was not found when Sotto was built")
        return
    modules = os.path.join(newcomer.scratch, "node_modules")
    os.makedirs(modules)
    os.symlink(package, os.path.join(modules, "sotto"))
    shutil.copy(os.path.join(ROOT, "samples/hello/hello.mjs"), newcomer.scratch)
    command = [node, os.path.join(newcomer.scratch, "hello.mjs")]
    both_ways(facts, newcomer, "JavaScript", command, expected)
    shown(facts, newcomer, "js", [node], ".mjs")
    by_npm(facts, newcomer, package, expected)


def by_npm(facts, newcomer, package, expected):
    name = "npm install of the installed folder is all that hello needs"
    if not shutil.which("npm"):
        facts.skip(name, "npm is not installed")
        return
    place = os.path.join(newcomer.scratch, "project")
    os.makedirs(place)
    shutil.copy(os.path.join(ROOT, "samples/hello/hello.mjs"), place)
    run = subprocess.run(["npm", "install", "--offline", "--no-audit", "--no-fund", package],
                         cwd=place, capture_output=True, text=True, timeout=120,
                         env=dict(newcomer.environment, HOME=place))
    facts.fact(name, lambda: run.stderr if run.returncode else same(
        expected, newcomer.says(["node", os.path.join(place, "hello.mjs")])))


def python(facts, newcomer, expected):
    if "PYTHONPATH" not in newcomer.environment:
        facts.skip("hello in Python", "the Python package was left out of this build")
        return
    newcomer.environment["PYTHONPATH"] = os.path.dirname(newcomer.installed("sotto/__init__.py"))
    command = [sys.executable, os.path.join(ROOT, "samples/hello/hello.py")]
    both_ways(facts, newcomer, "Python", command, expected)
    shown(facts, newcomer, "python", [sys.executable], ".py")


def shown(facts, newcomer, language, command, suffix):
    """The README's programs of a language: each runs, and is the sample."""
    name = f"the {language} program of the README runs and is {README[language]}"
    blocks = re.findall(rf"^```{language}\n(.*?)^```", read("README.md"), re.S | re.M)
    if not blocks:
        facts.skip(name, f"README.md shows no {language} program")
        return
    for block in blocks:
        path = os.path.join(newcomer.scratch, "readme" + suffix)
        with open(path, "w", encoding="utf-8") as file:
            file.write(block)
        facts.fact(name, lambda b=block, p=path: is_hello(newcomer.says([*command, p]))
                   or (None if b.strip() == body(README[language]) else "its text is another"))


def main():
    build, shop = sys.argv[1:3]
    facts = Facts()
    with tempfile.TemporaryDirectory() as scratch:
        newcomer = Newcomer(build, shop, scratch)
        expected = None
        for language, program in (given.split("=", 1) for given in sys.argv[3:]):
            said = both_ways(facts, newcomer, language, [program], expected)
            expected = expected or said
        javascript(facts, newcomer, expected)
        python(facts, newcomer, expected)
        for path in README.values():
            lines = body(path).count("\n") + 1
            facts.fact(f"{path} is short enough for the README",
                       lambda n=lines: None if n <= SHORT else f"{n} lines, at most {SHORT}")
    facts.end()


if __name__ == "__main__":
    main()
