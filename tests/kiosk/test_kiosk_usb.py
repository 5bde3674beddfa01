"""The kiosk's reports and packs on a stick, and what a cut, a full disk or a kill does to them.

usage: test_kiosk_usb.py SOTTO_KIOSK SOTTO_PACK SOTTO_COLLECT

The far end is the brand's own: what leaves the kiosk is opened by sotto-collect with the brand's
key. A disk that is full is a real one of some megabytes, where one can be mounted.
"""
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import time

import kiosk_shop as shop

KILLS = 60 if shop.LONG else 12


def one_visit(kiosk, contribute=True):
    """A visit with an answer; gives how many it gave."""
    kiosk.begin(contribute=contribute)
    shelf = kiosk.post("/api/kind", {"kind": "Climbing"}).json()["shelf"]
    kiosk.post("/api/item", {"id": shelf["items"][0]["id"]})
    return kiosk.post("/api/done", {}).json()["answers"]


def collected(tools, brand, db, *files):
    """What the brand's collector makes of files of reports."""
    done = shop.command(tools.collect, "load", "--json", "--db", db, "--pack",
                        f"{brand}/kiosk.sottopack", "--trust", f"{brand}/brand.public", "--key",
                        f"{brand}/brand.report.key", *files)
    return json.loads(done.stdout)


def later(kiosk, days):
    """The kiosk some days on, when the moment of its reports has come."""
    path = f"{kiosk.folder}/kiosk.conf"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    fresh = text.replace("shift_clock_ms = 0", f"shift_clock_ms = {days * 86400000}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(fresh)
    return text


def round_trip(facts, kiosk, scratch):
    tools, brand, out = kiosk.tools, kiosk.brand, f"{scratch}/out.sottoreports"
    facts.fact("who says no leaves nothing", one_visit(kiosk, contribute=False) == 0
               and kiosk.status()["waiting"] == 0)
    given = sum(one_visit(kiosk) for _ in range(8))
    facts.fact("each visit that agrees answers one question of visits", given >= 8, given)
    state = kiosk.status()
    facts.fact("the reports wait in the kiosk", state["waiting"] == given, state)
    kiosk.begin(contribute=True)
    previewed = kiosk.post("/api/preview").json()["questions"]
    facts.fact("what would be answered is told in words before it is drawn",
               any("protects this visit alone" in words for words in previewed), previewed)
    facts.fact("a preview spends nothing", kiosk.status()["waiting"] == given)
    facts.fact("who changes their mind at the end leaves nothing",
               kiosk.post("/api/done", {"contribute": False}).json()["answers"] == 0
               and kiosk.status()["waiting"] == given)
    early = kiosk.run("export-outbox", out)
    facts.fact("reports whose moment has not come stay", early.returncode == 1
               and not os.path.exists(out) and "wait for their moment" in early.stderr,
               early.stdout + early.stderr)
    config = later(kiosk, 8)
    done = kiosk.run("export-outbox", out)
    receipt = json.loads(done.stdout)
    facts.fact("what may leave is written to a file, with a receipt",
               receipt["reports"] == given and os.path.getsize(out) == receipt["bytes"], receipt)
    facts.fact("an exported report stays until it is settled", kiosk.status()["waiting"] == given)
    facts.fact("a file that is there is not written over",
               kiosk.run("export-outbox", out).returncode == 1)
    told = collected(tools, brand, f"{scratch}/reports.db", out)
    facts.fact("the brand's collector opens all of them with its key",
               told["accepted"] == given and sum(told.values()) == given, told)
    second = f"{scratch}/again.sottoreports"
    kiosk.run("export-outbox", second)
    told = collected(tools, brand, f"{scratch}/reports.db", second)
    facts.fact("carried twice they are counted once", told["duplicate"] == given
               and told["accepted"] == 0, told)
    settling(facts, kiosk, out, given)
    facts.fact("the audit log holds", kiosk.status()["audit"] == "SOTTO_OK", kiosk.status())
    with open(f"{kiosk.folder}/kiosk.conf", "w", encoding="utf-8") as file:
        file.write(config)


def settling(facts, kiosk, out, given):
    with open(out, "rb") as file:
        whole = file.read()
    for what, data in (("cut", whole[:-1]), ("lengthened", whole + b"\0"), ("empty", b""),
                       ("no reports", b"hello, this is no file of reports at all"),
                       ("millions of nothing", bytes(1 << 22))):
        with open(out + ".bad", "wb") as file:
            file.write(data)
        done = kiosk.run("settle", out + ".bad")
        facts.fact(f"a file that is {what} settles nothing", done.returncode == 1
                   and kiosk.status()["waiting"] == given, done.stdout + done.stderr)
    changed = bytearray(whole)
    changed[-1] ^= 1
    with open(out + ".bad", "wb") as file:
        file.write(changed)
    told = json.loads(kiosk.run("settle", out + ".bad").stdout)
    facts.fact("a report that was changed on the way is not settled",
               told["settled"] == given - 1 and kiosk.status()["waiting"] == 1, told)
    told = json.loads(kiosk.run("settle", out).stdout)
    facts.fact("what the brand has is taken off the outbox", told["settled"] == 1
               and kiosk.status()["waiting"] == 0, told)
    facts.fact("settling again changes nothing",
               json.loads(kiosk.run("settle", out).stdout)["settled"] == 0)


def odd_files(facts, kiosk, scratch):
    os.mkfifo(f"{scratch}/pipe")
    os.symlink(f"{kiosk.brand}/kiosk.sottopack", f"{scratch}/link")
    for what, path in (("a pipe", f"{scratch}/pipe"), ("a symbolic link", f"{scratch}/link"),
                       ("a folder", scratch), ("nothing", f"{scratch}/nothing")):
        done = [kiosk.run(name, path) for name in ("import-pack", "settle")]
        facts.fact(f"{what} on the stick is refused at once", all(d.returncode == 1 for d in done),
                   [d.stderr for d in done])


def packs(facts, kiosk, scratch):
    tools, brand = kiosk.tools, kiosk.brand
    before = kiosk.status()
    with open(f"{brand}/kiosk.sottopack", "rb") as file:
        good = file.read()
    shop.command(tools.pack, "keygen", "--quiet", make_folder(f"{scratch}/other"))
    shutil.copy(f"{brand}/brand.json", f"{scratch}/other")
    for name in os.listdir(brand):
        if name.endswith(".tsv"):
            shutil.copy(f"{brand}/{name}", f"{scratch}/other")
    stranger = shop.build_pack(tools, f"{scratch}/other", "kiosk.sottopack")
    time.sleep(1.1)  # a sequence is a time
    fresh = shop.build_pack(tools, brand, "fresh.sottopack")
    bad = [("of another brand", open_bytes(stranger)), ("cut short", good[:-1000]),
           ("changed", good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]), ("empty", b"")]
    kiosk.begin()
    shown = kiosk.post("/api/home").json()["shelves"]
    for what, data in bad:
        with open(f"{scratch}/bad.sottopack", "wb") as file:
            file.write(data)
        done = kiosk.run("import-pack", f"{scratch}/bad.sottopack")
        state = kiosk.status()
        facts.fact(f"a pack that is {what} is refused and the old one stays",
                   done.returncode == 1 and state["sequence"] == before["sequence"]
                   and os.listdir(f"{kiosk.folder}/packs") == [f"{before['sequence']}.sottopack"],
                   done.stderr)
    done = kiosk.run("import-pack", fresh)
    state = kiosk.status()
    facts.fact("a newer pack is installed while a visitor is there, with a receipt",
               done.returncode == 0 and state["sequence"] > before["sequence"]
               and json.loads(done.stdout)["sequence"] == state["sequence"],
               done.stdout + done.stderr)
    facts.fact("and that visitor goes on with the old one",
               kiosk.post("/api/home").json()["shelves"] == shown)
    kiosk.post("/api/done", {})
    facts.fact("the next visitor's answer fits the new pack", one_visit(kiosk) >= 1)
    again = kiosk.run("import-pack", fresh)
    facts.fact("the same pack again changes nothing", again.returncode == 0
               and kiosk.status()["sequence"] == state["sequence"], again.stderr)
    older = kiosk.run("import-pack", f"{brand}/kiosk.sottopack")
    facts.fact("an older pack is refused", older.returncode == 1
               and "ROLLBACK" in older.stderr, older.stderr)
    os.replace(fresh, f"{brand}/kiosk.sottopack")


def make_folder(path):
    os.mkdir(path)
    return path


def open_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def kills(facts, kiosk, scratch):
    """A visit's process, or keeper and visit at once as in a power cut, killed at any moment."""
    random.seed(11)
    promised = kiosk.status()["waiting"]
    most = promised
    for turn in range(KILLS):
        kiosk.begin(contribute=True)
        kiosk.post("/api/kind", {"kind": "Tents"})
        killer = subprocess.Popen([sys.executable, "-c", (
            "import os,sys,time\ntime.sleep(float(sys.argv[1]))\n"
            "for pid in sys.argv[2:]:\n"
            "  try: os.kill(int(pid), 9)\n"
            "  except OSError: pass\n"), f"{random.random() * .06:.4f}",
            *map(str, [kiosk.process.pid] * (turn % 2) + [kiosk.visitor()])])
        most += 2
        try:
            reply = kiosk.ask("POST", "/api/done", {})
            promised += reply.json()["answers"]
        except (OSError, ValueError, shop.http.client.HTTPException):
            pass
        killer.wait()
        if turn % 2:
            kiosk.process.wait()
            kiosk.serve()
            kiosk.enter()
    state = kiosk.status()
    facts.fact(f"killed {KILLS} times: what the page was promised is in the outbox, once",
               promised <= state["waiting"] <= most and state["audit"] == "SOTTO_OK"
               and state["kept"] == 0, f"{promised} <= {state['waiting']} <= {most}: {state}")
    later_config = later(kiosk, 8)
    out = f"{scratch}/killed.sottoreports"
    kiosk.run("export-outbox", out)
    told = collected(kiosk.tools, kiosk.brand, f"{scratch}/killed.db", out)
    facts.fact("and the collector counts each once", told["accepted"] == state["waiting"]
               and told["duplicate"] == 0, told)
    with open(f"{kiosk.folder}/kiosk.conf", "w", encoding="utf-8") as file:
        file.write(later_config)
    cut_commands(facts, kiosk, scratch, out)


CALLS = ["write", "fsync", "fdatasync", "rename", "unlink"] + ["pwrite64"] * shop.LONG


def killed_at_each_call(kiosk, what, file, check):
    """Kills a command at its first, second, third … call of each kind that changes a file, each
    time from the same state of the kiosk; gives how many cuts there were."""
    kept, cuts = kiosk.folder + ".kept", 0
    shutil.copytree(kiosk.folder, kept)
    for call in CALLS:
        for number in range(1, 200) if shop.LONG else [1, 2, 3, 4, *range(5, 200, 7)]:
            shutil.rmtree(kiosk.folder)
            shutil.copytree(kept, kiosk.folder)
            done = subprocess.run(
                ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                 f"inject={call}:signal=KILL:when={number}", kiosk.tools.kiosk, what, kiosk.folder,
                 file], capture_output=True)
            check((call, number))
            if done.returncode == 0:
                break
            cuts += 1
    shutil.rmtree(kept)
    return cuts


def cut_commands(facts, kiosk, scratch, out):
    """Export, import and settle killed at each call leave whole files and may be done again."""
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        facts.skip("commands that are killed at each call", "strace is not allowed here")
        return
    half, waiting, config = [], kiosk.status()["waiting"], later(kiosk, 8)
    path = f"{scratch}/cut.sottoreports"

    def whole(number):
        if os.path.exists(path):
            half.extend([number] if open_bytes(path) != open_bytes(out) else [])
            os.unlink(path)

    cuts = killed_at_each_call(kiosk, "export-outbox", path, whole)
    state = kiosk.status()
    facts.fact(f"an export killed at each of {cuts} calls leaves no half file, loses no report",
               cuts > 3 and not half and state["waiting"] == waiting, (half, state))
    time.sleep(1.1)  # a sequence is a time
    pack = shop.build_pack(kiosk.tools, kiosk.brand, "next.sottopack")
    before, bad = state["sequence"], []

    def one_pack(number):
        now = kiosk.status()
        there = os.path.exists(f"{kiosk.folder}/packs/{now['sequence']}.sottopack")
        good = now["sequence"] >= before and now["audit"] == "SOTTO_OK" and there
        bad.extend([] if good else [(number, now)])

    cuts = killed_at_each_call(kiosk, "import-pack", pack, one_pack)
    os.replace(pack, f"{kiosk.brand}/kiosk.sottopack")
    facts.fact(f"an import killed at each of {cuts} calls leaves the old pack or the new one",
               cuts > 5 and not bad and kiosk.status()["sequence"] > before, bad[:2])
    left = []

    def settled_again(number):
        cut = kiosk.status()
        again = json.loads(kiosk.run("settle", out).stdout)["settled"]
        if again != cut["waiting"] or kiosk.status()["audit"] != "SOTTO_OK":
            left.append((number, cut, again))

    cuts = killed_at_each_call(kiosk, "settle", out, settled_again)
    facts.fact(f"settling killed at each of {cuts} calls goes on where it was", cuts > 5
               and not left, left[:2])
    with open(f"{kiosk.folder}/kiosk.conf", "w", encoding="utf-8") as file:
        file.write(config)


class SmallDisk:
    """A file system of a few megabytes, mounted; None of it where that is not allowed."""

    def __init__(self, place):
        self.place = make_folder(place)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m,mode=700", "kiosk", place],
                              capture_output=True)
        self.mounted = done.returncode == 0

    def fill(self):
        with open(f"{self.place}/filler", "wb", 0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
            except OSError:
                pass

    def free(self):
        os.unlink(f"{self.place}/filler")

    def end(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.place], check=False)


def full_disk(facts, tools, brand, scratch):
    disk = SmallDisk(f"{scratch}/small")
    name = "a full disk"
    if not disk.mounted:
        facts.skip(name, "no file system can be mounted here")
        return
    kiosk = None
    try:
        kiosk = shop.Kiosk(tools, brand, disk.place)
        kiosk.serve().enter()
        given = one_visit(kiosk)
        disk.fill()
        served = [one_visit_on_full_disk(kiosk) for _ in range(3)]
        facts.fact("on a full disk visitors are served, and no answer is half kept",
                   all(shown and not answers for shown, answers in served), served)
        imported = kiosk.run("import-pack", f"{brand}/kiosk.sottopack")
        exported = kiosk.run("export-outbox", f"{disk.place}/out.sottoreports")
        facts.fact("on a full disk packs and exports fail with a sentence",
                   imported.returncode == 1 and exported.returncode == 1
                   and imported.stderr and exported.stderr, imported.stderr + exported.stderr)
        disk.free()
        state = kiosk.status()
        facts.fact("nothing of before is lost", state["waiting"] == given
                   and state["audit"] == "SOTTO_OK" and state["kept"] == 0, state)
        facts.fact("with space again answers are kept again", one_visit(kiosk) >= 1
                   and kiosk.status()["waiting"] > given)
    finally:
        if kiosk:
            kiosk.end()
        disk.end()


def one_visit_on_full_disk(kiosk):
    kiosk.begin(contribute=True)
    home = kiosk.post("/api/home")
    shelf = kiosk.post("/api/kind", {"kind": "Climbing"}).json()["shelf"]
    kiosk.post("/api/item", {"id": shelf["items"][0]["id"]})
    done = kiosk.post("/api/done", {})
    return home.status == 200, done.json()["answers"]


def key_faults(facts, kiosk, scratch):
    """A key that is gone or another one: visitors are served, nothing is answered or lost."""
    kiosk.end()
    waiting = kiosk.status()["waiting"]
    key = f"{scratch}/kiosk.key"
    for what, status, spoil in (
            ("gone", "KEY_LOST", os.unlink),
            ("another one", "KEY_WRONG", lambda path: open(path, "wb").write(b"\1" * 32))):
        shutil.copy2(key, key + ".kept")
        spoil(key)
        told = kiosk.run("status")
        kiosk.serve().enter()
        kiosk.begin(contribute=True)
        shown = kiosk.post("/api/home").status
        answers = kiosk.post("/api/done", {}).json()["answers"]
        kiosk.end()
        os.replace(key + ".kept", key)
        facts.fact(f"a key that is {what} is told as such, and visitors are served without answers",
                   told.returncode == 1 and status in told.stderr and shown == 200 and answers == 0,
                   f"{told.stderr} {shown} {answers} {kiosk.logged()[-300:]}")
    facts.fact("with the right key all is as before", kiosk.status()["waiting"] == waiting)


def provisioning(facts, tools, brand, scratch):
    kiosk = shop.Kiosk(tools, brand, make_folder(f"{scratch}/p"))
    modes = [stat.S_IMODE(os.stat(f"{kiosk.folder}/{name}").st_mode)
             for name in ("", "profile", "packs", "run")]
    facts.fact("the kiosk's folders are for its user alone", modes == [0o700] * 4, modes)
    facts.fact("provisioning says what to do next and what the key store is worth",
               "export-outbox" in kiosk.told and "plain file" in kiosk.told, kiosk.told)
    before = open_bytes(f"{kiosk.folder}/kiosk.conf")
    words = ["--store", "insecure_file", "--key", f"{scratch}/p/k2", "--pack",
             f"{brand}/kiosk.sottopack", "--trust", f"{brand}/brand.public"]
    again = kiosk.run("provision", *words)
    facts.fact("a kiosk that is there is left as it is", again.returncode == 1
               and open_bytes(f"{kiosk.folder}/kiosk.conf") == before, again.stderr)
    unnamed = shop.command(tools.kiosk, "provision", f"{scratch}/q", *words[2:], check=False)
    facts.fact("no key store is taken unless it is named", unnamed.returncode == 2
               and not os.path.exists(f"{scratch}/q"), unnamed.stderr[:200])
    planned = kiosk.run("plan").stdout
    facts.fact("the plan tells 20, 200 and 2000 kiosks for each question",
               all(planned.count(f"{n} kiosks") == 3 for n in (" 20", " 200", " 2000")), planned)
    os.mkdir(f"{scratch}/open")
    os.chmod(f"{scratch}/open", 0o777)
    shared = shop.command(tools.kiosk, "provision", f"{scratch}/open", "--store", "insecure_file",
                          *words[2:], check=False)
    facts.fact("a folder that others may use is not taken", shared.returncode == 1
               and not os.listdir(f"{scratch}/open"), shared.stderr)
    erased = json.loads(kiosk.run("erase").stdout)
    facts.fact("erasing destroys the key, with a receipt", erased["key_destroyed"] == 1
               and kiosk.run("status").returncode == 1, erased)
    with open(f"{scratch}/words", "w", encoding="utf-8") as file:
        file.write("a long line that stands elsewhere\n")
    locked = shop.Kiosk(tools, brand, make_folder(f"{scratch}/l"), store="passphrase",
                        key=f"{scratch}/words")
    locked.serve().enter()
    facts.fact("a passphrase in a file serves as the key store", one_visit(locked) >= 1
               and locked.status()["waiting"] >= 1, locked.logged())
    locked.end()


def chip(facts, tools, brand, scratch):
    """The kiosk's key in a TPM, where the build has that store; the chip is a simulated one."""
    named = shop.command(tools.kiosk, check=False).stderr
    if ", tpm2" not in named or not shutil.which("swtpm"):
        facts.skip("a kiosk's key in a TPM", "this build has no store tpm2, or swtpm is missing")
        return
    port, folder = shop.free_port(), make_folder(f"{scratch}/tpm")
    chip_process = subprocess.Popen(
        ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={make_folder(folder + '/state')}",
         "--ctrl", f"type=tcp,port={port + 1},bindaddr=127.0.0.1", "--server",
         f"type=tcp,port={port},bindaddr=127.0.0.1", "--flags",
         "not-need-init,startup-clear"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kiosk = None
    try:
        time.sleep(.5)
        kiosk = shop.Kiosk(tools, brand, folder, store="tpm2",
                           tpm2_tcti=f"swtpm:host=127.0.0.1,port={port}").serve()
        kiosk.enter()
        given = one_visit(kiosk)
        erased = json.loads(kiosk.run("erase").stdout)
        facts.fact("a kiosk's key in a TPM serves, and erasing it is real",
                   given >= 1 and erased["strength"] == 3 and erased["key_destroyed"] == 1,
                   (given, erased, kiosk.logged()))
    finally:
        if kiosk:
            kiosk.end()
        chip_process.kill()
        chip_process.wait()


def main():
    tools = shop.Tools(sys.argv[1:])
    folder = shop.scratch()
    facts = shop.Facts()
    kiosk = None
    try:
        brand = f"{folder}/brand"
        shop.make_brand(tools, brand)
        provisioning(facts, tools, brand, folder)
        kiosk = shop.Kiosk(tools, brand, make_folder(f"{folder}/a")).serve()
        kiosk.enter()
        round_trip(facts, kiosk, f"{folder}/a")
        odd_files(facts, kiosk, make_folder(f"{folder}/odd"))
        packs(facts, kiosk, f"{folder}/a")
        kills(facts, kiosk, f"{folder}/a")
        key_faults(facts, kiosk, f"{folder}/a")
        full_disk(facts, tools, brand, folder)
        chip(facts, tools, brand, folder)
    except (AssertionError, OSError, ValueError, KeyError, TypeError) as error:
        facts.fact("the test comes to its end", False, repr(error))
    finally:
        if kiosk:
            kiosk.end()
        shop.sweep(folder)
    facts.end()


if __name__ == "__main__":
    main()
