"""A second verifier of Sotto's audit log. Standard library only; shares no line with sdk/.

usage: verify.py [AUDIT.json] [--pack PACK] [--list LIST] [--trust brand.public] [--sent FILE]

AUDIT.json is what `sotto-audit export` (or an app, by sotto_audit_export()) wrote; its form stands
in sdk/flow/audit_export.c. Recomputed here, each as a named check:

  form          the export has what it must have, of its type and within its bounds (export_form.py)
  audit log     every hash of the chain from the key, every stub's proof, the counts and hashes that
                head and anchor remember: names the first row that does not hold
  tail          head or anchor remember rows, and the last row is the one of this very export: a log
                whose end was cut off shows
  costs         e^epsilon exactly, as a fraction, from each row's threshold; its stated odds and
                epsilon must cover it, and that or nothing was charged
  question ids  each is the digest of its content and week
  caps, quota   at most 24 epsilon in 52 weeks and 2 in one; 6 paid answers about a trait in 52
                weeks, one answer to a question a week; one question has one trait and category
  due           each answer was paid, or free for the reason it states, as consent, quota and
                balance then were: all three are replayed from the log. Names the rows that cannot
                be judged: the clock jumped or went back, an anchor knew of more, or it was a
                kiosk's visitor who consented
  spent         the ledger says at least what the answers sum to, what the last of them says, and
                what the anchor remembers
  reports       those that wait or were sent are answers of the log, byte for byte (their hash)
  fates         each answer's report was sent, dropped, waits, or went with a withdrawal or a forget
  pack          the header's signature, every section's hash; with a log, that the questions
                answered since the log says that it was installed are this pack's, and that each
                row states the trait and the category that the pack gives it. Without --trust
                nobody's signature is checked, and the last line says so
  public list   its chain and signatures; the pack is in it; no two packs have one sequence
  wire          every byte of a .sottoreports file is a report of the log

Exits 0 when all that was checked holds, and the last line says so; 1 when something does not hold
or cannot be read, 2 when called wrongly. No input, however bad, ends it in another way.
"""
import argparse
import hashlib
import json
import math
import struct
import sys
import textwrap
from collections import Counter, defaultdict
from fractions import Fraction

import export_form
from ed25519 import signed
from replay import CATEGORIES, Replay

ZERO = bytes(32)
YEAR, WEEK, QUOTA, WEEKS = 24_000_000, 2_000_000, 6, 52
CONSENT, ANSWERED, SENT, DROPPED, FORGOT, PACK, EXPORTED = 2, 4, 5, 6, 7, 10, 11
TRIED, CARRIED = 15, 16
MINUTE_MS = 60_000
FILE_MAX = 1 << 30
UNREADABLE = (OSError, KeyError, ValueError, TypeError, IndexError, struct.error, OverflowError)
TEXT, TEXT_INDEX, KEYS, QUESTIONS = 1, 2, 8, 23  # sections of a pack
# What a kind of question asks about: two of one trait share a quota. A mean (6) has its measure's;
# kinds 3 and 12 ask about an attribute, which is part of the trait.
TRAITS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 7: 7, 8: 7, 9: 9, 10: 10, 11: 11, 12: 12, 13: 13, 14: 14}
MEASURES = (2, 4, 5, 15, 16)
SPLIT_YEAR, DELTA_YEAR, ALONE_YEAR = 8, 115_292_150_460, 64_000_000


def digest(data, key=b""):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


# --- exact epsilon -----------------------------------------------------------------------------

def exp_above(x):
    """A fraction just above e^x (0 to 64: nothing costs more), by its series and its rest."""
    if not 0 <= x <= 64:
        raise ValueError("an epsilon above 64")
    halvings = 0
    while x > Fraction(1, 2):
        x, halvings = x / 2, halvings + 1
    term = total = Fraction(1)
    for n in range(1, 40):
        term = term * x / n
        total += term
    total += 2 * term  # the rest is below the last term
    for _ in range(halvings):
        total = Fraction(int(total * total * 2**256) + 1, 2**256)
    return total


def odds_of(row):
    """e^epsilon of a row's threshold, exactly: see samples/auditor/recompute.h."""
    threshold, domain, chosen = (int(row[name]) for name in ("threshold", "buckets", "size"))
    if row["mechanism"] == "projective":
        prime, dimension = int(row["prime"]), int(row["dimension"])
        if not 2 <= prime < 65536 or dimension > 32 or any(
                prime % n == 0 for n in range(2, math.isqrt(prime) + 1)):
            raise ValueError("no field")
        points = [sum(prime**n for n in range(d)) for d in (dimension, dimension - 1)]
        if points[0] < domain:
            raise ValueError("too few points")
        domain, chosen = points
    elif row["mechanism"] != "subset":
        raise ValueError("an unknown mechanism")
    if not 0 < chosen < domain or not 0 < threshold < 2**64:
        raise ValueError("not a mechanism")
    return Fraction(threshold * (domain - chosen), (2**64 - threshold) * chosen)


def split_holds(row):
    """What is left if both aggregators collude, exactly: k-ary randomized response answers at
    random with the chance g / 2^32. That the chance is enough for epsilon and delta of the sum is
    not told again here: the library's table and its tests say so."""
    random, domain = int(row["random_q32"]), int(row["buckets"])
    odds = Fraction(random + domain * (2**32 - random), random)
    stated = Fraction(int(row["odds_numerator"]), int(row["odds_denominator"]))
    paid = row["because"] == "open"
    charged = [int(row["charged_" + name]) for name in ("delta_2p60", "epsilon0_micro")]
    due = [int(row[name]) if paid else 0 for name in ("delta_2p60", "epsilon0_micro")]
    return (domain >= 2 and odds <= stated <= exp_above(Fraction(int(row["epsilon0_micro"]), 10**6))
            and int(row["delta_2p60"]) >= 1 and charged == due)


def cost_holds(row, charged):
    if row["mechanism"] == "split":
        due = int(row["epsilon_micro"]) if row["because"] == "open" else 0
        return split_holds(row) and int(row["charged_micro"]) == due == charged
    stated = Fraction(int(row["odds_numerator"]), int(row["odds_denominator"]))
    epsilon = int(row["epsilon_micro"])
    due = epsilon if row["because"] == "open" else 0
    return (odds_of(row) <= stated <= exp_above(Fraction(epsilon, 10**6))
            and int(row["charged_micro"]) == due == charged)


# --- the log -----------------------------------------------------------------------------------

class Log:
    def __init__(self, path):
        self.all = export_form.read(path)
        self.key = bytes.fromhex(self.all["key"])
        self.rows = self.all["rows"]
        self.reports = [bytes.fromhex(r["body"]) for r in self.all["reports"]]
        self.answers = []
        for row in self.rows:
            if row["act"] == ANSWERED:
                detail = json.loads(row["detail"])
                self.answers.append((row, detail))
        self.hashes = {detail["report"] for _, detail in self.answers}
        # a report that was sealed anew goes on under its new bytes' hash
        self.resealed = {}
        for row in self.rows:
            detail = json.loads(row["detail"]) if row["act"] == TRIED else {}
            if "resealed" in detail:
                if detail["report"] not in self.hashes or detail["report"] in self.resealed:
                    raise ValueError("a report was sealed anew that is none, or twice")
                self.resealed[detail["report"]] = detail["resealed"]
        for _, detail in self.answers:
            detail["report"] = self.resealed.get(detail["report"], detail["report"])
        self.hashes |= set(self.resealed.values())

    def handed(self):
        """For how long each hand-over was sealed, in milliseconds."""
        return [json.loads(row["detail"])["expires_ms"] - row["time_ms"]
                for row in self.rows if row["act"] == CARRIED]

    def link(self, previous, row):
        """The hash that a row must have, or a stub's proof."""
        salt, detail = bytes.fromhex(row["salt"]), row["detail"].encode()
        if row["act"] == 0:
            message = struct.pack("<Q", row["sequence"]) + bytes.fromhex(row["hash"])
            label = b"sotto audit stub"
            proof = digest(struct.pack("<Q", len(label)) + label
                           + struct.pack("<Q", len(message)) + message, self.key)
            return proof[:16] == salt and not detail
        body = struct.pack("<QqIQ", row["sequence"], row["time_ms"], row["act"], row["cost_micro"])
        body += salt + struct.pack("<I", len(detail)) + detail
        return digest(previous + body, self.key).hex() == row["hash"]

    def first_bad(self):
        """The first row that does not hold, 0 where all do."""
        previous, marks = ZERO, [self.all[m] for m in ("head", "anchor") if m in self.all]
        for number, row in enumerate(self.rows, 1):
            if row["sequence"] != number or not self.link(previous, row):
                return number
            if any(m["rows"] == number and m["hash"] != row["hash"] for m in marks):
                return number
            previous = bytes.fromhex(row["hash"])
        cut = any(m["rows"] > len(self.rows) for m in marks)
        return len(self.rows) + 1 if cut else 0

    def tail(self):
        """How the end of the log is known; ValueError where a cut would not show."""
        known = max(self.all[m]["rows"] for m in ("head", "anchor") if m in self.all)
        head, last = self.all["head"], self.rows[-1] if self.rows else {"act": 0}
        if not known or (not head["rows"] and head["hash"] != ZERO.hex()):
            raise ValueError("neither head nor anchor remembers a row: a cut would not show")
        if last["act"] != EXPORTED or json.loads(last["detail"]).get("what") != "audit log":
            raise ValueError("the last row is not that of an export: later ones are missing")
        if not 0 <= last["time_ms"] - self.all["exported_ms"] <= MINUTE_MS:
            raise ValueError("the last row is that of another export: later ones are missing")
        return f"{known} of {len(self.rows)} rows are remembered, the last is this export's"

    def id_holds(self, detail):
        content = bytes.fromhex(detail["content"])
        named = digest(b"sotto question" + content + struct.pack("<I", int(detail["epoch"])))
        return len(content) == 32 and named[:16].hex() == detail["question"]

    def paying(self):
        """Answers that the ledger paid: a kiosk's visits pay with themselves, each once."""
        return [(row, d) for row, d in self.answers if d.get("unit") != "visit"]

    def caps_hold(self):
        spent = Counter()
        for row, d in self.paying():
            spent[int(d["epoch"])] += row["cost_micro"]
        return all(spent[last] <= WEEK and sum(spent[last - n] for n in range(WEEKS)) <= YEAR
                   for last in list(spent))

    def split(self):
        """Answers by split trust that were paid."""
        return [d for row, d in self.answers if d["mechanism"] == "split" and row["cost_micro"]]

    def split_caps_hold(self):
        """Eight in any 52 weeks, and their two further costs within the year's."""
        for last in {int(d["epoch"]) for d in self.split()}:
            year = [d for d in self.split() if last - WEEKS < int(d["epoch"]) <= last]
            if (len(year) > SPLIT_YEAR
                    or sum(int(d["charged_delta_2p60"]) for d in year) > DELTA_YEAR
                    or sum(int(d["charged_epsilon0_micro"]) for d in year) > ALONE_YEAR):
                return False
        return True

    def quota_holds(self):
        paid, asked = defaultdict(Counter), Counter()
        for row, d in self.paying():
            paid[d["trait"]][int(d["epoch"])] += row["cost_micro"] > 0
            asked[d["content"], d["epoch"]] += 1
        often = any(sum(weeks[last - n] for n in range(WEEKS)) > QUOTA
                    for weeks in paid.values() for last in list(weeks))
        told = {(d["content"], d["trait"], d["category"]) for _, d in self.answers}
        return (not often and max(asked.values(), default=0) <= 1
                and len(told) == len({content for content, _, _ in told}))

    def spent_holds(self):
        paying, spent = self.paying(), self.all["budget"]["spent_micro"]
        return (spent >= sum(row["cost_micro"] for row, _ in paying)
                and spent >= max((int(d["spent_micro"]) for _, d in paying), default=0)
                and spent >= self.all.get("anchor", {"epsilon_micro": 0})["epsilon_micro"])

    def budget_holds(self):
        year, depth = self.all["budget"]["year_micro"], self.all["budget"]["depth_micro"]
        return year <= YEAR and depth <= WEEK and 2 * depth <= year

    def settled(self, *acts):
        """Reports that rows of these acts name."""
        named = (json.loads(row["detail"]).get("report") for row in self.rows
                 if row["act"] in acts)
        return [report for report in named if report]

    def reports_hold(self):
        """What waits is an answer's, once, as its row tells, and was not sent; so is what was."""
        told = {d["report"]: (row["cost_micro"], int(d["epoch"])) for row, d in self.answers}
        sent, waits = set(self.settled(SENT)), [digest(body).hex() for body in self.reports]
        return (sent <= self.hashes and len(set(waits)) == len(waits) and not sent & set(waits)
                and all(told.get(name) == (report["cost_micro"], report["epoch"])
                        for name, report in zip(waits, self.all["reports"])))

    def fates_hold(self):
        done = set(self.settled(SENT, DROPPED)) | {digest(body).hex() for body in self.reports}
        cleared = max((row["sequence"] for row in self.rows if row["act"] in (CONSENT, FORGOT)),
                      default=0)
        return all(d["report"] in done or row["sequence"] < cleared for row, d in self.answers)

    def installed(self):
        """The last PACK row's number, and the hash and sequence it states."""
        rows = [row for row in self.rows if row["act"] == PACK]
        detail = json.loads(rows[-1]["detail"]) if rows else {"hash": None, "sequence": 0}
        return rows[-1]["sequence"] if rows else 0, detail["hash"], detail["sequence"]

# --- packs and the public list -----------------------------------------------------------------

class Pack:
    def __init__(self, path):
        self.data = export_form.read_bounded(path, FILE_MAX)
        (magic, _, count, self.sequence, _, _, total) = struct.unpack_from("<8sIIQqqQ", self.data)
        if magic != b"SOTTOPK1" or total != len(self.data) or 128 + 64 * count + 64 > total:
            raise ValueError("not a pack, or a cut one")
        self.head = self.data[:128 + 64 * count]
        self.signature = self.data[len(self.head):len(self.head) + 64]
        self.key_id = self.data[56:64]
        self.hash = digest(self.head).hex()
        self.sections = [struct.unpack_from("<IIQQQ32s", self.data, 128 + 64 * n)
                         for n in range(count)]
        if not all(row[1] for row in self.sections):
            raise ValueError("a section of empty rows")

    def gaps_hold(self):
        """Sections follow one another, with zeros between them and nothing behind the last."""
        end = len(self.head) + 64
        for _, _, at, size, _, _ in self.sections:
            if at < end or at + size > len(self.data) or any(self.data[end:at]):
                return False
            end = at + size
        return end == len(self.data)

    def holds(self, key):
        whole = self.gaps_hold() and all(digest(self.data[at:at + size]) == named
                    for _, _, at, size, _, named in self.sections)
        return whole and (key is None or (digest(key)[:8] == self.key_id
                                          and signed(self.head, self.signature, key)))

    def rows(self, wanted):
        if not self.gaps_hold():
            raise ValueError("a section outside the pack")
        return [self.data[n:n + width] for number, width, at, size, _, _ in self.sections
                if number == wanted for n in range(at, at + size, width)]

    def key_name(self, number):
        starts = [struct.unpack("<I", row)[0] for row in self.rows(TEXT_INDEX)]
        text, = struct.unpack_from("<I", self.rows(KEYS)[number])
        return b"".join(self.rows(TEXT))[starts[text]:starts[text + 1]]

    def questions(self):
        """{content: (trait, category)}; a row ends with its content's digest."""
        found = {}
        for row in self.rows(QUESTIONS):
            kind, _, _, category, attribute = struct.unpack_from("<5I", row)
            name = self.key_name(attribute) if kind in (3, 12) else b""
            trait = MEASURES[attribute] if kind == 6 else TRAITS[kind]
            found[row[-32:].hex()] = (digest(struct.pack("<I", trait) + digest(name)).hex(),
                                      CATEGORIES[category])
        return found


def read_list(path, key):
    """{sequence: hash} of a list that holds; raises where it does not."""
    packs, chain, last, signature = {}, ZERO, -1, b""
    lines = export_form.read_bounded(path).decode("ascii").split("\n")
    if lines.pop() != "" or not lines:
        raise ValueError("a cut line, or none")
    for number, line in enumerate(lines, 1):
        fields = [bytes.fromhex(field) for field in line.split(" ")]
        if ([len(field) for field in fields] != [8, 8, 32, 8, 32, 64]
                or " ".join(field.hex() for field in fields) != line):
            raise ValueError(f"line {number} is none of a list")
        sequence, created, pack, key_id, link, signature = fields
        chain = digest(chain + sequence + created + pack + key_id)
        if chain != link or int.from_bytes(sequence, "big") <= last:
            raise ValueError(f"line {number} does not follow")
        last = int.from_bytes(sequence, "big")
        packs[last] = pack.hex()
    if key and not signed(b"sotto pack list 1" + chain, signature, key):
        raise ValueError("the last line is not signed by the brand")
    return packs


# --- the verdict -------------------------------------------------------------------------------

def say(text, indent):
    print(textwrap.fill(text, 79, subsequent_indent=" " * indent, break_long_words=False,
                        break_on_hyphens=False))


class Verdict:
    def __init__(self):
        self.good, self.bad = [], []

    def check(self, name, holds, words=""):
        """`holds`: whether, or what gives it; a text it gives is the words to say."""
        try:
            result = holds() if callable(holds) else holds
            words = result if isinstance(result, str) else words
        except UNREADABLE as error:
            result, words = False, f"{type(error).__name__}: {error}"[:300]
            words = words.removeprefix("ValueError: ")
        (self.good if result else self.bad).append(name)
        say(f"  {'holds ' if result else 'BROKEN'} {name}: {words}", 9)

    def read(self, name, reading, path):
        """What `reading` makes of a file; None, and a broken check, where it cannot be read."""
        try:
            return reading(path)
        except UNREADABLE as error:
            self.check(name, False, f"{path}: {error}"[:300])
            return None

    def end(self):
        if self.bad:
            print(f"\nNOT proved, {len(self.bad)} broken: {', '.join(self.bad)}.")
        else:
            print(f"\nProved: {', '.join(self.good)}." if self.good else "\nNothing was checked.")
        return 1 if self.bad or not self.good else 0


def check_due(log, verdict):
    try:
        replay = Replay(log.rows, log.paying())
    except (KeyError, ValueError, TypeError, IndexError) as error:
        verdict.check("due", False, f"cannot be replayed: {error}")
        return
    for reason in sorted({why for _, why in replay.unjudged}):
        rows = ", ".join(str(row) for row, why in replay.unjudged if why == reason)
        say(f"  not judged, {reason}: rows {rows}.", 6)
    rows = ", ".join(str(row) for row, _ in replay.unjudged)
    words = f"{len(log.answers)} answers paid or free as consent, quota and balance were"
    if replay.broken:
        words = f"row {replay.broken[0][0]}: {replay.broken[0][1]}"
    verdict.check("due" + (f" but for rows {rows}" if rows and not replay.broken else ""),
                  not replay.broken, words)


def check_log(log, verdict):
    bad = log.first_bad()
    verdict.check("form", True, "it has all that an export has, within its bounds")
    verdict.check("audit log", bad == 0, f"{len(log.rows)} rows, every link holds" if not bad else
                  f"row {bad} is the first that was changed, removed or cut")
    verdict.check("tail", log.tail)
    count = len(log.answers)
    verdict.check("costs", lambda: all(cost_holds(d, row["cost_micro"]) for row, d in log.answers),
                  f"{count} answers, each from its threshold")
    verdict.check("question ids", lambda: all(log.id_holds(d) for _, d in log.answers),
                  f"{count} answers, each under everyone's id")
    verdict.check("caps", lambda: log.caps_hold() and log.budget_holds(),
                  "24 in any 52 weeks, 2 in one")
    verdict.check("quota", log.quota_holds, "6 paid answers in 52 weeks, one in one")
    if log.split():
        alone = max(int(d["epsilon0_micro"]) for d in log.split()) / 1e6
        verdict.check("split caps", log.split_caps_hold,
                      "8 answers by split trust in any 52 weeks, of epsilon "
                      f"{alone:.2f} at most if both aggregators collude")
    check_due(log, verdict)
    handed = log.handed()
    if handed:
        verdict.check("handed over", all(0 < after <= 15 * MINUTE_MS for after in handed),
                      f"{len(handed)} times, each sealed for 15 minutes at most")
    total = sum(row["cost_micro"] for row, _ in log.paying())
    verdict.check("spent", log.spent_holds, f"epsilon {total / 1e6:.6f} in all")
    verdict.check("reports", log.reports_hold,
                  f"{len(log.reports)} wait; all are answers of the log")
    verdict.check("fates", log.fates_hold, f"{count} answers, each report's end is told")
    if "pack" in log.all:
        seal = log.all["pack"]["hash"], log.all["pack"]["sequence"]
        verdict.check("installed pack", lambda: log.installed()[1:] == seal,
                      f"sequence {seal[1]}, the last that the log says was installed")


def wire_holds(log, path):
    data = export_form.read_bounded(path, FILE_MAX)
    at = count = 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        if at + 4 + size > len(data) or digest(data[at + 4:at + 4 + size]).hex() not in log.hashes:
            raise ValueError(f"{path}: what stands at byte {at} is no report of the log")
        at, count = at + 4 + size, count + 1
    if not count:
        raise ValueError(f"{path}: nothing to check, it is empty")
    return f"{path}: {count} reports, {at} bytes"


def check_pack(path, log, key, verdict):
    pack = verdict.read("pack", Pack, path)
    if not pack:
        return None
    verdict.check("pack" if key else "pack but for its signature", lambda: pack.holds(key),
                  f"sequence {pack.sequence}" + (", signed by the brand" if key else ""))
    since, installed, _ = log.installed() if log else (0, None, 0)
    if installed == pack.hash:
        asked = {d["content"]: (d["trait"], d["category"])
                 for row, d in log.answers if row["sequence"] > since}
        verdict.check("questions of the pack", lambda: asked.items() <= pack.questions().items(),
                      f"{len(asked)} kinds of question, all of them this pack's, with its traits")
    elif log:
        say("  not compared: this pack is not the one that was installed last, so the log's "
            "questions were not looked for in it.", 6)
    return pack


def check_list(path, pack, key, verdict):
    name = "public list" if key else "public list but for its signature"
    packs = verdict.read(name, lambda path: read_list(path, key), path)
    if packs is None:
        return
    verdict.check(name, True, f"{path}: {len(packs)} packs, every line follows")
    if pack:
        verdict.check("pack listed", packs.get(pack.sequence) == pack.hash,
                      f"sequence {pack.sequence}")


def read_trust(path):
    given = export_form.parse(export_form.read_bounded(path).decode(), path)
    key = bytes.fromhex(given["signing_key"])
    if len(key) != 32:
        raise ValueError("no key of 32 bytes")
    return key


def arguments():
    parser = argparse.ArgumentParser(prog="verify.py", allow_abbrev=False)
    parser.add_argument("audit", nargs="?", metavar="AUDIT.json")
    for name in ("pack", "list", "trust", "sent"):
        parser.add_argument("--" + name, action="append", metavar="FILE")
    given = parser.parse_args()
    for name in ("pack", "list", "trust", "sent"):
        values = getattr(given, name) or [None]
        if len(values) > 1:
            parser.error(f"--{name} is given twice; one at a time")
        setattr(given, name, values[0])
    if not (given.audit or given.pack or given.list):
        parser.error("nothing to check: give an audit log, a --pack or a --list")
    if given.sent and not given.audit:
        parser.error("--sent is checked against an audit log")
    if given.trust and not (given.pack or given.list):
        parser.error("--trust is for a --pack or a --list")
    return given


def main():
    args, verdict, key, log, pack = arguments(), Verdict(), None, None, None
    if args.trust:
        key = verdict.read("trust", read_trust, args.trust)
    if args.audit:
        log = verdict.read("form", Log, args.audit)
    if log:
        check_log(log, verdict)
    if args.pack:
        pack = check_pack(args.pack, log, key, verdict)
    if args.list:
        check_list(args.list, pack, key, verdict)
    if args.sent and log:
        verdict.check("wire", lambda: wire_holds(log, args.sent))
    return verdict.end()


if __name__ == "__main__":
    sys.exit(main())
