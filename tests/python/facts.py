"""Facts in the Test Anything Protocol, and what the tests of the Python package share.

From the environment: PYTHONPATH and SOTTO_LIBRARY find the package and the libraries, SOTTO_SHOP is
the folder of the sample shop's pack.
"""
import json
import os
import shutil
import sys
import tempfile
import traceback

ALL = {"keep": True, "personalize": True, "contribute": True, "experiment": False}
DAY_MS = 86_400_000


class Facts:
    """Counts facts and prints one line for each. A fact is a function that raises."""

    def __init__(self):
        self.count = self.failed = 0
        self._folders = []

    def fact(self, name, holds):
        self.count += 1
        try:
            holds()
            print(f"ok {self.count} - {name}")
        except BaseException:
            self.failed += 1
            print(f"not ok {self.count} - {name}")
            print("\n".join(f"# {line}" for line in traceback.format_exc().split("\n")))
        sys.stdout.flush()

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}")

    def folder(self):
        """A fresh folder, gone at the end."""
        self._folders.append(tempfile.mkdtemp(prefix="sotto-python-"))
        return self._folders[-1]

    @staticmethod
    def true(value, said=""):
        if not value:
            raise AssertionError(said or "it does not hold")

    @staticmethod
    def equal(left, right):
        if left != right:
            raise AssertionError(f"{left!r} is not {right!r}")

    @staticmethod
    def none(wrong):
        found = list(wrong)
        if found:
            raise AssertionError("\n".join(found))

    @staticmethod
    def raises(kind, call, code=None):
        """The exception; fails where there is none, or another."""
        try:
            call()
        except kind as error:
            if code is not None and error.code != code:
                raise AssertionError(f"{error.code} is not {code}") from error
            return error
        raise AssertionError("nothing was raised")

    def end(self):
        for made in self._folders:
            shutil.rmtree(made, ignore_errors=True)
        print(f"1..{self.count}")
        sys.exit(1 if self.failed else 0)


def shop(name="shop.sottopack"):
    return os.path.join(os.environ["SOTTO_SHOP"], name)


def brand_key():
    with open(shop("brand.public"), encoding="utf-8") as file:
        return json.load(file)["signing_key"]


def shopper(store=None, directory=None, consent=None, **options):
    """A profile of the sample shop."""
    import sotto
    profile = sotto.Profile.open(store or sotto.Ram(), ALL if consent is None else consent,
                                 directory, pack_keys=[brand_key()], **options)
    profile.install_pack(shop())
    return profile
