"""Finding libsotto and libsotto_platform, and calling them.

Looked for in this order: the folders or files that SOTTO_LIBRARY names, beside an installed copy
of this package (PREFIX/lib… above it), where pkg-config says, where the system's loader looks.

A Python that has imported `sqlite3` holds an SQLite whose functions have the names of SQLCipher's.
The libraries are therefore loaded so that their own come first (RTLD_DEEPBIND) and stay local; were
that to fail, sotto_open() itself refuses with SOTTO_E_NO_CIPHER and writes nothing.
"""
import ctypes
import ctypes.util
import glob
import os
import subprocess
from ctypes import POINTER, c_char_p, c_double, c_int32, c_size_t, c_uint32, c_uint64, c_void_p

from . import _abi

SUFFIXES = (".so", ".so.0.1.0", ".dylib", ".0.dylib")


def _named():
    for place in os.environ.get("SOTTO_LIBRARY", "").split(os.pathsep):
        if place:
            yield place if os.path.isdir(place) else os.path.dirname(place)


def _installed():
    prefix = os.path.dirname(os.path.abspath(__file__))
    for _ in range(5):
        prefix = os.path.dirname(prefix)
        yield from glob.glob(os.path.join(glob.escape(prefix), "lib*"))
        yield from glob.glob(os.path.join(glob.escape(prefix), "lib*", "*-linux-*"))


def _told():
    try:
        said = subprocess.run(["pkg-config", "--variable=libdir", "sotto"], check=True,
                              capture_output=True, text=True)
        yield said.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return


def _find(stem):
    """The path of a library, or what the system's loader is asked for."""
    for places in (_named, _installed, _told):
        for place in places():
            for suffix in SUFFIXES:
                if os.path.exists(os.path.join(place, f"lib{stem}{suffix}")):
                    return os.path.join(place, f"lib{stem}{suffix}")
    found = ctypes.util.find_library(stem)
    if not found:
        raise OSError(f"lib{stem} is not found: install Sotto or let SOTTO_LIBRARY name its folder")
    return found


def _load(stem):
    path = _find(stem)
    mode = ctypes.RTLD_LOCAL | getattr(os, "RTLD_DEEPBIND", 0)
    try:
        return ctypes.CDLL(path, mode=mode)
    except OSError as error:
        if "RTLD_DEEPBIND" not in str(error):
            raise
        return ctypes.CDLL(path)  # AddressSanitizer refuses to load like that


P = POINTER
V = c_void_p  # a handle, a callback, or a context
T = _abi.Text
B = _abi.Bytes
STATUS = {  # functions that give a status
    "open": [P(_abi.Options), P(_abi.Consent), P(_abi.Port), P(V)],
    "flush": [V], "tick": [V], "session_end": [V],
    "error_detail": [V, c_char_p, P(c_size_t)],
    "profile_each": [V, V, V], "profile_export": [V, V, V],
    "profile_import": [V, B, P(c_size_t)],
    "forget": [V, P(_abi.Scope), P(c_size_t)],
    "erase": [c_char_p, P(_abi.Port), P(_abi.Receipt)],
    "learning_pause": [V, c_uint32], "messages_set": [V, B],
    "consent_set": [V, P(_abi.Consent)], "consent_get": [V, P(_abi.Consent)],
    "pack_install": [V, c_char_p], "pack_get": [V, P(_abi.Pack)],
    "item_title": [V, T, P(T)],
    "record": [V, P(_abi.Event)], "record_json": [V, B, P(c_size_t)],
    "context_set": [V, P(_abi.Context)], "state_preference": [V, T, T, c_int32],
    "recommend": [V, P(_abi.Request), P(_abi.Pick), P(c_size_t)],
    "pick_explain": [V, c_uint64, V, V], "pick_dismiss": [V, T],
    "item_explain": [V, P(_abi.Request), T, P(_abi.WhyVisit)],
    "mindset_get": [V, P(_abi.Mindset)], "mindset_explain": [V, V, V],
    "need_each": [V, V, V], "affinity_each": [V, T, V, V], "audience_each": [V, V, V],
    "choose": [V, P(_abi.ChoiceRequest), P(_abi.Choice)],
    "outcome": [V, c_uint64, c_double], "choice_explain": [V, c_uint64, V, V],
    "choice_each": [V, V, V],
    "search": [V, P(_abi.Query), P(_abi.Conversation), P(_abi.Reply)],
    "brief": [V, P(_abi.BriefRequest), c_char_p, P(c_size_t)],
    "question_each": [V, V, V], "question_answer": [V, c_char_p],
    "outbox_each": [V, V, V], "outbox_settle": [V, c_uint64, c_uint32],
    "budget_get": [V, P(_abi.Budget)],
    "audit_each": [V, c_uint64, V, V], "audit_verify": [V, P(c_uint64)],
    "audit_export": [V, V, V],
}
FILL = {  # functions that fill a struct
    "options_init": [P(_abi.Options)], "consent_init": [P(_abi.Consent)],
    "port_init": [P(_abi.Port)], "event_init": [P(_abi.Event)],
    "context_init": [P(_abi.Context)], "request_init": [P(_abi.Request)],
    "scope_init": [P(_abi.Scope)], "choice_request_init": [P(_abi.ChoiceRequest)],
    "conversation_init": [P(_abi.Conversation)], "query_init": [P(_abi.Query)],
    "brief_request_init": [P(_abi.BriefRequest)], "close": [V],
}
PLATFORM = {
    "store_ram_init": (None, [P(_abi.StoreRam), P(_abi.Port)]),
    "store_insecure_file_init": (c_int32, [P(_abi.StoreFile), c_char_p, c_char_p, P(_abi.Port)]),
    "store_passphrase_init": (None, [P(_abi.StorePassphrase), T, P(_abi.Port)]),
    "posix_lend": (None, [P(_abi.Port)]),
}


def _declare(library, name, result, arguments):
    function = getattr(library, f"sotto_{name}", None)
    if function is not None:  # a build may leave features out; a call then says so
        function.restype, function.argtypes = result, arguments


def _declare_all(device, platform):
    for name, arguments in STATUS.items():
        _declare(device, name, c_int32, arguments)
    for name, arguments in FILL.items():
        _declare(device, name, None, arguments)
    for name, (result, arguments) in PLATFORM.items():
        _declare(platform, name, result, arguments)
    for name, arguments in (("version", []), ("status_name", [c_int32]),
                            ("status_text", [c_int32])):
        _declare(device, name, c_char_p, arguments)


device = _load("sotto")
platform = _load("sotto_platform")
_declare_all(device, platform)
