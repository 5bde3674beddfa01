"""What an exported audit log must look like before anything in it is believed.

read() gives the log as sotto_audit_export() writes it, or raises ValueError with the place and what
is wrong there. Every member must be there, of its type and within its bounds; nothing else may be.
So whoever computes with it can neither be stopped by a missing one nor be kept busy by a number of
four thousand digits. Judges the form only: whether it is true is verify.py's.
"""
import json
import re

SIZE_MAX, ROWS_MAX, ANSWERS_MAX, REPORTS_MAX = 1 << 26, 200_000, 10_000, 10_000
EPSILON_MAX, BIG, PIECE = 8_000_000, 1 << 53, 1 << 20
ANSWERED, SENT, DROPPED, CONSENT, PACK, TRIED, CARRIED = 4, 5, 6, 2, 10, 15, 16


def whole(least, most):
    def holds(value):
        return type(value) is int and least <= value <= most
    return holds, f"a whole number from {least} to {most}"


def digits(least, most):
    """A number told as text, as the numbers of 64 bits are."""
    def holds(value):
        return (isinstance(value, str) and re.fullmatch("0|[1-9][0-9]{0,19}", value) is not None
                and least <= int(value) <= most)
    return holds, f"the digits of a number from {least} to {most}"


def matching(pattern, words):
    def holds(value):
        return isinstance(value, str) and re.fullmatch(pattern, value) is not None
    return holds, words


def hexes(size):
    return matching(f"[0-9a-f]{{{2 * size}}}", f"{2 * size} hex digits")


HASH, WORD = hexes(32), matching("[ -~]{1,32}", "a short word")
WHOLE = {"sotto_audit": whole(1, 1), "exported_ms": whole(0, BIG), "key": HASH}
MARK = {"rows": whole(0, ROWS_MAX), "hash": HASH}
ANCHOR = {**MARK, "epsilon_micro": whole(0, BIG)}
BUDGET = {"depth_micro": whole(0, BIG), "year_micro": whole(0, BIG), "spent_micro": whole(0, BIG)}
SEAL = {"sequence": whole(1, BIG), "hash": HASH}
ROW = {"sequence": whole(1, BIG), "time_ms": whole(0, BIG), "act": whole(0, 255),
       "cost_micro": whole(0, EPSILON_MAX), "salt": hexes(16), "hash": HASH,
       "detail": (lambda value: isinstance(value, str), "a text")}
REPORT = {"epoch": whole(0, (1 << 32) - 1), "cost_micro": whole(0, EPSILON_MAX),
          "body": matching("([0-9a-f]{2}){1,1048576}", "the bytes of a report as hex digits")}
ANSWER = {"question": hexes(16), "content": HASH, "trait": HASH, "category": WORD,
          "mechanism": WORD, "epoch": digits(0, (1 << 32) - 1), "because": WORD, "report": HASH,
          **{name: digits(0, (1 << 32) - 1) for name in ("buckets", "size")},
          "prime": digits(0, 65535), "dimension": digits(0, 32),
          **{name: digits(0, EPSILON_MAX) for name in ("epsilon_micro", "charged_micro")},
          **{name: digits(1, (1 << 64) - 1) for name in ("threshold", "odds_numerator",
                                                         "odds_denominator")},
          **{name: digits(0, BIG) for name in ("spent_micro", "balance_micro", "depth_micro",
                                               "year_micro")}}
PREFIXES = ("", "charged_", "spent_", "balance_", "depth_", "year_")
SPLIT = {prefix + name: digits(0, BIG) for prefix in PREFIXES
         for name in ("delta_2p60", "epsilon0_micro")}
SPLIT.update({"random_q32": digits(1, (1 << 32) - 1), "minimum_batch": digits(1, (1 << 32) - 1),
              "task": HASH})
ANSWER_SPLIT = {**ANSWER, **SPLIT, "threshold": digits(0, 0)}
HANDED = {"parts": whole(1, 15), "discreet": whole(0, 1), "purpose": whole(1, 3),
          "expires_ms": whole(0, BIG), "bytes": whole(1, 131072), "offer": HASH, "sealed": HASH}
DETAILS = {ANSWERED: (ANSWER, {"unit": WORD, "teller": WORD}),
           SENT: ({"report": HASH}, {}), DROPPED: ({}, {"report": HASH}), PACK: (SEAL, {}),
           TRIED: ({"report": HASH}, {"resealed": HASH}), CARRIED: (HANDED, {}),
           CONSENT: ({"contribute": matching("[a-z]{7}", "a letter for each category")}, {})}


def fail(place, words):
    raise ValueError(f"{place} {words}")


def members(place, value, needed, optional):
    if not isinstance(value, dict):
        fail(place, "is no object")
    for name, (holds, words) in {**needed, **optional}.items():
        if name not in value and name in needed:
            fail(place, f"lacks its {name}")
        if name in value and not holds(value[name]):
            fail(place, f"has a {name} that is not {words}")


def only(place, value, needed, optional):
    """No other members either: the chain covers none but the rows' details, which may have more."""
    members(place, value, needed, optional)
    odd = set(value) - set(needed) - set(optional)
    if odd:
        fail(place, f"has a member that is none: {ascii(min(odd))[:40]}")


def once(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        fail("an object", "has a member twice")
    return dict(pairs)


def short_number(text):
    return int(text) if len(text) <= 20 else fail("a number", "has more than 20 digits")


def no_number(text):
    return fail("a number", f"is not whole: {text[:20]}")


def parse(text, place):
    try:
        return json.loads(text, object_pairs_hook=once, parse_int=short_number,
                          parse_float=no_number, parse_constant=no_number)
    except RecursionError:
        return fail(place, "is nested too deeply")
    except json.JSONDecodeError as error:
        return fail(place, f"is not JSON: {error}")


def read_bounded(path, most=SIZE_MAX):
    """In pieces: room is taken for what there is, not for what there may be."""
    data = bytearray()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            data += piece
            if len(data) > most:
                fail("the file", f"is larger than {most} bytes")
    return bytes(data)


def check_row(row, number):
    only(f"row {number}", row, ROW, {})
    if not row["act"]:
        return  # a stub has no detail; its proof covers that
    detail = parse(row["detail"], f"row {number}'s detail")
    row["detail"].encode()  # a lone surrogate is no text
    needed, optional = DETAILS.get(row["act"], ({}, {}))
    if row["act"] == ANSWERED and isinstance(detail, dict) and detail.get("mechanism") == "split":
        needed = ANSWER_SPLIT
    members(f"row {number}'s detail", detail, needed, optional)


def items(log, name, most):
    if not isinstance(log[name], list) or len(log[name]) > most:
        fail("the log", f"has {name} that are no list of at most {most}")
    return enumerate(log[name], 1)


def read(path):
    """The log at `path`, its form checked."""
    log = parse(read_bounded(path).decode(), "the file")
    a_list = (lambda value: isinstance(value, list), "a list")
    an_object = (lambda value: isinstance(value, dict), "an object")
    only("the log", log, {**WHOLE, "head": an_object, "budget": an_object, "rows": a_list,
                             "reports": a_list}, {"anchor": an_object, "pack": an_object})
    for name, needed in (("head", MARK), ("anchor", ANCHOR), ("budget", BUDGET), ("pack", SEAL)):
        if name in log:
            only(f"its {name}", log[name], needed, {})
    for number, row in items(log, "rows", ROWS_MAX):
        check_row(row, number)
    for number, report in items(log, "reports", REPORTS_MAX):
        only(f"report {number}", report, REPORT, {})
    if sum(row["act"] == ANSWERED for row in log["rows"]) > ANSWERS_MAX:
        fail("the log", f"has more than {ANSWERS_MAX} answers")
    return log
