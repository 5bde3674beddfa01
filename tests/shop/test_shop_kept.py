"""The desktop shop, where what it keeps is in trouble: the key, the keyring, the file, the disk.

usage: test_shop_kept.py BUILD_DIR [FACT]...
"""
import shutil
import signal
import subprocess
import time

from shop_world import AGREE, SHOP, TENT, Missing, after, files, labels, run, says

# Facts: each takes the world, and gives the places where it does not hold.


def locked(world):
    """a locked key store is told in words, the shop works, and the profile stays as it is"""
    home = world.person()
    world.play(home, AGREE + ["press browse", f"press product={TENT}"])
    before = {p.name: p.read_bytes() for p in (home / "profile").iterdir()}
    out = world.play(home, ["say trouble", "press browse", f"press product={TENT}",
                            "press add-to-cart", "press try-again", "say trouble"],
                     "--locked-key-store")
    now = {p.name: p.read_bytes() for p in (home / "profile").iterdir()}
    return says(out, "Your keyring is locked") + [n for n in before if now.get(n) != before[n]]


def in_keyring(world, home, script):
    """Plays with the desktop's keyring as key store; `home` holds that keyring."""
    words = world.words(home, script)
    at = words.index("--insecure-key-file")
    done = subprocess.run(words[:at] + words[at + 2:], capture_output=True, text=True, timeout=120,
                          env={**world.environment, **home_of(home)})
    assert done.returncode == 0, done.stderr[-600:]
    return done.stdout


def home_of(home):
    return {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_DATA_HOME": str(home / "data"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/bus"}


def needs_keyring():
    if "secret_service" not in subprocess.run(["ldd", SHOP], capture_output=True, text=True).stdout:
        raise Missing("the shop was built without the key store secret_service")


def no_keyring(world):
    """where there is no keyring the shop says so, works, and keeps nothing"""
    needs_keyring()
    home = world.person()
    out = in_keyring(world, home, AGREE + ["say trouble", "press browse", f"press product={TENT}",
                                           "press add-to-cart", "press cart", "show"])
    return says(out, "There is no keyring", "€369.00") + [
        f for f in ("profile.head", "profile.db") if f in files(home)]


def keyring(world):
    """the key is in the real keyring: it remembers, says when it is locked, and remembers again"""
    needs_keyring()
    if not shutil.which("gnome-keyring-daemon") or not shutil.which("dbus-daemon"):
        raise Missing("gnome-keyring or dbus is not installed")
    home = world.person()
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address",
                            f"--address=unix:path={home}/bus"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, env={**world.environment, **home_of(home)})
    bus.stdout.readline()
    try:
        daemon = unlocked(world, home)
        in_keyring(world, home, AGREE + ["press browse", f"press product={TENT}",
                                         "press add-to-cart"])
        out = in_keyring(world, home, ["press cart", "show"])
        lock(world, home)
        shut = in_keyring(world, home, ["say trouble", "press browse", "press product#2", "show"])
        daemon.kill()
        daemon.wait()
        daemon = unlocked(world, home)
        again = in_keyring(world, home, ["press cart", "show"])
        daemon.kill()
        daemon.wait()
    finally:
        bus.kill()
        bus.wait()
        bus.stdout.close()
    return says(out, "Alameda 6") + says(shut, "Your keyring is locked") + says(again, "Alameda 6")


def unlocked(world, home):
    """A keyring of this folder alone, open."""
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--unlock", "--components=secrets",
                               "--foreground"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL,
                              env={**world.environment, **home_of(home)})
    daemon.stdin.write(b"open")
    daemon.stdin.close()
    # A call before it is there would have the bus start another, which is locked.
    until_true(world, home, "org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
               "string:org.freedesktop.secrets")
    return daemon


def lock(world, home):
    keyring = "org.freedesktop.secrets", "/org/freedesktop/secrets"
    call(world, home, *keyring, "org.freedesktop.Secret.Service.Lock",
         f"array:objpath:{keyring[1]}/collection/login")
    until_true(world, home, keyring[0], keyring[1] + "/collection/login",
               "org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection",
               "string:Locked")


def call(world, home, whom, path, *words):
    """What one call on the bus answers."""
    done = subprocess.run(["dbus-send", "--session", "--print-reply", f"--dest={whom}", path,
                           *words], env={**world.environment, **home_of(home)},
                          capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    return done.stdout


def until_true(world, home, *words):
    for _ in range(200):
        if "boolean true" in call(world, home, *words):
            return
        time.sleep(.05)
    raise AssertionError(f"never true: {words}")


def told_apart(world):
    """a lost key, somebody else's key and a damaged file are told apart, and nothing is wiped"""
    seen, wrong = set(), []
    first, other = world.person(), world.person()
    world.play(other, AGREE)
    world.play(first, AGREE + ["press browse", f"press product={TENT}"])
    for spoil in (lambda h: (h / "key").unlink(), lambda h: flip(h / "profile/profile.db", 3000),
                  lambda h: (h / "key").write_bytes((other / "key").read_bytes())):
        home = world.person()
        shutil.copytree(first, home, dirs_exist_ok=True)
        spoil(home)
        out = world.play(home, ["say trouble", "press home", "show"])
        seen.add(labels(out)[0])
        wrong += [x for x in ("profile.head", "profile.db") if x not in files(home)]
        wrong += says(out, "Picked for you")
    return wrong + ([] if len(seen) == 3 else [f"only {sorted(seen)}"])


def begins_anew(world):
    """a profile whose key is lost can be erased, and the shop asks as on the first day"""
    home = world.person()
    world.play(home, AGREE + ["press browse", f"press product={TENT}"])
    (home / "key").unlink()
    out = world.play(home, ["press privacy", "press part:rights", "press erase", "press erase",
                            "show"] + AGREE + ["mark == again", "show"])
    return (says(out, "Erased", "Keep nothing") +
            says(after(out + "== end\n", "again"), "this device remembers"))


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


def two_shops(world):
    """a second shop on the same profile says so and works without it"""
    home = world.person()
    world.play(home, AGREE)
    first = subprocess.Popen(world.words(home, ["mark ready", "idle 60000"]), text=True,
                             env=world.environment, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    first.stdout.readline()
    try:
        out = world.play(home, ["say trouble", "press browse", f"press product={TENT}", "show"])
    finally:
        first.kill()
        first.wait()
        first.stdout.close()
    return says(out, "Another window of this shop is open", "€369.00")


def killed(world):
    """what was bought is remembered after kill -9"""
    home = world.person()
    script = AGREE + ["press browse", f"press product={TENT}", "press add-to-cart", "press cart",
                      "press buy", "mark bought", "idle 60000"]
    shop = subprocess.Popen(world.words(home, script), text=True, env=world.environment,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    shop.stdout.readline()
    shop.send_signal(signal.SIGKILL)
    shop.wait()
    shop.stdout.close()
    out = world.play(home, ["press mindset", "say state"])
    return says(out, "Satisfied")


def disk_full(world):
    """a full disk is told in words, and what was kept before is there when there is room again"""
    home = world.person()
    disk, saved = home / "disk", home / "saved"
    disk.mkdir()
    saved.mkdir()
    moved = [w.replace(str(home / "profile"), str(disk / "profile")).replace(
        str(home / "key"), str(disk / "key")) for w in world.words(home, [])]
    scripts = {"one": AGREE + ["press browse", f"press product={TENT}", "press add-to-cart"],
               "two": ["press browse", "press shelf:Climbing", "press product#1",
                       "press add-to-cart", "press cart", "press buy", "say trouble", "press home",
                       "show"],
               "three": ["press cart", "show"]}
    for name, script in scripts.items():
        (saved / name).write_text("\n".join(script) + "\n")
    between = {"one": "cat /dev/zero > disk/full 2>/dev/null; ", "two": "rm disk/full; ",
               "three": ""}
    runs = "".join(f'mark {n}; "$@" --play {saved / n}; {between[n]}' for n in scripts)
    at = moved.index("--play")
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
         "mark() { echo \"== $1\"; }; mount -t tmpfs -o size=400k tmpfs disk || exit 77; " + runs,
         "sh", *moved[:at], *moved[at + 2:]], cwd=home, env=world.environment, capture_output=True,
        text=True, timeout=180)
    if done.returncode in (1, 77) and "== one" not in done.stdout:
        raise Missing("a file system of its own may not be mounted here")
    return (says(after(done.stdout, "two"), "The disk is full", "Picked for you") +
            says(after(done.stdout, "three"), "Alameda 6"))


if __name__ == "__main__":
    run([locked, no_keyring, keyring, told_apart, begins_anew, two_shops, killed, disk_full])
