"""A second verifier of Sotto's audit log. Standard library only; shares no line with sdk/.

usage: verify.py AUDIT.json [--pack PACK] [--list LIST] [--trust brand.public] [--sent FILE]

AUDIT.json is what `sotto-audit export` (or an app, by sotto_audit_export()) wrote; its form stands
in sdk/flow/audit_export.c. Recomputed here, each as a named check:

  audit log     every hash of the chain from the key, every stub's proof, the counts and hashes that
                head and anchor remember: names the first row that does not hold
  costs         e^epsilon exactly, as a fraction, from each row's threshold; its stated odds and
                epsilon must cover it, and that or nothing was charged
  question ids  each is the digest of its content and week
  caps, quota   at most 24 epsilon in 52 weeks and 2 in one; 6 paid answers about a trait in 52
                weeks, one answer to a question a week; one question has one trait and category
  due           each answer was paid, or free for the reason it states, as consent, quota and
                balance then were: all three are replayed from the log. Names the rows that cannot
                be judged: the clock jumped or went back, an anchor knew of more, or it was a
                kiosk's visitor who consented
  spent         the ledger says at least what the answers sum to
  reports       those that wait or were sent are answers of the log, byte for byte (their hash)
  pack          the header's signature, every section's hash; with a log, that the questions
                answered since the log says that it was installed are this pack's, and that each
                row states the trait and the category that the pack gives it
  public list   its chain and signatures; the pack is in it; no two packs have one sequence
  wire          every byte of a .sottoreports file is a report of the log

Exits 0 when all that was checked holds; the last line says so.
"""
import argparse
import hashlib
import json
import struct
import sys
from fractions import Fraction

from replay import CATEGORIES, Replay

ZERO = bytes(32)
YEAR, WEEK, QUOTA, WEEKS = 24_000_000, 2_000_000, 6, 52
ANSWERED, SENT, PACK = 4, 5, 10
TEXT, TEXT_INDEX, KEYS, QUESTIONS = 1, 2, 8, 23  # sections of a pack
# What a kind of question asks about: two of one trait share a quota. A mean (6) has its measure's;
# kinds 3 and 12 ask about an attribute, which is part of the trait.
TRAITS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 7: 7, 8: 7, 9: 9, 10: 10, 11: 11, 12: 12, 13: 13, 14: 14}
MEASURES = (2, 4, 5, 15, 16)


def digest(data, key=b""):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


# --- Ed25519 (RFC 8032), verification only -----------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, base):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, base)
        base = add(base, base)
        number >>= 1
    return total


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signed(message, signature, key):
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), add(r, times(h, a))
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0
            and (left[1] * right[2] - right[1] * left[2]) % P == 0)


# --- exact epsilon -----------------------------------------------------------------------------

def exp_above(x):
    """A fraction just above e^x (x at least 0), by its series and a bound on the rest."""
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
        if not 2 <= prime < 65536 or dimension > 32 or any(prime % n == 0 for n in range(2, prime)):
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


def cost_holds(row, charged):
    stated = Fraction(int(row["odds_numerator"]), int(row["odds_denominator"]))
    epsilon = int(row["epsilon_micro"])
    due = epsilon if row["because"] == "open" else 0
    return (odds_of(row) <= stated <= exp_above(Fraction(epsilon, 10**6))
            and int(row["charged_micro"]) == due == charged)


# --- the log -----------------------------------------------------------------------------------

class Log:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.all = json.load(file)
        if self.all.get("sotto_audit") != 1:
            raise ValueError("not an audit log of this form")
        self.key = bytes.fromhex(self.all["key"])
        self.rows = self.all["rows"]
        self.reports = [bytes.fromhex(r["body"]) for r in self.all["reports"]]
        self.answers = []
        for row in self.rows:
            if row["act"] == ANSWERED:
                detail = json.loads(row["detail"])
                self.answers.append((row, detail))
        self.hashes = {detail["report"] for _, detail in self.answers}

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

    def id_holds(self, detail):
        content = bytes.fromhex(detail["content"])
        named = digest(b"sotto question" + content + struct.pack("<I", int(detail["epoch"])))
        return len(content) == 32 and named[:16].hex() == detail["question"]

    def paying(self):
        """Answers that the ledger paid: a kiosk's visits pay with themselves, each once."""
        return [(row, d) for row, d in self.answers if d.get("unit") != "visit"]

    def spent_in(self, last, weeks):
        return sum(row["cost_micro"] for row, d in self.paying()
                   if last - weeks < int(d["epoch"]) <= last)

    def caps_hold(self):
        return all(self.spent_in(int(d["epoch"]), WEEKS) <= YEAR
                   and self.spent_in(int(d["epoch"]), 1) <= WEEK for _, d in self.paying())

    def quota_holds(self):
        for _, d in self.paying():
            last = int(d["epoch"])
            same = [(row["cost_micro"], int(o["epoch"])) for row, o in self.paying()
                    if o["trait"] == d["trait"]]
            paid = sum(cost > 0 and last - WEEKS < epoch <= last for cost, epoch in same)
            twice = sum(int(o["epoch"]) == last and o["content"] == d["content"]
                        for _, o in self.paying())
            if paid > QUOTA or twice > 1:
                return False
        asked = {(d["content"], d["trait"], d["category"]) for _, d in self.answers}
        return len(asked) == len({content for content, _, _ in asked})

    def strangers(self):
        sent = [json.loads(row["detail"])["report"] for row in self.rows if row["act"] == SENT]
        waiting = [digest(body).hex() for body in self.reports]
        return [h for h in sent + waiting if h not in self.hashes]


# --- packs and the public list -----------------------------------------------------------------

class Pack:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        (magic, _, count, self.sequence, _, _, total) = struct.unpack_from("<8sIIQqqQ", self.data)
        if magic != b"SOTTOPK1" or total != len(self.data) or 128 + 64 * count + 64 > total:
            raise ValueError("not a pack, or a cut one")
        self.head = self.data[:128 + 64 * count]
        self.signature = self.data[len(self.head):len(self.head) + 64]
        self.key_id = self.data[56:64]
        self.hash = digest(self.head).hex()
        self.sections = [struct.unpack_from("<IIQQQ32s", self.data, 128 + 64 * n)
                         for n in range(count)]

    def holds(self, key):
        whole = all(digest(self.data[at:at + size]) == named
                    for _, _, at, size, _, named in self.sections)
        return whole and (key is None or (digest(key)[:8] == self.key_id
                                          and signed(self.head, self.signature, key)))

    def rows(self, wanted):
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
    with open(path, "rb") as file:
        lines = file.read().decode("ascii").split("\n")
    if lines.pop() != "":
        raise ValueError("a cut line")
    for number, line in enumerate(lines, 1):
        sequence, created, pack, key_id, link, signature = map(bytes.fromhex, line.split(" "))
        chain = digest(chain + sequence + created + pack + key_id)
        if chain != link or int.from_bytes(sequence, "big") <= last:
            raise ValueError(f"line {number} does not follow")
        last = int.from_bytes(sequence, "big")
        packs[last] = pack.hex()
    if lines and key and not signed(b"sotto pack list 1" + chain, signature, key):
        raise ValueError("the last line is not signed by the brand")
    return packs


# --- the verdict -------------------------------------------------------------------------------

class Verdict:
    def __init__(self):
        self.good, self.bad = [], []

    def check(self, name, holds, words):
        try:
            result = holds() if callable(holds) else holds
        except (KeyError, ValueError, TypeError, struct.error, IndexError) as error:
            result, words = False, f"cannot be read: {error}"
        (self.good if result else self.bad).append(name)
        print(f"  {'holds ' if result else 'BROKEN'} {name}: {words}")

    def end(self):
        if self.bad:
            print(f"\nNOT proved, {len(self.bad)} broken: {', '.join(self.bad)}.")
        else:
            print(f"\nProved: {', '.join(self.good)}.")
        return 1 if self.bad or not self.good else 0


def check_due(log, verdict):
    try:
        replay = Replay(log.rows, log.paying())
    except (KeyError, ValueError, TypeError, IndexError) as error:
        verdict.check("due", False, f"cannot be replayed: {error}")
        return
    for reason in sorted({why for _, why in replay.unjudged}):
        rows = ", ".join(str(row) for row, why in replay.unjudged if why == reason)
        print(f"  not judged, {reason}: rows {rows}.")
    rows = ", ".join(str(row) for row, _ in replay.unjudged)
    words = f"{len(log.answers)} answers paid or free as consent, quota and balance were"
    if replay.broken:
        words = f"row {replay.broken[0][0]}: {replay.broken[0][1]}"
    verdict.check("due" + (f" but for rows {rows}" if rows and not replay.broken else ""),
                  not replay.broken, words)


def check_log(log, verdict):
    bad = log.first_bad()
    verdict.check("audit log", bad == 0, f"{len(log.rows)} rows, every link holds" if not bad else
                  f"row {bad} is the first that was changed, removed or cut")
    count = len(log.answers)
    verdict.check("costs", lambda: all(cost_holds(d, row["cost_micro"]) for row, d in log.answers),
                  f"{count} answers, each from its threshold")
    verdict.check("question ids", lambda: all(log.id_holds(d) for _, d in log.answers),
                  f"{count} answers, each under everyone's id")
    verdict.check("caps", log.caps_hold, "24 in any 52 weeks, 2 in one")
    verdict.check("quota", log.quota_holds, "6 paid answers in 52 weeks, one in one")
    check_due(log, verdict)
    total = sum(row["cost_micro"] for row, _ in log.paying())
    verdict.check("spent", log.all["budget"]["spent_micro"] >= total,
                  f"epsilon {total / 1e6:.6f} in all")
    verdict.check("reports", lambda: not log.strangers(),
                  f"{len(log.reports)} wait; all are answers of the log")


def wire_holds(log, path):
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        if at + 4 + size > len(data) or digest(data[at + 4:at + 4 + size]).hex() not in log.hashes:
            return False
        at += 4 + size
    return True


def check_pack(args, log, key, verdict):
    pack = Pack(args.pack)
    verdict.check("pack", lambda: pack.holds(key),
                  f"sequence {pack.sequence}" + (", signed by the brand" if key else ""))
    if log and log.all.get("pack", {}).get("hash") == pack.hash:
        since = max((row["sequence"] for row in log.rows if row["act"] == PACK), default=0)
        asked = {d["content"]: (d.get("trait"), d.get("category"))
                 for row, d in log.answers if row["sequence"] > since}
        verdict.check("questions of the pack", lambda: asked.items() <= pack.questions().items(),
                      f"{len(asked)} kinds of question, all of them this pack's, with its traits")
    return pack


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("audit", nargs="?")
    for name in ("pack", "list", "trust", "sent"):
        parser.add_argument("--" + name)
    args = parser.parse_args()
    verdict, key, pack, log = Verdict(), None, None, None
    if args.trust:
        with open(args.trust, encoding="utf-8") as file:
            key = bytes.fromhex(json.load(file)["signing_key"])
    try:
        if args.audit:
            log = Log(args.audit)
            check_log(log, verdict)
        if args.pack:
            pack = check_pack(args, log, key, verdict)
    except (KeyError, ValueError, TypeError, struct.error) as error:
        verdict.check("format", False, str(error))
    if args.list:
        verdict.check("public list", lambda: read_list(args.list, key) is not None, args.list)
    if args.list and pack:
        verdict.check("pack listed",
                      lambda: read_list(args.list, key).get(pack.sequence) == pack.hash, args.pack)
    if args.sent and log:
        verdict.check("wire", lambda: wire_holds(log, args.sent), args.sent)
    return verdict.end()


if __name__ == "__main__":
    sys.exit(main())
