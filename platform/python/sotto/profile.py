"""A person's profile on this device.

Any thread may call; one lock guards each profile. A call made from inside a key store's function on
the same profile raises BusyError. After close() every call raises StateError. Python releases its
own lock while the library works.
"""
import contextlib
import ctypes
import json
import threading
from ctypes import byref, c_size_t, c_uint32, c_uint64, c_void_p

from . import _abi
from ._library import device
from ._value import (ARGUMENT, Visitor, listed, named, number, octets, path, read, tell, text, utf8,
                     whole)
from .consent import Consent, consent_of
from .errors import failure

STATE, BUSY = -2, -20
MOST_U32 = 2**32 - 1
MOST_MICRO = 2**63 - 1
LIMITS = ("session_gap_ms", "session_limit_ms", "retention_days", "retention_kib",
          "epsilon_depth_micro", "epsilon_year_micro", "delta_year_2p60", "epsilon0_year_micro")
BRIEF_MOST = 65536
PACK_KEYS_MOST = 2
Write = ctypes.CFUNCTYPE(ctypes.c_int32, c_void_p, _abi.Bytes)


def _key(given):
    key = octets(given)
    if key is None or len(key) != _abi.KEY_SIZE:
        raise failure(ARGUMENT, "a key of pack_keys has 32 bytes, or 64 hex digits")
    return ctypes.create_string_buffer(key, len(key))


def _keys(given):
    sentence = "pack_keys is a list of at most two keys"
    keys = listed(given, sentence)
    if len(keys) > PACK_KEYS_MOST:
        raise failure(ARGUMENT, sentence)
    return [_key(key) for key in keys]


def _json_bytes(value):
    data = utf8(value if isinstance(value, str) else json.dumps(value), "the JSON")
    memory = ctypes.create_string_buffer(data, max(1, len(data)))
    return _abi.Bytes(ctypes.cast(memory, c_void_p), len(data)), memory


def _filled(struct, init):
    made = struct()
    init(made)
    return made


class _Arguments:
    """Fills one struct; keeps the memory of its texts until the call is over."""

    def __init__(self, struct, init):
        self.struct, self._memory = _filled(struct, init), []

    def texts(self, **values):
        for name, value in values.items():
            view, memory = text(value, name)
            setattr(self.struct, name, view)
            self._memory.append(memory)
        return self

    def numbers(self, most=MOST_U32, least=0, **values):
        for name, value in values.items():
            if value is not None:
                setattr(self.struct, name, whole(value, name, most, least))
        return self

    def list_of_texts(self, name, values):
        pairs = [text(value, name) for value in listed(values, f"{name} is a list of str")]
        array = (_abi.Text * max(1, len(pairs)))(*[view for view, _ in pairs])
        self._memory += [array, pairs]
        setattr(self.struct, name, array)
        setattr(self.struct, name + "_count", len(pairs))
        return self


class Conversation:
    """What still holds of the turns so far; in the app's memory alone. ask() takes a turn."""

    def __init__(self, profile):
        self._profile = profile
        self._state = _filled(_abi.Conversation, device.sotto_conversation_init)

    def ask(self, utterance, limit=0, wording="inferred", locale=None, slot=None):
        """(reply, found): what was understood, and the products, best first."""
        query = _Arguments(_abi.Query, device.sotto_query_init).numbers(limit=limit)
        query.texts(utterance=utterance, locale=locale, slot=slot)
        query.struct.wording = number(_abi.WORDINGS, wording, "wording")
        visitor = Visitor(_abi.Found)
        query.struct.visit = visitor.address
        reply = _abi.Reply()
        self._profile._call("search", query.struct, self._state, reply)
        return tell(reply), visitor.given()

    def reset(self):
        """Forgets what was said."""
        device.sotto_conversation_init(self._state)


class Profile:
    """An open profile; a context manager that closes it. Profile.open() makes one."""

    def __init__(self, handle, store, kept_alive):
        self._handle, self._store, self._kept_alive = handle, store, kept_alive
        self._lock, self._inside = threading.RLock(), False

    @classmethod
    def open(cls, key_store, consent, directory=None, *, pack_keys=(), locale=None, pack_list=None,
             existing=False, kiosk=False, as_kept=False, **limits):
        """Opens a profile, or makes one; in memory alone without a directory."""
        options = _Arguments(_abi.Options, device.sotto_options_init)
        struct, keys = options.struct, _keys(pack_keys)
        struct.directory, struct.locale = path(directory, "directory"), path(locale, "locale")
        struct.pack_list = path(pack_list, "pack_list")
        for at, key in enumerate(keys):
            struct.pack_keys[at] = ctypes.cast(key, c_void_p)
        flags = {"existing": existing, "kiosk": kiosk, "as_kept": as_kept}
        struct.flags = sum(bit for name, bit in _abi.OPEN_FLAGS if flags[name])
        for name, value in limits.items():
            if name not in LIMITS:
                raise TypeError(f"open() takes no {name}")
            options.numbers(MOST_MICRO if name == "delta_year_2p60" else MOST_U32, **{name: value})
        return cls._opened(key_store, consent_of(consent), struct, keys)

    @classmethod
    def _opened(cls, store, consent, options, keys):
        if not hasattr(store, "port"):
            raise failure(ARGUMENT, "key_store must be a key store of this package")
        handle = c_void_p()
        status = device.sotto_open(options, consent.struct, store.port, byref(handle))
        if status:
            raise failure(status) from store.take_thrown()
        return cls(handle, store, (options, keys))

    @contextlib.contextmanager
    def _entered(self):
        with self._lock:
            if self._inside:
                raise failure(BUSY)
            if self._handle is None:
                raise failure(STATE, "the profile is closed")
            self._inside = True
            try:
                yield self._handle
            finally:
                self._inside = False

    def _detail(self, handle):
        room = ctypes.create_string_buffer(256)
        size = c_size_t(len(room))
        if device.sotto_error_detail(handle, room, byref(size)):
            return ""
        return room.raw[:size.value].decode("utf-8", "replace")

    def _call(self, name, *arguments):
        with self._entered() as handle:
            status = getattr(device, f"sotto_{name}")(handle, *arguments)
            detail = self._detail(handle) if status else ""
        if status:
            raise failure(status, detail) from self._store.take_thrown()

    def _visit(self, name, struct, *arguments):
        visitor = Visitor(struct)
        self._call(name, *arguments, visitor.address, None)
        return visitor.given()

    def _get(self, name, struct, *arguments):
        given = struct()
        self._call(name, *arguments, given)
        return tell(given)

    # What happens in the shop.

    def record(self, event, item=None, *, time_ms=0, quantity=0, page="other", price_minor=None,
               dwell_ms=0, result_count=0):
        """Records one event by its GA4 name, such as "view_item"."""
        made = _Arguments(_abi.Event, device.sotto_event_init).texts(item=item)
        made.struct.type = _abi.EVENTS.index(event) if event in _abi.EVENTS[1:] else MOST_U32
        made.struct.page = number(_abi.PAGES, page, "page")
        made.numbers(2**63 - 1, -(2**63), time_ms=time_ms, price_minor=price_minor)
        made.numbers(quantity=quantity, dwell_ms=dwell_ms, result_count=result_count)
        self._call("record", made.struct)

    def record_json(self, event):
        """Records a GA4 or Segment event, as a dict or as text; gives how many events it became."""
        count, (view, _memory) = c_size_t(), _json_bytes(event)
        self._call("record_json", view, byref(count))
        return count.value

    def set_context(self, **context):
        """Sets the request context of this session by the numbers of event.h."""
        made = _Arguments(_abi.Context, device.sotto_context_init).numbers(**context)
        self._call("context_set", made.struct)

    def state_preference(self, attribute, value, strength=100):
        """Keeps what the person said of themselves; strength -100 to 100, 0 removes it."""
        key, _key_memory = text(attribute, "attribute")
        said, _said_memory = text(value, "value")
        self._call("state_preference", key, said, whole(strength, "strength", 100, -100))

    def end_session(self):
        """Ends the session now and makes it durable."""
        self._call("session_end")

    def pause_learning(self, paused=True):
        """Pauses or resumes learning."""
        self._call("learning_pause", c_uint32(bool(paused)))

    # What it shows.

    def _request(self, limit=0, slot=None, item=None, category=None, exclude=(),
                 price_from_minor=0, price_to_minor=0, diversity=-1.0, seed=0, complete=False):
        made = _Arguments(_abi.Request, device.sotto_request_init).numbers(limit=limit)
        made.texts(slot=slot, item=item, category=category).list_of_texts("exclude", exclude)
        made.numbers(2**63 - 1, -(2**63), price_from_minor=price_from_minor,
                     price_to_minor=price_to_minor)
        made.numbers(2**64 - 1, seed=seed)
        made.struct.diversity, made.struct.complete = float(diversity), bool(complete)
        return made

    def recommend(self, **request):
        """Picks, best first; the names of the request are those of recommend.h."""
        made = self._request(**request)
        picks, count = (_abi.Pick * _abi.PICKS_MAX)(), c_size_t(_abi.PICKS_MAX)
        with self._lock:  # what the picks view stays until they are copied
            self._call("recommend", made.struct, picks, byref(count))
            return [tell(picks[i]) for i in range(count.value)]

    def explain(self, pick):
        """Reasons of a pick of the latest recommend(), largest first; they sum to its score."""
        return self._reasons("pick_explain", _abi.REASONS, c_uint64(getattr(pick, "id", pick)))

    def _reasons(self, name, kinds, *arguments):
        rows = self._visit(name, _abi.Reason, *arguments)
        return [row._replace(kind=named(kinds, row.kind)) for row in rows] if kinds else rows

    def why(self, item, **request):
        """(why, reasons): why an item is or is not among the picks of a request."""
        made, (view, _memory) = self._request(**request), text(item, "item")
        answer, reasons = Visitor(_abi.Why), Visitor(_abi.Reason)
        visit = _abi.WhyVisit(answer.address, reasons.address, None)
        self._call("item_explain", made.struct, view, visit)
        rows = [row._replace(kind=named(_abi.REASONS, row.kind)) for row in reasons.given()]
        return answer.given()[0], rows

    def dismiss(self, item):
        """Says "not this"."""
        view, _memory = text(item, "item")
        self._call("pick_dismiss", view)

    def title(self, item):
        """An item's title."""
        (view, _memory), title = text(item, "item"), _abi.Text()
        with self._lock:
            self._call("item_title", view, byref(title))
            return read(title)

    def mindset(self):
        """The mindset now."""
        return self._get("mindset_get", _abi.Mindset)

    def mindset_reasons(self):
        """Why it is what it is."""
        return self._reasons("mindset_explain", None)

    def needs(self):
        """All eight needs, the largest score first."""
        return self._visit("need_each", _abi.Need)

    def affinities(self, attribute=None):
        """What the person cares about, strongest first."""
        view, _memory = text(attribute, "attribute")
        return self._visit("affinity_each", _abi.Affinity, view)

    def audiences(self):
        """The audiences the profile is in, and why."""
        return self._visit("audience_each", _abi.Audience)

    def choose(self, slot, item=None, seed=0):
        """Chooses the arm a slot shows."""
        made = _Arguments(_abi.ChoiceRequest, device.sotto_choice_request_init)
        made.texts(slot=slot, item=item).numbers(2**64 - 1, seed=seed)
        choice = _abi.Choice()
        with self._lock:
            self._call("choose", made.struct, choice)
            return tell(choice)

    def outcome(self, choice, reward):
        """Says what came of a decision, 0 to 1."""
        self._call("outcome", c_uint64(getattr(choice, "decision", choice)), float(reward))

    def explain_choice(self, choice=0):
        """Why a choice is what it is; without one: the latest."""
        decision = c_uint64(getattr(choice, "decision", choice))
        return self._reasons("choice_explain", None, decision)

    def choices(self):
        """The decisions this profile has, oldest first."""
        return self._visit("choice_each", _abi.Decision)

    def conversation(self):
        """Begins to ask in one's own words."""
        return Conversation(self)

    def brief(self, reader="agent", locale=None):
        """The history at hand, as a dict."""
        made = _Arguments(_abi.BriefRequest, device.sotto_brief_request_init).texts(locale=locale)
        made.struct.reader = number(_abi.READERS, reader, "reader")
        room, size = ctypes.create_string_buffer(BRIEF_MOST), c_size_t(BRIEF_MOST)
        self._call("brief", made.struct, room, byref(size))
        return json.loads(room.raw[:size.value])

    # The brand: its pack, its questions, what leaves.

    def install_pack(self, file):
        """Installs the pack in a file."""
        self._call("pack_install", path(file))

    def pack(self):
        """The installed pack's facts."""
        return self._get("pack_get", _abi.Pack)

    def preview(self):
        """Every question: what would be answered, the odds, the cost. Spends nothing."""
        return self._visit("question_each", _abi.Preview)

    def answer(self, question):
        """Answers a question of preview(), or one by its id in hex digits. Spends."""
        given = getattr(question, "question", question)
        data = octets(given)
        if data is None or len(data) != _abi.QUESTION_ID_SIZE:
            raise failure(ARGUMENT, "a question's id has 16 bytes, or 32 hex digits")
        self._call("question_answer", data)

    def budget(self):
        """The ledger's state."""
        return self._get("budget_get", _abi.Budget)

    def outbox(self):
        """The reports waiting, oldest first, with their exact bytes."""
        return self._visit("outbox_each", _abi.ReportRow)

    def settle(self, report, delivery):
        """Settles a report: "done", "retry" or "refused"."""
        self._call("outbox_settle", c_uint64(getattr(report, "id", report)),
                   number(_abi.DELIVERIES, delivery, "delivery"))

    # The person's rights.

    def consent(self):
        """The consent in force."""
        struct = _abi.Consent()
        self._call("consent_get", struct)
        return Consent.of_struct(struct)

    def set_consent(self, consent):
        """Replaces the consent; a withdrawal takes effect before this returns."""
        self._call("consent_set", consent_of(consent).struct)

    def kept(self):
        """All that is kept, in plain words, by category."""
        return self._visit("profile_each", _abi.Kept)

    def _written(self, name):
        chunks = []

        def take(_, chunk):
            try:
                chunks.append(ctypes.string_at(chunk.data, chunk.size) if chunk.size else b"")
                return 0
            except BaseException:
                return -3
        function = Write(take)
        self._call(name, ctypes.cast(function, c_void_p), None)
        return b"".join(chunks)

    def export(self):
        """The whole profile as a dict. It is plaintext: say so to the person."""
        return json.loads(self._written("profile_export"))

    def import_(self, exported):
        """Reads an export into this profile; gives how many events were taken."""
        count, (view, _memory) = c_size_t(), _json_bytes(exported)
        self._call("profile_import", view, byref(count))
        return count.value

    def forget(self, *, item=None, attribute=None, value=None, from_ms=None, to_ms=None,
               category=None, all=False):
        """Forgets an item, a value, a period, a category, or all; gives how many rows went."""
        kinds = [None, item is not None, attribute is not None or value is not None,
                 from_ms is not None or to_ms is not None, category is not None, bool(all)]
        if kinds.count(True) != 1:
            raise failure(ARGUMENT, "name one thing to forget")
        made = _Arguments(_abi.Scope, device.sotto_scope_init)
        made.struct.kind = kinds.index(True)
        made.texts(item=item, attribute=attribute, value=value)
        made.numbers(2**63 - 1, from_ms=from_ms, to_ms=to_ms)
        if category is not None:
            made.struct.category = number(_abi.CATEGORIES, category, "category")
        rows = c_size_t()
        self._call("forget", made.struct, byref(rows))
        return rows.value

    def audit(self, after=0):
        """The rows of the audit log after a sequence number."""
        return self._visit("audit_each", _abi.AuditRow, c_uint64(after))

    def verify_audit(self):
        """Recomputes the audit log's chain; gives how many rows hold."""
        rows = c_uint64()
        self._call("audit_verify", byref(rows))
        return rows.value

    def export_audit(self):
        """The audit log with its key, as a dict, for samples/auditor/verify.py."""
        return json.loads(self._written("audit_export"))

    def set_messages(self, messages):
        """Replaces or adds user-facing sentences: {locale: {name: text}}."""
        view, _memory = _json_bytes(messages)
        self._call("messages_set", view)

    # Its life.

    def flush(self):
        """Makes everything recorded so far durable."""
        self._call("flush")

    def tick(self):
        """Does the timed work that is due."""
        self._call("tick")

    def close(self):
        """Commits what is pending, wipes secrets and ends; again: does nothing."""
        with self._lock:
            if self._inside:
                raise failure(BUSY)
            handle, self._handle = self._handle, None
            if handle is not None:
                device.sotto_close(handle)

    def __reduce__(self):
        raise TypeError("a profile cannot be pickled")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            self.close()


def erase(directory, key_store):
    """Erases the profile in a directory; gives the receipt."""
    receipt = _abi.Receipt()
    status = device.sotto_erase(path(directory, "directory"), key_store.port, receipt)
    if status:
        raise failure(status) from key_store.take_thrown()
    return tell(receipt)
