"""Packs on their way to a device: changed or not, cut, resumed, damaged, killed, on a full disk.

usage: test_deliver_fetch.py DELIVER_HOST SOTTO_PACK SOTTO_COLLECT
"""
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

from deliver_feed import Device, Feed
from deliver_world import Facts, Server, World, command
from ports import steady_port


def publish(world, path, *packs):
    for pack in packs:
        command(world.pack_tool, "publish", pack, "--list", path, "--key",
                f"{world.brand}/brand.signing.key", "--quiet")


def fetching(world, facts, feed):
    device = Device(world, feed)
    told = device.fetch()
    facts.fact("a new pack is fetched and installed", told["outcome"] == "installed"
               and told["sequence"] == 2 and told["status"] == "SOTTO_OK", told)
    facts.fact("the next handle has it", device.sequence() == 2)
    before = len(feed.server.seen)
    told = device.fetch()
    facts.fact("a pack that has not changed is not sent again", told["outcome"] == "unchanged"
               and told["http"] == 206 and told["received"] == 0
               and len(feed.server.seen) == before + 1, told)
    said = {(name, value) for one in feed.server.seen for name, value in one.headers.items()}
    facts.fact("a request says nothing of the device, and gives back no tag that the feed made up",
               said == {("host", feed.url[8:]), ("accept", "*/*"), ("range", "bytes=0-8191")}, said)
    feed.files["/pack"] = world.third
    told = device.fetch()
    facts.fact("the one after too, and the one before stays for others", told["sequence"] == 3
               and len(device.files()) == 2, f"{told} {device.files()}")
    feed.files["/pack"] = world.fourth
    told = device.fetch()
    facts.fact("older ones are removed", told["sequence"] == 4 and len(device.files()) == 2,
               f"{told} {device.files()}")
    os.unlink(f"{device.packs}/fetch.state")
    told = device.fetch()
    facts.fact("a lost state costs one download", told["outcome"] == "installed"
               and told["sequence"] == 4, told)
    feed.tag = feed.content_tag
    feed.files["/pack"] = world.fifth
    told = [device.fetch(), device.fetch()]
    facts.fact("a tag that is the content's own hash is", told[0]["outcome"] == "installed"
               and told[1]["outcome"] == "unchanged" and told[1]["http"] == 304, told)
    feed.tag, feed.ranges, feed.files["/pack"] = feed.own_tag, False, world.second
    device = Device(world, feed)
    told = [device.fetch(), device.fetch()]
    facts.fact("of a feed that knows no ranges the pack comes whole, and is known again",
               told[0]["outcome"] == "installed" and told[1]["outcome"] == "unchanged"
               and told[1]["received"] == told[0]["received"] and len(device.files()) == 1
               and device.part() == 0, told)
    feed.ranges = True


def resuming(world, facts, feed):
    device, size = Device(world, feed), os.path.getsize(world.second)
    feed.cut = 50000
    told = device.fetch()
    facts.fact("a download that breaks off leaves the old pack and what came",
               (told["outcome"], told["trouble"], told["sequence"]) == ("later", "broken", 1)
               and device.part() == 50000, told)
    told = device.fetch()
    facts.fact("the next goes on there", told["from"] == 50000 and device.part() == 100000, told)
    feed.cut = None
    told = device.fetch()
    facts.fact("to the end", told["outcome"] == "installed" and told["from"] == 100000
               and told["received"] == size - 100000 and told["sequence"] == 2, told)

    device, feed.cut = Device(world, feed), 50000
    device.fetch()
    feed.cut, feed.files["/pack"] = None, world.third
    told = device.fetch()
    facts.fact("a pack that changed meanwhile begins anew",
               told["from"] == 0 and told["sequence"] == 3, told)
    feed.files["/pack"] = world.second

    device, feed.cut = Device(world, feed), 5000
    device.fetch()
    feed.cut = None
    told = device.fetch()
    facts.fact("so does a part too short to tell of which pack it is",
               told["from"] == 0 and told["sequence"] == 2, told)

    device, feed.cut = Device(world, feed), 50000
    device.fetch()
    feed.cut, feed.ranges = None, False
    told = device.fetch()
    facts.fact("and where the feed knows no ranges", told["from"] == 0
               and told["sequence"] == 2 and told["received"] == size, told)
    feed.ranges = True

    device, feed.cut = Device(world, feed), size - 1
    device.fetch()
    with open(world.second, "rb") as whole, open(f"{device.packs}/fetch.part", "ab") as part:
        part.write(whole.read()[-1:])
    feed.cut = None
    told = device.fetch()
    facts.fact("of a part that was whole already nothing is fetched again",
               told["outcome"] == "installed" and told["sequence"] == 2
               and told["received"] == 0 and told["from"] == size, told)

    device, feed.cut = Device(world, feed), 50000
    device.fetch()
    with open(f"{device.packs}/fetch.part", "r+b") as part:
        part.seek(20000)
        part.write(b"rot")
    feed.cut = None
    told = device.fetch()
    facts.fact("a part that rotted is found out", told["outcome"] == "refused"
               and told["status"] in ("SOTTO_E_TAMPERED", "SOTTO_E_CORRUPT")
               and told["sequence"] == 1 and device.part() == 0, told)
    told = device.fetch()
    facts.fact("and does not stand in the way", told["sequence"] == 2, told)


def tags(world, facts, feed):
    """A tag is sent back where it is the pack's own SHA-256, and stands in the way of nothing."""
    feed.tag = lambda _: feed.content_tag(b"this device alone")
    device = Device(world, feed)
    told, seen = [device.fetch(), device.fetch()], feed.server.seen[-1]
    facts.fact("a tag that looks like a hash and is not the pack's is never given back",
               told[0]["outcome"] == "installed" and told[1]["outcome"] == "unchanged"
               and told[1]["http"] == 206 and "if-none-match" not in seen.headers,
               f"{told} {seen.headers}")
    feed.tag = feed.content_tag
    device = Device(world, feed)
    device.fetch()
    feed.files["/pack"], feed.cut = world.third, 50000
    told, feed.cut = [device.fetch()], None
    told += [device.fetch(), device.fetch()]
    facts.fact("with a tag known, what broke off goes on where it did, and the host is told so",
               told[0]["trouble"] == "broken" and told[0]["from"] == 0
               and told[1]["outcome"] == "installed" and told[1]["from"] == 50000
               and told[1]["received"] == os.path.getsize(world.third) - 50000, told)
    facts.fact("its tag is kept as well", told[2]["http"] == 304
               and told[2]["outcome"] == "unchanged", told)
    feed.files["/pack"], feed.tag = world.second, feed.own_tag


def unmarked(world, facts, feed):
    """A feed that would know the device again: it hands out cookies and sends on within itself."""
    marks = {"Set_Cookie": "device=7; Path=/; Secure; Max-Age=9999999",
             "Strict_Transport_Security": "max-age=9999999"}

    def act(handler, body):
        if handler.path.startswith("/old"):
            handler.reply(307, Location=handler.path[4:], **marks)
        else:
            feed.act(handler, body)

    device, server = Device(world, feed), Server(world.certificates, act=act)
    device.options[0] = f"pack={server.url}/old/pack"
    device.options += [f"list={server.url}/old/list", f"listed={device.root}/list"]
    feed.files["/list"], feed.changes = f"{world.scratch}/unmarked.sottolist", {
        name.replace("_", "-"): value for name, value in marks.items()}
    publish(world, feed.files["/list"], world.pack, world.second)
    shutil.copy(feed.files["/list"], f"{device.root}/list")
    told = [device.fetch(), device.fetch()]
    facts.fact("from a feed that sends on within itself, pack and list come", told[0]["outcome"]
               == "installed" and told[1]["outcome"] == "unchanged" and len(server.seen) == 6, told)
    said = {(name, value) for one in server.seen for name, value in one.headers.items()}
    facts.fact("no cookie comes back, and nothing that tells which device or program asks",
               said == {("host", server.url[8:]), ("accept", "*/*"), ("range", "bytes=0-8191")},
               said)
    facts.fact("each request comes on a connection of its own, of no TLS session known before",
               server.connections == 6 and not any(one.resumed for one in server.seen),
               [(one.path, one.connection, one.resumed) for one in server.seen])
    server.end()
    feed.changes = {}


def lying(world, facts, feed):
    size = os.path.getsize(world.second)
    for name, changes in (("begins elsewhere",
                           {"Content-Range": f"bytes 49999-{size - 1}/{size}"}),
                          ("tells no range", {"Content-Range": "none"}),
                          ("is larger than allowed",
                           {"Content-Range": f"bytes 50000-{10 ** 12}/{10 ** 12 + 1}"})):
        device, feed.cut = Device(world, feed), 50000
        device.fetch()
        feed.cut, feed.changes = None, changes
        told = device.fetch()
        facts.fact(f"a range that {name} is not believed", told["outcome"] == "later"
                   and told["trouble"] == "broken" and told["sequence"] == 1, told)
        feed.changes = {}
        told = device.fetch()
        facts.fact(f"after one that {name} all is well", told["sequence"] == 2, told)
    device = Device(world, feed)
    feed.changes = {"Content-Length": str(size - 4096)}
    told = device.fetch()
    facts.fact("a pack that is longer than it says is refused", told["sequence"] == 1, told)
    feed.changes = {"Transfer-Encoding": "chunked"}
    told = device.fetch()
    facts.fact("so is one that is not coded as it says", told["sequence"] == 1, told)
    feed.changes = {"ETag": "x" * 5000}
    told = device.fetch()
    facts.fact("a tag that is too long is none", told["outcome"] == "installed", told)
    feed.changes = {}
    told = Device(world, feed).fetch("pack_most=100000")
    facts.fact("a pack larger than allowed is cut off", told["trouble"] == "large"
               and told["received"] <= 100000 and told["sequence"] == 1, told)
    feed.pause, begun = 3, time.monotonic()
    told = Device(world, feed).fetch("stall=500")
    facts.fact("a feed that stalls is left", told["trouble"] == "slow"
               and time.monotonic() - begun < 5, told)
    feed.pause = 0


def bad_packs(world, facts, feed):
    device, bad = Device(world, feed), f"{world.scratch}/bad.sottopack"
    with open(world.second, "rb") as file:
        good = file.read()
    cases = [("changed", good[:70000] + b"\0\1\2" + good[70003:], "SOTTO_E_TAMPERED"),
             ("cut", good[:70000], "SOTTO_E_CORRUPT"), ("no pack", b"<html>" * 900,
                                                        "SOTTO_E_FORMAT"),
             ("empty", b"", "SOTTO_E_FORMAT")]
    for name, data, status in cases:
        with open(bad, "wb") as file:
            file.write(data)
        feed.files["/pack"] = bad
        told = device.fetch()
        facts.fact(f"a pack that is {name} leaves the old one", told["outcome"] == "refused"
                   and told["status"] == status and told["sequence"] == 1
                   and device.files() == [], told)
    feed.files["/pack"] = world.second
    device.fetch()
    feed.files["/pack"] = world.pack
    told = device.fetch()
    facts.fact("an older pack leaves the newer one", told["status"] == "SOTTO_E_ROLLBACK"
               and told["sequence"] == 2 and len(device.files()) == 1, told)
    other = f"{world.scratch}/other"
    shutil.copytree(world.brand, other, ignore=shutil.ignore_patterns("*.key", "*.public", "*.h"))
    command(world.pack_tool, "keygen", "--quiet", other)
    command(world.pack_tool, "build", other, "-o", bad, "--sequence", "9")
    feed.files["/pack"] = bad
    told = device.fetch()
    facts.fact("a stranger's pack leaves it too", told["status"] == "SOTTO_E_UNTRUSTED"
               and told["sequence"] == 2, told)
    del feed.files["/pack"]
    told = device.fetch()
    facts.fact("so does one that is gone", told["trouble"] == "status" and told["http"] == 404
               and told["sequence"] == 2, told)
    feed.files["/pack"] = world.second


def kills(world, facts, feed):
    """Killed at twelve moments of a slow download; every time the profile opens with a pack."""
    device, feed.pause, resumed, states = Device(world, feed), .004, 0, set()
    for turn in range(40):
        process = world.start(device.root, *device.options, "fetch")
        time.sleep(.03 + .011 * turn)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        told = world.run(device.root, "facts")[-1]
        states.add(told["sequence"])
        if told["status"] != "SOTTO_OK" or told["sequence"] == 2:
            break
    feed.pause = 0
    facts.fact("killed again and again, the profile has the old pack or the new one",
               told["status"] == "SOTTO_OK" and states <= {1, 2}, f"{told} {states}")
    told = device.fetch()
    resumed = sum("range" in one.headers and not one.headers["range"].startswith("bytes=0-")
                  for one in feed.server.seen)
    facts.fact("and comes to the new one in the end", told["sequence"] == 2 and resumed > 0,
               f"{told} {resumed}")
    device = Device(world, feed)
    feed.pause = .2
    first = world.start(device.root, *device.options, "fetch")
    while not device.part():
        time.sleep(.01)
    shutil.copytree(device.root, f"{device.root}-b", ignore=shutil.ignore_patterns("packs"))
    told = world.run(f"{device.root}-b", *device.options, "fetch")[0]
    feed.pause = 0
    first.kill()
    first.communicate()
    facts.fact("two do not fetch into one directory", told["status"] == "SOTTO_E_BUSY", told)


def no_room(world, facts, feed):
    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150000, 150000))

    device = Device(world, feed)
    told = device.fetch(preexec_fn=small, restore_signals=False)
    facts.fact("where files may grow no more it is told and the room given back",
               told["status"] == "SOTTO_E_DISK_FULL" and told["sequence"] == 1
               and device.part() == 0, told)
    shell = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run(shell + ["mount -t tmpfs -o size=128k x " + device.packs],
                      capture_output=True, check=False).returncode:
        facts.skip("a full disk leaves the old pack", "no file system can be mounted here")
    else:
        words = " ".join([world.host, device.root, str(world.now_ms), *device.options, "fetch"])
        done = subprocess.run(shell + [f"mount -t tmpfs -o size=128k x {device.packs} && {words}"],
                              capture_output=True, text=True, check=False)
        facts.fact("a full disk leaves the old pack", "SOTTO_E_DISK_FULL" in done.stdout
                   and device.sequence() == 1, done.stdout + done.stderr)
    told = device.fetch()
    facts.fact("with room again it is fetched", told["sequence"] == 2, told)
    device = Device(world, feed)
    os.rmdir(device.packs)
    told = device.fetch()
    facts.fact("a directory that is missing is told", told["status"] == "SOTTO_E_MISSING", told)


def public_list(world, facts, feed):
    known, other = f"{world.scratch}/known.sottolist", f"{world.scratch}/other.sottolist"
    publish(world, known, world.pack)
    device = Device(world, feed)
    mine = f"{device.root}/list"
    shutil.copy(known, mine)
    device.options += [f"list={feed.url}/list", f"listed={mine}"]
    feed.files["/list"] = known
    told = device.fetch()
    facts.fact("a pack that the public list does not hold is refused",
               told["status"] == "SOTTO_E_UNLISTED" and told["sequence"] == 1, told)
    publish(world, known, world.second)
    with open(mine, "rb") as reader:
        told, before = device.fetch(), os.fstat(reader.fileno()).st_size
        facts.fact("who reads the list meanwhile reads the old one, whole",
                   0 not in reader.read() and os.stat(mine).st_size > before)
    with open(mine, "rb") as a, open(known, "rb") as b:
        same = a.read() == b.read()
    facts.fact("with the new list it is installed, and the list kept", told["sequence"] == 2
               and same and not os.path.exists(mine + ".known"), told)
    publish(world, other, world.second, world.third)
    feed.files.update({"/list": other, "/pack": world.third})
    told = device.fetch()
    with open(mine, "rb") as a, open(known, "rb") as b:
        same = a.read() == b.read()
    facts.fact("a list that does not begin as the known one is kept as evidence, not taken",
               told["trouble"] == "list" and told["sequence"] == 2 and same
               and os.path.exists(mine + ".other"), told)
    with open(known, "rb") as file:
        begun = file.read()
    with open(other, "wb") as file:
        file.write(begun + b"0" * 310)
    told = device.fetch()
    with open(mine, "rb") as file:
        same = file.read() == begun
    facts.fact("one that does not hold leaves the known one", told["sequence"] == 2 and same
               and told["outcome"] == "refused", told)
    shutil.copy(mine, mine + ".known")
    with open(mine, "ab") as file:
        file.write(b"x")
    publish(world, known, world.third)
    feed.files["/list"] = known
    told = device.fetch()
    facts.fact("after a kill in between the known one comes back", told["sequence"] == 3, told)
    feed.files["/pack"] = world.second


NGINX = """
daemon off; master_process off; pid {0}/pid; error_log {0}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;
  uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
  server {{
    listen 127.0.0.1:{1} ssl http2; root {0};
    ssl_certificate {2}/good.pem; ssl_certificate_key {2}/good.key; limit_rate {3};
  }}
}}
"""


def nginx(world, facts, _):
    """A server that was not written for this test, by HTTP/2."""
    name = "nginx: a download that was killed goes on where it was"
    if not shutil.which("nginx"):
        facts.skip(name, "nginx is not installed")
        return
    folder, port = f"{world.scratch}/nginx", steady_port()
    os.mkdir(folder)
    shutil.copy(world.second, f"{folder}/pack")

    def start(rate):
        with open(f"{folder}/conf", "w", encoding="ascii") as file:
            file.write(NGINX.format(folder, port, world.certificates, rate))
        process = subprocess.Popen(["nginx", "-p", folder, "-c", f"{folder}/conf"],
                                   stderr=subprocess.DEVNULL)
        for _ in range(100):
            time.sleep(.05)
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
        return process

    class Address:
        url = f"https://127.0.0.1:{port}"

    server, device = start("200k"), Device(world, Address)
    process = world.start(device.root, *device.options, "fetch")
    while not device.part():
        time.sleep(.02)
    process.kill()
    process.communicate()
    server.kill()
    server.wait()
    begun, server = device.part(), start("0")
    told = device.fetch()
    facts.fact(name, 0 < begun == told["from"] and told["sequence"] == 2
               and told["outcome"] == "installed", f"{begun} {told}")
    told = device.fetch()
    facts.fact("nginx: an unchanged pack is not sent", told["outcome"] == "unchanged", told)
    server.kill()
    server.wait()


def main():
    facts, world = Facts(), World(sys.argv[1:])
    try:
        world.second, world.third, world.fourth, world.fifth = (
            world.build(f"{n}.sottopack", n) for n in (2, 3, 4, 5))
        feed = Feed(world, world.second)
        for part in (fetching, resuming, tags, unmarked, lying, bad_packs, kills, no_room,
                     public_list, nginx):
            part(world, facts, feed)
    finally:
        world.end()
    facts.end()


if __name__ == "__main__":
    main()
