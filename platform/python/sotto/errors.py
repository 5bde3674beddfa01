"""One exception for each kind of trouble an app treats differently, all of them SottoError.

`code` is the status by name ("SOTTO_E_…"), `status` its number. Messages hold no personal data.
"""
from ._library import device


class SottoError(Exception):
    """A call that did not succeed."""

    def __init__(self, status, detail=""):
        self.status = status
        self.code = device.sotto_status_name(status).decode()
        sentence = device.sotto_status_text(status).decode()
        more = detail and detail != sentence  # the library repeats it where it has nothing to add
        super().__init__(f"{sentence.rstrip('.')}: {detail}" if more else sentence)

    def __reduce__(self):
        return type(self), (self.status,)


class ArgumentError(SottoError):
    """The call does not take this."""


class StateError(SottoError):
    """Not possible now: no pack, closed, answered already."""


class MissingError(SottoError):
    """What was asked for does not exist."""


class DeniedError(SottoError):
    """Consent does not allow it."""


class BudgetError(SottoError):
    """The budget ledger does not allow it."""


class LimitError(SottoError):
    """Larger than a limit, a buffer or the memory there is."""


class SecretError(SottoError):
    """The key store's secret is wrong, lost, locked, denied or slow: see `code`."""


class TamperedError(SottoError):
    """Authentic once, changed since."""


class StorageError(SottoError):
    """The disk is full, read-only or broken, or a file is damaged: see `code`."""


class BusyError(SottoError):
    """Another handle or call holds this profile."""


class PackError(SottoError):
    """The pack is expired, older, untrusted or unlisted: see `code`."""


class EventError(SottoError):
    """An event, or JSON, is not of the documented form: see `code`."""


class CipherError(SottoError):
    """The SQLite of this process cannot encrypt; nothing was stored."""


CLASSES = {
    -1: ArgumentError, -2: StateError, -3: LimitError, -4: LimitError, -5: MissingError,
    -6: DeniedError, -7: BudgetError, -8: LimitError, -9: SecretError, -10: SecretError,
    -11: SecretError, -12: TamperedError, -13: StorageError, -14: StorageError, -15: CipherError,
    -16: StorageError, -17: StorageError, -18: StorageError, -20: BusyError, -21: PackError,
    -22: PackError, -23: PackError, -24: EventError, -25: EventError, -26: EventError,
    -27: EventError, -28: EventError, -29: EventError, -31: PackError, -32: SecretError, -33: SecretError,
}


def failure(status, detail=""):
    """The exception of a status."""
    return CLASSES.get(status, SottoError)(status, detail)
