"""The auditor and its second verifier: both accept what is good, and each damage by name.

usage: test_auditor.py SOTTO_PACK SOTTO_VISIT SOTTO_AUDIT AUDIT_FIXTURE LIAR

A visit is played to have a profile with answers, its pack and its public list. Then each damage is
done to a copy, and the check that must break is looked for in both programs' output.
"""
import json
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from fractions import Fraction
from hashlib import blake2b

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from command import must, run  # noqa: E402
from tap import Facts  # noqa: E402

PACK, VISIT, AUDIT, FIXTURE, LIAR = map(os.path.abspath, sys.argv[1:6])
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
VERIFY = os.path.join(ROOT, "samples", "auditor", "verify.py")
OUTDOOR = os.path.join(ROOT, "samples", "outdoor")
LIST = ["--list", "packs.sottolist", "--trust", "brand/brand.public"]


def audit(command, profile="profile", *more, key="visit.key"):
    return run(AUDIT, command, profile, "--key", key, *more)


def export(profile, to):
    code, told = audit("export", profile)
    with open(to, "w", encoding="utf-8") as file:
        file.write(told)
    return code == 0


def verify(*words):
    return run(sys.executable, VERIFY, *words)


def breaks(outcome, name):
    """1 where the program refused with this check, and with its last line."""
    code, told = outcome
    return code == 1 and f"BROKEN {name}:" in told and "NOT proved" in told.split("\n")[-2]


def play():
    os.mkdir("brand")
    for name in ("brand.json", "products.en.tsv", "products.es.tsv"):
        shutil.copy(os.path.join(OUTDOOR, name), "brand")
    must(PACK, "keygen", "--quiet", "brand")
    must(PACK, "build", "brand", "-o", "shop.sottopack", "--quiet", "--sequence", "7")
    must(PACK, "publish", "shop.sottopack", "--quiet", "--list", "packs.sottolist", "--key",
         "brand/brand.signing.key")
    must(VISIT, "shop.sottopack", "brand/brand.public",
         os.path.join(ROOT, "samples/visit/story.txt"), "profile", "en",
         "visit.sottoreports", "packs.sottolist", "visit.key")


def good(tally):
    code, told = audit("all", "profile", "--pack", "shop.sottopack", *LIST, "--sent",
                       "visit.sottoreports", "--html", "audit.html")
    tally.fact("all that is good holds, and the last line says so",
               code == 0 and told.split("\n")[-2].startswith("Proved: ") and "BROKEN" not in told,
               told)
    wide = [line for line in told.split("\n")[:-2] if len(line) > 80 and " hash " not in line]
    tally.fact("it can be read on 80 columns", not wide, wide)
    tally.fact("a pack that cannot be checked is not passed over",
               audit("all", "profile", "--pack", "shop.sottopack")[0] == 2)
    with open("audit.html", encoding="utf-8") as file:
        page = file.read()
    tally.fact("the dashboard is one file that fetches nothing",
               "Proved:" in page and not re.search(r"(src|href)=|url\(|https?:", page), page[:200])
    tally.fact("an audit changes nothing", audit("verify")[0] == 0 and export("profile", "a.json")
               and export("profile", "b.json") and len(json.load(open("a.json"))["rows"])
               == len(json.load(open("b.json"))["rows"]))
    outcome = verify("a.json", "--pack", "shop.sottopack", *LIST, "--sent", "visit.sottoreports")
    tally.fact("the second verifier agrees", outcome[0] == 0 and "Proved: " in outcome[1],
               outcome[1])


def damaged(tally, name, words, check, row=None, exported_row=None):
    """Does `words` to a copy; both programs must break `check` (at `row`; the export adds one)."""
    shutil.rmtree("copy", ignore_errors=True)
    shutil.copytree("profile", "copy")
    must(FIXTURE, "copy", "visit.key", *words)
    first = audit("ledger" if check in ("caps", "quota", "spent") else "verify", "copy")
    where = f"row {row} " if row else ""
    tally.fact(f"{name}: the auditor breaks '{check}'", breaks(first, check) and where in first[1]
               .replace("\n         ", ""), first[1])
    export("copy", "copy.json")
    second = verify("copy.json")
    where = f"row {exported_row or row} " if row else ""
    tally.fact(f"{name}: the second verifier breaks '{check}'",
               breaks(second, check) and where in second[1], second[1])


def answers():
    with open("a.json", encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    return [json.loads(row["detail"]) for row in rows if row["act"] == 4]


def rows_by_number(tally):
    damaged(tally, "an edited row", ["sql", "UPDATE audit SET cost_micro=1 WHERE sequence=8"],
            "audit log", 8)
    damaged(tally, "a removed row", ["sql", "DELETE FROM audit WHERE sequence=5"], "audit log", 5)
    damaged(tally, "two swapped rows",
            ["sql", "UPDATE audit SET sequence=99 WHERE sequence=4;"
             "UPDATE audit SET sequence=4 WHERE sequence=6;"
             "UPDATE audit SET sequence=6 WHERE sequence=99"], "audit log", 4)
    damaged(tally, "a cut tail", ["sql", "DELETE FROM audit WHERE sequence>9"], "audit log", 10, 11)


def told_wrongly(tally):
    paid = answers()[0]
    other = {**paid, "report": "00" * 32, "epoch": str(int(paid["epoch"]) + 1)}
    content = bytes.fromhex(paid["content"]) + struct.pack("<I", int(other["epoch"]))
    other["question"] = blake2b(b"sotto question" + content, digest_size=32).hexdigest()[:32]

    def row(**change):
        return ["row", "4", change.pop("cost", "1000000"), json.dumps({**other, **change})]
    damaged(tally, "a threshold one higher",
            row(threshold=str(int(paid["threshold"]) + 1)), "costs")
    damaged(tally, "a cost below the threshold's",
            row(epsilon_micro="999000", charged_micro="999000", cost="999000"), "costs")
    damaged(tally, "a charge that is not the cost", row(cost="1"), "costs")
    damaged(tally, "a question id for one person", row(question="11" * 16), "question ids")
    damaged(tally, "more than a week's budget",
            row(epoch=paid["epoch"], content="22" * 32), "caps")
    damaged(tally, "a question answered twice in a week",
            row(epoch=paid["epoch"], cost="0"), "quota")
    damaged(tally, "more answers than the ledger knows", row(), "spent")
    damaged(tally, "a report sent that nobody answered",
            ["row", "5", "0", json.dumps({"report": "33" * 32, "because": "delivered"})], "reports")


def projective(prime, dimension, epsilon, paid):
    """An answer of a projective geometry, honestly stated."""
    points, chosen = ((prime**n - 1) // (prime - 1) for n in (dimension, dimension - 1))
    weight = math.exp(epsilon - 1e-7) * chosen
    threshold = int(weight / (weight + points - chosen) * 2**52) * 2**12
    odds = Fraction(threshold * (points - chosen), (2**64 - threshold) * chosen)
    numerator = math.ceil(odds * 2**40)
    micro = math.ceil(math.log(numerator / 2**40) * 1e6 + 1e-3)
    content = bytes(32)
    name = blake2b(b"sotto question" + content + struct.pack("<I", 3000), digest_size=32)
    return {**paid, "mechanism": "projective", "buckets": "20000", "size": "1", "epoch": "3000",
            "prime": str(prime), "dimension": str(dimension), "threshold": str(threshold),
            "odds_numerator": str(numerator), "odds_denominator": str(2**40),
            "epsilon_micro": str(micro), "charged_micro": "0", "because": "category",
            "content": content.hex(), "question": name.hexdigest()[:32], "report": "55" * 32}


def geometries(tally):
    row = projective(3, 11, 1, answers()[0])
    for name, change, holds in (("a projective answer", {}, True),
                                ("a field that is none", {"prime": "4"}, False),
                                ("a space too small", {"dimension": "7"}, False),
                                ("an unknown mechanism", {"mechanism": "trust me"}, False)):
        shutil.rmtree("copy", ignore_errors=True)
        shutil.copytree("profile", "copy")
        must(FIXTURE, "copy", "visit.key", "row", "4", "0", json.dumps({**row, **change}))
        export("copy", "copy.json")
        outcomes = [audit("verify", "copy"), verify("copy.json")]
        right = [("holds  costs" in told) == holds for _, told in outcomes]
        tally.fact(f"{name}: both say {'it holds' if holds else 'costs are broken'}", all(right),
                   outcomes)


def forgotten(tally):
    shutil.rmtree("copy", ignore_errors=True)
    shutil.copytree("profile", "copy")
    must(FIXTURE, "copy", "visit.key", "forget")
    export("copy", "copy.json")
    first, second = audit("verify", "copy"), verify("copy.json")
    tally.fact("what a forget leaves still verifies", first[0] == second[0] == 0,
               first[1] + second[1])
    with open("copy.json", encoding="utf-8") as file:
        log = json.load(file)
    stub = next(row for row in log["rows"] if row["act"] == 0)
    stub["hash"] = "44" * 32
    with open("copy.json", "w", encoding="utf-8") as file:
        json.dump(log, file)
    tally.fact("a stub nobody proved shows", breaks(verify("copy.json"), "audit log"))


def wire(tally):
    with open("visit.sottoreports", "rb") as file:
        sent = file.read()
    bodies, at = [], 0
    while at < len(sent):
        size = struct.unpack_from("<I", sent, at)[0]
        bodies.append(sent[at + 4:at + 4 + size])
        at += 4 + size

    def recorded(name, data):
        with open("wire", "wb" if isinstance(data, bytes) else "w") as file:
            file.write(data)
        return audit("wire", "profile", "--sent", "wire")

    def request(body, extra=""):
        return (f"POST /reports HTTP/1.1\r\nHost: shop.example\r\n{extra}Content-Length: "
                f"{len(body)}\r\n\r\n").encode() + body

    def trace(body, address="AF_INET, SOCK_STREAM"):
        text = "".join(f"\\x{byte:02x}" for byte in body)
        return (f"socket({address}, IPPROTO_TCP) = 5\n"
                f'sendto(5, "{text}", {len(body)}, 0, NULL, 0) = {len(body)}\n')
    posts = b"".join(map(request, bodies))
    for name, data in (("a proxy's recording", posts), ("an strace log", trace(posts))):
        code, told = recorded(name, data)
        tally.fact(f"{name} of an honest app holds", code == 0, told)
    tally.fact("one byte more breaks 'wire'", breaks(recorded("", sent + b"\0"), "wire"))
    tally.fact("one byte more in a request breaks 'wire'",
               breaks(recorded("", posts[:-1] + posts[-1:] + b"!"), "wire"))
    tally.fact("one byte more in a trace breaks 'wire'",
               breaks(recorded("", trace(posts + b"!")), "wire"))
    tally.fact("one byte changed breaks 'wire'",
               breaks(recorded("", sent[:-1] + bytes([sent[-1] ^ 1])), "wire"))
    tally.fact("an abbreviated trace breaks 'wire'",
               breaks(recorded("", trace(posts).replace('", ', '"..., ')), "wire"))
    tally.fact("bytes on another connection break 'wire'",
               breaks(recorded("", trace(posts) + trace(b"hello").replace("5", "6")), "wire"))
    tally.fact("what stays on the device is not counted",
               recorded("", trace(posts) + trace(b"hello", "AF_UNIX, SOCK_STREAM")
                        .replace("5", "6"))[0] == 0)
    tally.fact("a cookie breaks 'wire heads'",
               breaks(recorded("", request(bodies[0], "Cookie: me\r\n")), "wire heads"))
    tally.fact("heads that differ break 'wire heads'",
               breaks(recorded("", request(bodies[0]) + request(bodies[1], "Accept: 2\r\n")),
                      "wire heads"))
    code, told = recorded("", posts)
    tally.fact("one device's heads are proved for this device alone",
               "Proved: wire, wire heads of this device alone, wire repeats." in told, told)
    others = {"as other": request(b"another device's"),
              "addressed": request(b"its own").replace(b"/reports", b"/reports?who=4711"),
              "named": request(b"its own", "User-Agent: App/1 (4711)\r\n"), "empty": b"no head"}
    for name, data in others.items():
        with open(name, "wb") as file:
            file.write(data)
    with open("wire", "wb") as file:
        file.write(posts)
    outcomes = {name: audit("wire", "profile", "--sent", "wire", "--other", name)
                for name in others}
    tally.fact("another device's equal heads prove 'wire heads'",
               "Proved: wire, wire heads, wire repeats." in outcomes.pop("as other")[1])
    for name, outcome in outcomes.items():
        tally.fact(f"heads of another device that are {name} break 'wire heads'",
                   breaks(outcome, "wire heads"), outcome[1])
    tally.fact("an empty recording proves nothing", breaks(recorded("", b""), "wire"))
    tally.fact("what is not HTTP claims nothing of heads",
               "wire heads" not in recorded("", sent)[1].split("\n")[-2])
    tally.fact("a report sent twice breaks 'wire repeats'",
               breaks(recorded("", sent + sent), "wire repeats"))
    for name, lines in (
            ("a batch of messages", 'sendmmsg(5, [{msg_hdr={msg_iov=[{iov_base="\\x73", iov_len=1}]'
                                    ', msg_iovlen=1}, msg_len=1}], 1, 0) = 1'),
            ("a high descriptor", 'socket(AF_INET, SOCK_STREAM, 0) = 300\n'
                                  'sendto(300, "\\x73", 1, 0, NULL, 0) = 1'),
            ("a socket opened before the trace", 'sendto(9, "\\x73", 1, 0, NULL, 0) = 1'),
            ("a socket opened while another call ran",
             '12 socket(AF_INET, SOCK_STREAM, 0 <unfinished ...>\n12 <... socket resumed>) = 6\n'
             '12 sendto(6, "\\x73", 1, 0, NULL, 0) = 1'),
            ("a copied descriptor", 'dup(5) = 7\nwrite(7, "\\x73", 1) = 1'),
            ("an accepted connection", 'accept4(5, NULL, NULL, 0) = 8\nwrite(8, "\\x73", 1) = 1'),
            ("a call cut by the end", 'write(5, "\\x73", 1) = ?'),
            ("a write with a flag", 'pwritev2(5, [{iov_base="\\x73", iov_len=1}], 1, -1, 0) = 1'),
            ("a file moved by the kernel", 'sendfile(5, 3, NULL, 100) = 100'),
            ("a pipe moved by the kernel", 'splice(3, NULL, 5, NULL, 100, 0) = 100'),
            ("a ring of calls", 'io_uring_setup(8, {flags=0}) = 9'),
            ("data that looks like a result", 'sendto(5, "a) = 0 b", 8, 0, NULL, 0) = 8'),
            ("data that looks like a call",
             'sendto(5, "socket(AF_UNIX) = 5", 19, 0, NULL, 0) = 19\n'
             'sendto(5, "b", 1, 0, NULL, 0) = 1')):
        tally.fact(f"{name} hides nothing from 'wire'",
                   breaks(recorded("", trace(posts) + lines + "\n"), "wire"))
    with open("wire", "wb") as file:
        file.write(sent + b"\0")
    tally.fact("one byte more: the second verifier breaks 'wire'",
               breaks(verify("a.json", "--sent", "wire"), "wire"))


def packs(tally):
    must(PACK, "build", "brand", "-o", "mine.sottopack", "--quiet", "--sequence", "7", "--created",
         "1767225600000")
    both = ["--pack", "shop.sottopack", "--pack", "mine.sottopack"]
    outcome = run(AUDIT, "pack", *both, *LIST)
    tally.fact("a pack for one person breaks 'one pack a sequence', printed as evidence",
               breaks(outcome, "one pack a sequence") and "Evidence" in outcome[1], outcome[1])
    tally.fact("and breaks 'pack listed'",
               breaks(run(AUDIT, "pack", "--pack", "mine.sottopack", *LIST), "pack listed"))
    outcome = verify("--pack", "mine.sottopack", *LIST)
    tally.fact("the second verifier breaks 'pack listed'", breaks(outcome, "pack listed"),
               outcome[1])
    code, told = run(PACK, "publish", "mine.sottopack", "--list", "packs.sottolist", "--key",
                     "brand/brand.signing.key")
    tally.fact("publish refuses a second pack with one sequence", code == 1, told)
    must(PACK, "publish", "mine.sottopack", "--quiet", "--list", "other.sottolist", "--key",
         "brand/brand.signing.key")
    outcome = run(AUDIT, "pack", "--pack", "shop.sottopack", *LIST, "--list", "other.sottolist")
    tally.fact("two lists that part break 'one list'", breaks(outcome, "one list"), outcome[1])
    with open("packs.sottolist", encoding="ascii") as file:
        line = file.read()
    with open("forked.sottolist", "w", encoding="ascii") as file:
        with open("other.sottolist", encoding="ascii") as other:
            file.write(line + other.read())
    forked = ["--list", "forked.sottolist", "--trust", "brand/brand.public"]
    outcome = run(AUDIT, "pack", "--pack", "shop.sottopack", *forked)
    second = verify("--pack", "shop.sottopack", *forked)
    tally.fact("a list with a fork breaks 'public list' in both",
               breaks(outcome, "public list") and breaks(second, "public list"),
               outcome[1] + second[1])
    with open("shop.sottopack", "rb") as file:
        data = bytearray(file.read())
    data[-1] ^= 1
    with open("bent.sottopack", "wb") as file:
        file.write(data)
    bent = ["--pack", "bent.sottopack", "--trust", "brand/brand.public"]
    tally.fact("a changed byte breaks 'pack signature' and 'pack'",
               breaks(run(AUDIT, "pack", *bent), "pack signature")
               and breaks(verify(*bent), "pack"))


def black_box(tally):
    for given in (("--epsilon", "4295967296"), ("--epsilon", "1e6"), ("--runs", "200x")):
        tally.fact(" ".join(given) + " is no number to ask with",
                   run(AUDIT, "epsilon", "--runs", "200", *given)[0] == 2)

    def lying(lie, runs="100"):
        env = {**os.environ, "LD_PRELOAD": LIAR, "SOTTO_LIE": lie,
               "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
        return run(AUDIT, "epsilon", "--runs", runs, env=env)
    runs, least = ("1000000", .98) if os.environ.get("SOTTO_LONG") else ("4000", .6)
    code, told = run(AUDIT, "epsilon", "--runs", runs)
    bound = re.search(r"at least ([\d.]+)", told)
    print(f"# {told.splitlines()}")
    # The bound exceeds the claim with a chance below 1e-3 whatever is drawn. It lies 3.2 standard
    # errors below what was found: at 4,000 answers .11 of the claim, and below .6 it has odds under
    # 1e-12; at 1,000,000 .007, and below .98 under 1e-7 (.99 is met nine times in ten).
    tally.fact("an honest build holds, and its bound is near the claim",
               code == 0 and least < float(bound.group(1)) < 1, told)
    for lie, check in (("participation", "taking part"), ("size", "taking part"),
                       ("question_id", "one question for all")):
        outcome = lying(lie)
        tally.fact(f"a build that lies about {lie} breaks '{check}'", breaks(outcome, check),
                   outcome[1])
    outcome = lying("noise", "4000")
    tally.fact("a build that uses one noise for all answers breaks 'noise of its own'",
               breaks(outcome, "noise of its own"), outcome[1])
    outcome = lying("epsilon", "4000")
    tally.fact("a build that costs thrice what it says breaks 'epsilon from below'",
               breaks(outcome, "epsilon from below"), outcome[1])


def erased(tally):
    code, told = run(AUDIT, "erase-proof")
    tally.fact("after an erase nothing opens", code == 0, told)
    outcome = run(AUDIT, "erase-proof", "--copy", "profile", "--key", "visit.key")
    tally.fact("a copy whose key is still there breaks 'old copy'", breaks(outcome, "old copy"),
               outcome[1])
    with open("visit.key", "rb") as key, open("image", "wb") as image:
        image.write(os.urandom(70001) + key.read() + os.urandom(999))
    outcome = run(AUDIT, "erase-proof", "--copy", "profile", "--key", "gone", "--image", "image")
    tally.fact("a key on a disk image breaks 'no key in files'",
               breaks(outcome, "no key in files") and "BROKEN old copy" not in outcome[1],
               outcome[1])
    for image in (".", "nowhere"):
        outcome = run(AUDIT, "erase-proof", "--copy", "profile", "--key", "gone", "--image", image)
        tally.fact(f"an image that cannot be read ({image}) proves nothing",
                   breaks(outcome, "no key in files"), outcome[1])


def in_processes(tally):
    """A process that holds the profile open has its database key; after its close none."""
    held = subprocess.Popen([FIXTURE, "profile", "visit.key", "hold"], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    shutil.rmtree("copy", ignore_errors=True)
    shutil.copytree("profile", "copy")
    for word, name in (("open", "a process with it open has a key, and breaks"),
                       ("closed", "a process that closed it has none, and holds")):
        tally.fact(f"the process says {word}", held.stdout.readline() == word + "\n")
        code, told = run(AUDIT, "erase-proof", "--copy", "copy", "--key", "gone", "--pid",
                         str(held.pid))
        good = breaks((code, told), "no key in the process") if word == "open" else (
            code == 0 and "holds  no key in the process" in told)
        tally.fact(f"{name} 'no key in the process'", good, told)
        held.stdin.write("\n")
        held.stdin.flush()
    held.wait()
    gone = run(AUDIT, "erase-proof", "--copy", "copy", "--key", "gone", "--pid", str(held.pid))
    tally.fact("a process that is gone proves nothing", breaks(gone, "no key in the process"),
               gone[1])


def refusals(tally):
    for words, name in ((["stored", "profile", "--key", "visit.key", "--runs", "5"], "of no use"),
                        (["stored", "profile", "--key", "visit.key", "--locale", "xx"], "unknown"),
                        (["erase-proof", "--image", "image"], "without a copy"),
                        (["wire", "profile", "--key", "visit.key", "--other", "image"],
                         "without what was sent")):
        tally.fact(f"an option {name} is refused", run(AUDIT, *words)[0] == 2)


def main():
    tally = Facts()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        play()
        for part in (good, rows_by_number, told_wrongly, geometries,
                     forgotten, wire, packs, black_box, erased, in_processes, refusals):
            part(tally)
        os.chdir("/")
    tally.end()


if __name__ == "__main__":
    main()
