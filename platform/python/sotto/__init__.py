"""Sotto for Python: an encrypted profile on this device, for auditors, notebooks and desktop apps.

    import sotto
    with sotto.Profile.open(sotto.InsecureFile("my.key"), {"keep": True, "personalize": True},
                            "profile", pack_keys=[key]) as profile:
        profile.install_pack("shop.sottopack")
        profile.record("view_item", "tent-2")
        for pick in profile.recommend(limit=3):
            print(pick.title, profile.explain(pick)[0].text)

The standard library and an installed Sotto are all it needs (SOTTO_LIBRARY may name the folder).
Money is in minor units of the pack's currency, times in milliseconds since 1970 UTC, privacy costs
in millionths of epsilon, all int.
"""
from . import errors
from ._library import device as _device
from .consent import Consent
from .errors import (ArgumentError, BudgetError, BusyError, CipherError, DeniedError, EventError,
                     LimitError, MissingError, PackError, SecretError, SottoError, StateError,
                     StorageError, TamperedError)
from .profile import Conversation, Profile, erase
from .stores import InsecureFile, Lent, Passphrase, Ram

__version__ = _device.sotto_version().decode()
__all__ = [
    "ArgumentError", "BudgetError", "BusyError", "CipherError", "Consent", "Conversation",
    "DeniedError", "EventError", "InsecureFile", "Lent", "LimitError", "MissingError", "PackError",
    "Passphrase", "Profile", "Ram", "SecretError", "SottoError", "StateError", "StorageError",
    "TamperedError", "erase", "errors",
]
