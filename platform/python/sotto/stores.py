"""Key stores: where the secret that opens a profile is kept.

Each is given to Profile.open() and belongs to one profile: forgetting or erasing another profile
over the same store makes the first unreadable. `Lent` takes three functions of the app's own. An
exception in one of them means that the store refused: the call that needed it raises SecretError
(SOTTO_E_KEY_LOCKED) from that exception.
"""
import ctypes

from . import _abi
from ._library import platform
from ._value import ARGUMENT, number, octets, path, utf8
from .errors import failure

KEY_LOCKED, MISSING, PORT = -11, -5, -19


class Store:
    """What all key stores share: a port that lives as long as they do."""

    def __init__(self):
        self.port = _abi.Port()
        self._thrown = None

    def take_thrown(self):
        """What a function of the app's own threw last, once."""
        thrown, self._thrown = self._thrown, None
        return thrown


class Ram(Store):
    """In this process's memory, for visitors and tests: its profiles die with the process."""

    def __init__(self):
        super().__init__()
        self._store = _abi.StoreRam()
        platform.sotto_store_ram_init(self._store, self.port)

    @property
    def now_ms(self):
        """The clock of the profiles opened with it; 0: the system's."""
        return self._store.now_ms

    @now_ms.setter
    def now_ms(self, moment):
        self._store.now_ms = moment

    @property
    def locked(self):
        """True: the store answers that it is locked."""
        return bool(self._store.locked)

    @locked.setter
    def locked(self, locked):
        self._store.locked = bool(locked)


class InsecureFile(Store):
    """A plain file, for development: whoever can read it and the profile can read everything."""

    def __init__(self, file):
        super().__init__()
        self._path = path(file, "file")
        self._store = _abi.StoreFile()
        status = platform.sotto_store_insecure_file_init(self._store, self._path, b"insecure_file",
                                                         self.port)
        if status:
            raise failure(status, "file must be a path")


class Passphrase(Store):
    """What the person types: str or bytes. wipe() overwrites this package's copy."""

    def __init__(self, words):
        super().__init__()
        data = utf8(words, "words") if isinstance(words, str) else octets(words)
        if data is None:
            raise failure(ARGUMENT, "words must be str or bytes")
        self._memory = ctypes.create_string_buffer(data, max(1, len(data)))
        self._store = _abi.StorePassphrase()
        view = _abi.Text(ctypes.cast(self._memory, ctypes.c_void_p), len(data))
        platform.sotto_store_passphrase_init(self._store, view, self.port)

    def wipe(self):
        """Overwrites the copy. Profiles opened with it can no longer forget or change consent."""
        ctypes.memset(self._memory, 0, len(self._memory))


class Lent(Store):
    """A key store of the app's own.

    `provider` has load() -> 32 bytes or None where there is no secret, store(key: bytes), which
    must be durable when it returns, and wipe(). They are called on the thread whose call needs
    them and must not call back into the same profile. There is no anchor: putting back an old copy
    of the profile cannot be noticed.
    """

    def __init__(self, provider, name="lent", strength="service"):
        super().__init__()
        for needed in ("load", "store", "wipe"):
            if not callable(getattr(provider, needed, None)):
                raise failure(ARGUMENT, f"a key store of your own has a function {needed}")
        self._provider = provider
        self._functions = (_abi.KeyLoad(self._load), _abi.KeyStore(self._keep),
                           _abi.KeyWipe(self._wipe))
        self._name = utf8(name, "name")[:31]
        self.port.struct_size = ctypes.sizeof(_abi.Port)
        self.port.strength = number(_abi.STRENGTHS, strength, "strength")
        self.port.store_name = self._name
        platform.sotto_posix_lend(self.port)
        for field, function in zip(("key_load", "key_store", "key_wipe"), self._functions):
            setattr(self.port, field, ctypes.cast(function, ctypes.c_void_p))

    def _refused(self, error):
        self._thrown = error
        return KEY_LOCKED

    def _load(self, _, ret_key):
        try:
            key = self._provider.load()
            if key is None:
                return MISSING
            if not isinstance(key, (bytes, bytearray, memoryview)) or len(key) != _abi.KEY_SIZE:
                return PORT
            ctypes.memmove(ret_key, bytes(key), _abi.KEY_SIZE)
            return 0
        except BaseException as error:  # must not get lost in C, where it would count as success
            return self._refused(error)

    def _keep(self, _, key):
        try:
            self._provider.store(ctypes.string_at(key, _abi.KEY_SIZE))
            return 0
        except BaseException as error:
            return self._refused(error)

    def _wipe(self, _):
        try:
            self._provider.wipe()
            return 0
        except BaseException as error:
            return self._refused(error)
