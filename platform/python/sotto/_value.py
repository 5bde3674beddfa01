"""Between Python values and the structs of the C interface.

Each struct becomes an immutable named tuple with the same field names: texts are str, digests are
hex digits, numbers that have a name are that name. Views of the library die when its call returns,
so everything is copied at once.
"""
import collections.abc
import ctypes
import os
from ctypes import CFUNCTYPE, POINTER, c_uint32, c_void_p

from . import _abi
from .errors import failure

ARGUMENT = -1
OCTETS = (bytes, bytearray, memoryview)
HIDDEN = ("struct_size", "zero")
FLAGS = ("stated", "kept", "anchored", "behind", "key_destroyed")
EMPTY = _abi.Text(None, 0)


def utf8(value, name):
    """The bytes of a str; half a surrogate is no text."""
    if not isinstance(value, str):
        raise failure(ARGUMENT, f"{name} must be a str")
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError:
        pass  # it holds the text: not even a cause may tell it
    raise failure(ARGUMENT, f"{name} must not hold half a surrogate")


def octets(value):
    """The bytes of bytes, or of a str in hex digits; None of anything else."""
    if isinstance(value, OCTETS):
        return bytes(value)
    if isinstance(value, str):
        try:
            return bytes.fromhex(value)
        except ValueError:
            return None
    return None


def listed(values, sentence):
    """The list of what can be gone through; one str or bytes is no list."""
    if isinstance(values, (str, *OCTETS)) or not isinstance(values, collections.abc.Iterable):
        raise failure(ARGUMENT, sentence)
    return list(values)


def text(value, name):
    """(struct, what keeps its memory alive) of a str or None."""
    if value is None:
        return EMPTY, None
    data = utf8(value, name)
    memory = ctypes.create_string_buffer(data, len(data) or 1)
    return _abi.Text(ctypes.cast(memory, c_void_p), len(data)), memory


def read(view):
    """The str of a sotto_text."""
    return ctypes.string_at(view.data, view.size).decode("utf-8") if view.size else ""


def path(value, name="path"):
    """The bytes of a path without a zero byte; None stays None."""
    if value is None:
        return None
    try:
        data = os.fsencode(value)
    except (TypeError, UnicodeError) as error:
        raise failure(ARGUMENT, f"{name} must be a path") from error
    if b"\0" in data:
        raise failure(ARGUMENT, f"{name} must not hold a zero byte")
    return data


def whole(value, name, most=2**63 - 1, least=0):
    """An int within its range."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise failure(ARGUMENT, f"{name} must be a whole number from {least} to {most}")
    return value


def number(names, name, what):
    """The number of a name."""
    if name is None or name not in names:
        raise failure(ARGUMENT, f"there is no {what} of that name")
    return names.index(name)


def named(names, value):
    """The name of a number; the number itself where this version knows none."""
    return names[value] if 0 <= value < len(names) else value


def _reader(kind, field, names):
    """How a field of a C type is read."""
    if field in names:
        return lambda value: named(names[field], value)
    if field in FLAGS:
        return bool
    if kind is _abi.Text:
        return read
    if kind is _abi.Bytes:
        return lambda view: ctypes.string_at(view.data, view.size) if view.size else b""
    if kind is POINTER(_abi.Reason):
        return None  # read with its count
    if issubclass(kind, ctypes.Array):
        return bytes.decode if kind._type_ is ctypes.c_char else lambda array: bytes(array).hex()
    return lambda value: value


_shapes = {}


def _shape(struct):
    """(named tuple, [(field, reader)]) of a struct class."""
    if struct not in _shapes:
        names = getattr(struct, "NAMES", {})
        fields = [(field, _reader(kind, field, names)) for field, kind, *_ in struct._fields_
                  if field not in HIDDEN and not field.endswith("_count")]
        _shapes[struct] = (collections.namedtuple(struct.__name__, [f for f, _ in fields]), fields)
    return _shapes[struct]


def tell(view):
    """The named tuple of a struct, holding copies alone."""
    made, fields = _shape(type(view))
    values = []
    for field, reader in fields:
        value = getattr(view, field)
        if reader is None:  # reasons; their count is the field after them
            value = tuple(tell(value[i]) for i in range(getattr(view, field[:-1] + "_count")))
        else:
            value = reader(value)
        values.append(value)
    return made(*values)


class Visitor:
    """Collects the rows of one visit. An exception here ends it, and is raised after it."""

    def __init__(self, struct):
        self.rows, self.thrown = [], None
        self._pointer = POINTER(struct)
        self._function = CFUNCTYPE(c_uint32, c_void_p, self._pointer)(self._add)
        self.address = ctypes.cast(self._function, c_void_p)

    def _add(self, _, view):
        try:
            self.rows.append(tell(view.contents))
        except BaseException as error:  # must not get lost in C
            self.thrown = error
            return 1
        return 0

    def given(self):
        """The rows, or the exception."""
        if self.thrown is not None:
            raise self.thrown
        return self.rows
