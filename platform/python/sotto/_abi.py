"""The structs and numbers of the C interface, as ctypes sees them.

One class a struct, fields in C order; tests/python/abi.py compiles a C program over the real
headers and compares every size, offset and number with these. `C_NAME` is the struct's name in C;
`NAMES` says which field is a number that has a name, and in which tuple of this file it stands.
Nothing here calls the library.
"""
import ctypes
from ctypes import (CFUNCTYPE, POINTER, c_char, c_char_p, c_double, c_int32, c_int64, c_size_t,
                    c_uint8, c_uint32, c_uint64, c_void_p)

VERSION = 100
KEY_SIZE = 32
QUESTION_ID_SIZE = 16
PICKS_MAX = 100

# Numbers that have a name, in the order of their values. `None` stands where there is no value.
CATEGORIES = ("history", "financial", "professional", "social", "external", "internal", "tracking")
PURPOSES = ("keep", "personalize", "contribute", "experiment")
VERDICTS = ("unknown", "granted", "denied")
MINDSETS = ("curious", "interested", "focused", "satisfied", "loyal", "fading")
NEEDS = ("inspiration", "comparison", "reassurance", "price", "gift", "replenish", "complete",
         "help")
EVENTS = (None, "view_item", "view_item_list", "select_item", "add_to_cart", "remove_from_cart",
          "view_cart", "begin_checkout", "purchase", "refund", "add_to_wishlist", "search",
          "view_promotion", "select_promotion", "filter", "review_read", "dwell", "screen",
          "dismiss")
PAGES = ("other", "home", "info", "detail", "account", "download")
STRENGTHS = (None, "file", "service", "hardware", "memory", "passphrase")
DELIVERIES = (None, "done", "retry", "refused")
TRUSTS = ("local", "split")
QUESTION_STATES = ("open", "answered", "category", "exhausted", "off", "invalid", "clock",
                   "not_due")
CHOICES = ("learned", "explored", "sticky", "held_out", "capped", "default")
WORDINGS = ("inferred", "newcomer", "expert")
READERS = ("agent", "chatbot", "person")
FORGETS = (None, "item", "value", "period", "category", "all")
REASONS = ("untold", "neighbour", "similar", "affinity", "popular", "recent", "repurchase",
           "complement", "explore", "rule", "context", "owned", "bundle", "vector", "moment",
           "held_out")
WHYS = ("shown", "untold", "unknown", "discreet", "dismissed", "cart", "page", "excluded", "stock",
        "price", "category", "rule", "rule_value", "rule_others", "rule_price", "kind", "owned",
        "like", "score")
ACTS = (None, "created", "consent", "events", "answered", "sent", "dropped", "forgot", "erased",
        "rotated", "pack", "exported", "imported", "stated", "checkpoint", "tried", "carried")
OPEN_FLAGS = (("existing", 1), ("kiosk", 2), ("as_kept", 4))
STATUSES = ("OK", "E_ARGUMENT", "E_STATE", "E_MEMORY", "E_SPACE", "E_MISSING", "E_DENIED",
            "E_BUDGET", "E_LIMIT", "E_KEY_WRONG", "E_KEY_LOST", "E_KEY_LOCKED", "E_TAMPERED",
            "E_CORRUPT", "E_FORMAT", "E_NO_CIPHER", "E_DISK_FULL", "E_READ_ONLY", "E_STORAGE",
            "E_PORT", "E_BUSY", "E_EXPIRED", "E_ROLLBACK", "E_UNTRUSTED", "E_EVENT_NAME",
            "E_EVENT_ITEM", "E_EVENT_TIME", "E_EVENT_AMOUNT", "E_EVENT_TEXT", "E_JSON",
            "E_INTERNAL", "E_UNLISTED", "E_KEY_DENIED", "E_KEY_SLOW")


class Text(ctypes.Structure):
    C_NAME = "sotto_text"
    _fields_ = [("data", c_void_p), ("size", c_size_t)]


class Bytes(ctypes.Structure):
    C_NAME = "sotto_bytes"
    _fields_ = [("data", c_void_p), ("size", c_size_t)]


class Consent(ctypes.Structure):
    C_NAME = "sotto_consent"
    _fields_ = [("struct_size", c_uint32), ("gpc", c_uint32),
                ("verdicts", c_uint8 * 4 * 7), ("host_verdicts", c_uint8 * 4 * 7)]


class Options(ctypes.Structure):
    C_NAME = "sotto_options"
    _fields_ = [("struct_size", c_uint32), ("flags", c_uint32), ("directory", c_char_p),
                ("locale", c_char_p), ("session_gap_ms", c_uint32), ("session_limit_ms", c_uint32),
                ("retention_days", c_uint32), ("retention_kib", c_uint32),
                ("epsilon_depth_micro", c_uint32), ("epsilon_year_micro", c_uint32),
                ("pack_keys", c_void_p * 2), ("pack_list", c_char_p),
                ("delta_year_2p60", c_uint64), ("epsilon0_year_micro", c_uint32)]


class Anchor(ctypes.Structure):
    C_NAME = "sotto_anchor"
    _fields_ = [("struct_size", c_uint32), ("epoch", c_uint32), ("epsilon_micro", c_uint64),
                ("delta_2p60", c_uint64), ("epsilon0_micro", c_uint64), ("generation", c_uint64),
                ("audit_count", c_uint64), ("audit_hash", c_uint8 * 32)]


KeyLoad = CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8))
KeyStore = CFUNCTYPE(c_int32, c_void_p, POINTER(c_uint8))
KeyWipe = CFUNCTYPE(c_int32, c_void_p)
ClockNow = CFUNCTYPE(c_int32, c_void_p, POINTER(c_int64))


class Port(ctypes.Structure):
    C_NAME = "sotto_port"
    _fields_ = [("struct_size", c_uint32), ("strength", c_uint32), ("store_name", c_char_p),
                ("context", c_void_p), ("clock_now", c_void_p), ("key_load", c_void_p),
                ("key_store", c_void_p), ("key_wipe", c_void_p), ("passphrase", c_void_p),
                ("anchor_load", c_void_p), ("anchor_advance", c_void_p), ("file_map", c_void_p),
                ("file_unmap", c_void_p), ("file_trim", c_void_p), ("log", c_void_p),
                ("file_map_stamped", c_void_p), ("passphrase_kib", c_uint32),
                ("passphrase_passes", c_uint32)]


class StoreRam(ctypes.Structure):
    C_NAME = "sotto_store_ram"
    _fields_ = [("struct_size", c_uint32), ("has_key", c_uint32), ("has_anchor", c_uint32),
                ("locked", c_uint32), ("now_ms", c_int64), ("key", c_uint8 * 32),
                ("anchor", Anchor)]


class StoreFile(ctypes.Structure):
    C_NAME = "sotto_store_insecure_file"
    _fields_ = [("struct_size", c_uint32), ("path", c_char_p)]


class StorePassphrase(ctypes.Structure):
    C_NAME = "sotto_store_passphrase"
    _fields_ = [("struct_size", c_uint32), ("words", Text)]


class Event(ctypes.Structure):
    C_NAME = "sotto_event"
    _fields_ = [("struct_size", c_uint32), ("type", c_uint32), ("time_ms", c_int64),
                ("item", Text), ("quantity", c_uint32), ("page", c_uint32),
                ("price_minor", c_int64), ("dwell_ms", c_uint32), ("result_count", c_uint32)]


class Context(ctypes.Structure):
    C_NAME = "sotto_context"
    _fields_ = [("struct_size", c_uint32), ("hour_band", c_uint32), ("weekday", c_uint32),
                ("season", c_uint32), ("channel", c_uint32), ("entry", c_uint32),
                ("weather", c_uint32), ("place", c_uint32)]


class Request(ctypes.Structure):
    C_NAME = "sotto_request"
    _fields_ = [("struct_size", c_uint32), ("limit", c_uint32), ("slot", Text), ("item", Text),
                ("category", Text), ("exclude", POINTER(Text)), ("exclude_count", c_size_t),
                ("price_from_minor", c_int64), ("price_to_minor", c_int64),
                ("diversity", c_double), ("seed", c_uint64), ("complete", c_uint32)]


class Pick(ctypes.Structure):
    C_NAME = "sotto_pick"
    _fields_ = [("id", c_uint64), ("item", Text), ("title", Text), ("price_minor", c_int64),
                ("score_micro", c_int64)]


class Reason(ctypes.Structure):
    C_NAME = "sotto_reason"
    _fields_ = [("kind", c_uint32), ("score_micro", c_int64), ("text", Text), ("item", Text)]


class Why(ctypes.Structure):
    C_NAME = "sotto_why"
    NAMES = {"kind": WHYS}
    _fields_ = [("kind", c_uint32), ("place", c_uint32), ("score_micro", c_int64),
                ("behind_micro", c_int64), ("text", Text)]


class WhyVisit(ctypes.Structure):
    C_NAME = "sotto_why_visit"
    _fields_ = [("why", c_void_p), ("reason", c_void_p), ("context", c_void_p)]


class Mindset(ctypes.Structure):
    C_NAME = "sotto_mindset_info"
    NAMES = {"state": MINDSETS}
    _fields_ = [("struct_size", c_uint32), ("state", c_uint32), ("purchase_score", c_double),
                ("since_ms", c_int64), ("events", c_uint32)]


class Need(ctypes.Structure):
    C_NAME = "sotto_need_info"
    NAMES = {"need": NEEDS}
    _fields_ = [("struct_size", c_uint32), ("need", c_uint32), ("score", c_double),
                ("words", Text), ("facts", POINTER(Reason)), ("fact_count", c_size_t)]


class Affinity(ctypes.Structure):
    C_NAME = "sotto_affinity"
    NAMES = {"category": CATEGORIES}
    _fields_ = [("attribute", Text), ("value", Text), ("category", c_uint32),
                ("strength", c_double), ("lift", c_double), ("evidence", c_double),
                ("stated", c_uint32)]


class Audience(ctypes.Structure):
    C_NAME = "sotto_audience"
    _fields_ = [("struct_size", c_uint32), ("id", Text), ("label", Text),
                ("reasons", POINTER(Reason)), ("reason_count", c_size_t)]


class ChoiceRequest(ctypes.Structure):
    C_NAME = "sotto_choice_request"
    _fields_ = [("struct_size", c_uint32), ("zero", c_uint32), ("slot", Text), ("item", Text),
                ("seed", c_uint64)]


class Choice(ctypes.Structure):
    C_NAME = "sotto_choice"
    NAMES = {"kind": CHOICES}
    _fields_ = [("struct_size", c_uint32), ("kind", c_uint32), ("decision", c_uint64),
                ("propensity", c_double), ("arm", Text), ("label", Text), ("content", Text)]


class Decision(ctypes.Structure):
    C_NAME = "sotto_decision"
    NAMES = {"kind": CHOICES, "mindset": MINDSETS}
    _fields_ = [("struct_size", c_uint32), ("kind", c_uint32), ("decision", c_uint64),
                ("time_ms", c_int64), ("propensity", c_double), ("reward", c_double),
                ("mindset", c_uint32), ("kept", c_uint32), ("slot", Text), ("arm", Text),
                ("item", Text)]


class Conversation(ctypes.Structure):
    C_NAME = "sotto_conversation"
    _fields_ = [("struct_size", c_uint32), ("zero", c_uint32), ("state", c_uint64 * 240)]


class Found(ctypes.Structure):
    C_NAME = "sotto_found"
    _fields_ = [("item", Text), ("title", Text), ("price_minor", c_int64),
                ("score_micro", c_int64), ("words_micro", c_int64), ("personal_micro", c_int64),
                ("reason", Text), ("part", Text), ("quantity", c_uint32)]


class Query(ctypes.Structure):
    C_NAME = "sotto_query"
    _fields_ = [("struct_size", c_uint32), ("limit", c_uint32), ("wording", c_uint32),
                ("utterance", Text), ("locale", Text), ("slot", Text), ("visit", c_void_p),
                ("context", c_void_p)]


class Reply(ctypes.Structure):
    C_NAME = "sotto_reply"
    NAMES = {"wording": WORDINGS}
    _fields_ = [("struct_size", c_uint32), ("fitting", c_uint32), ("wording", c_uint32),
                ("words", c_char * 768), ("said", c_char * 320), ("standing", c_char * 320),
                ("meant", c_char * 192), ("left_out", c_char * 96)]


class BriefRequest(ctypes.Structure):
    C_NAME = "sotto_brief_request"
    _fields_ = [("struct_size", c_uint32), ("reader", c_uint32), ("locale", Text)]


class Pack(ctypes.Structure):
    C_NAME = "sotto_pack_info"
    _fields_ = [("struct_size", c_uint32), ("items", c_uint32), ("questions", c_uint32),
                ("slots", c_uint32), ("sequence", c_uint64), ("created_ms", c_int64),
                ("expires_ms", c_int64), ("hash", c_uint8 * 32), ("key_id", c_uint8 * 8),
                ("brand", c_char * 64), ("currency", c_char * 4)]


class Preview(ctypes.Structure):
    C_NAME = "sotto_preview"
    NAMES = {"category": CATEGORIES, "state": QUESTION_STATES, "trust": TRUSTS}
    _fields_ = [("question", c_uint8 * 16), ("words", Text), ("name", Text), ("answer", Text),
                ("bucket", c_uint32), ("category", c_uint32), ("buckets", c_uint32),
                ("state", c_uint32), ("every", c_uint32), ("cost_micro", c_uint64),
                ("odds_numerator", c_uint64), ("odds_denominator", c_uint64),
                ("balance_micro", c_uint64), ("report_bytes", c_size_t), ("trust", c_uint32),
                ("minimum_batch", c_uint32), ("delta_2p60", c_uint64),
                ("epsilon0_micro", c_uint64), ("leader", Text), ("helper", Text)]


class ReportRow(ctypes.Structure):
    C_NAME = "sotto_report"
    NAMES = {"trust": TRUSTS}
    _fields_ = [("id", c_uint64), ("question", c_uint8 * 16), ("epoch", c_uint32),
                ("attempts", c_uint32), ("send_after_ms", c_int64), ("cost_micro", c_uint64),
                ("body", Bytes), ("trust", c_uint32), ("url", Text), ("method", Text),
                ("media_type", Text), ("leader", Text), ("helper", Text)]


class Budget(ctypes.Structure):
    C_NAME = "sotto_budget"
    _fields_ = [("struct_size", c_uint32), ("epoch", c_uint32), ("balance_micro", c_uint64),
                ("depth_micro", c_uint64), ("spent_micro", c_uint64),
                ("spent_delta_2p60", c_uint64), ("spent_epsilon0_micro", c_uint64),
                ("weekly_micro", c_uint64), ("next_ms", c_int64), ("anchored", c_uint32),
                ("behind", c_uint32)]


class Kept(ctypes.Structure):
    C_NAME = "sotto_kept"
    NAMES = {"category": CATEGORIES}
    _fields_ = [("category", c_uint32), ("kind", Text), ("words", Text), ("time_ms", c_int64)]


class Scope(ctypes.Structure):
    C_NAME = "sotto_scope"
    _fields_ = [("struct_size", c_uint32), ("kind", c_uint32), ("item", Text),
                ("attribute", Text), ("value", Text), ("from_ms", c_int64), ("to_ms", c_int64),
                ("category", c_uint32)]


class Receipt(ctypes.Structure):
    C_NAME = "sotto_receipt"
    NAMES = {"strength": STRENGTHS}
    _fields_ = [("struct_size", c_uint32), ("strength", c_uint32), ("store_name", c_char * 32),
                ("key_destroyed", c_uint32), ("files_removed", c_uint32), ("time_ms", c_int64)]


class AuditRow(ctypes.Structure):
    C_NAME = "sotto_audit_row"
    NAMES = {"act": ACTS}
    _fields_ = [("sequence", c_uint64), ("time_ms", c_int64), ("act", c_uint32),
                ("cost_micro", c_uint64), ("detail", Text), ("words", Text),
                ("hash", c_uint8 * 32)]


def structs():
    """Every struct of this file, by its name in C."""
    return {thing.C_NAME: thing for thing in globals().values()
            if isinstance(thing, type) and hasattr(thing, "C_NAME")}
