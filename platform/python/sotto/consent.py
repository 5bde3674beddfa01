"""Consent as people write it, to and from the table of verdicts that the library takes.

    Consent(keep=True, personalize=True, categories={"internal": {"keep": False}})

What is not named stays unknown, and unknown keeps nothing and contributes nothing. `host` holds the
app's own verdict from TCF or GPP, in the same form; it objects to nothing it does not name.
"""
import ctypes

from . import _abi
from ._value import ARGUMENT, number
from .errors import failure

GRANTED = 1


def _verdict(value):
    if value is True:
        return 1
    if value is False:
        return 2
    if value not in _abi.VERDICTS:
        raise failure(ARGUMENT, "a verdict is True, False, granted, denied or unknown")
    return _abi.VERDICTS.index(value)


def _dict(given, name):
    if not isinstance(given, dict):
        raise failure(ARGUMENT, f"{name} must be a dict")
    return given


def _fill(table, rows, verdicts):
    for purpose, value in verdicts.items():
        column = number(_abi.PURPOSES, purpose, "purpose")
        for row in rows:
            table[row][column] = _verdict(value)


def _fill_all(table, verdicts):
    verdicts = dict(_dict(verdicts, "host"))
    categories = _dict(verdicts.pop("categories", {}), "categories")
    _fill(table, range(len(_abi.CATEGORIES)), verdicts)
    for category, own in categories.items():
        _fill(table, [number(_abi.CATEGORIES, category, "category")], _dict(own, "a category"))


def _named(table):
    return {category: {purpose: _abi.VERDICTS[table[row][column]]
                       for column, purpose in enumerate(_abi.PURPOSES)}
            for row, category in enumerate(_abi.CATEGORIES)}


class Consent:
    """All verdicts of one person."""

    def __init__(self, gpc=False, host=None, **verdicts):
        self.struct = _abi.Consent(struct_size=ctypes.sizeof(_abi.Consent), gpc=bool(gpc))
        _fill(self.struct.host_verdicts, range(len(_abi.CATEGORIES)),
              dict.fromkeys(_abi.PURPOSES, _abi.VERDICTS[GRANTED]))
        _fill_all(self.struct.host_verdicts, {} if host is None else host)
        _fill_all(self.struct.verdicts, verdicts)

    @classmethod
    def of_struct(cls, struct):
        """The consent of a C struct."""
        made = cls(gpc=bool(struct.gpc))
        made.struct = struct
        return made

    @property
    def gpc(self):
        """Is Global Privacy Control on?"""
        return bool(self.struct.gpc)

    @property
    def categories(self):
        """{category: {purpose: verdict}} of the person."""
        return _named(self.struct.verdicts)

    @property
    def host(self):
        """The same of the host."""
        return {"categories": _named(self.struct.host_verdicts)}

    def __repr__(self):
        return f"Consent(gpc={self.gpc}, categories={self.categories})"


def consent_of(given):
    """A Consent of a Consent or a dict such as {"keep": True}."""
    if isinstance(given, Consent):
        return given
    if isinstance(given, dict):
        return Consent(**given)
    raise failure(ARGUMENT, "consent must be a Consent or a dict such as {'keep': True}")
