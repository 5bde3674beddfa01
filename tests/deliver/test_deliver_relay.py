"""Reports by way of an Oblivious HTTP relay (RFC 9458): who sees what, and what goes wrong on it.

usage: test_deliver_relay.py DELIVER_HOST SOTTO_PACK SOTTO_COLLECT OHTTP_GATEWAY PACKAGES

The gateway is one of tests/deliver, and where npm can install hpke-js and bhttp-js also one made
of these. PACKAGES is the folder where they are kept.
"""
import http.client
import os
import subprocess
import sys

from deliver_gateway import Gateway, Relay, response_of
from deliver_world import ROOT, TROUBLE, Facts, Server, World


def deliver(world, root, collector, relay, keys):
    return world.deliver(root, collector.url, f"relay={relay.url}/pass", f"keys={keys}")


def through(world, facts, collector, gateway, name):
    collector.seen, root, relay = [], world.copy(), Relay(world, gateway.serve)
    told = deliver(world, root, collector, relay, gateway.keys)
    wanted = sorted(bytes.fromhex(report["body"]) for report in world.reports)
    facts.fact(f"{name}: every report arrives as it was", told["sent"] == 8
               and sorted(collector.bodies()) == wanted and world.waiting(root) == [], told)
    facts.fact(f"{name}: the collector gets the request that it would get directly",
               all(one.path == "/reports" and one.method == "POST"
                   and one.headers["content-type"] == "application/octet-stream"
                   for one in collector.seen))
    facts.fact(f"{name}: the relay sees no report and one size", all(
        seen.path == "/pass" and set(seen.headers) == {"host", "accept", "content-type",
                                                       "content-length"}
        and not any(body in seen.body for body in wanted) for seen in relay.seen)
        and len({len(seen.body) for seen in relay.seen}) == 1, relay.seen[0].headers)
    relay.end()


def trouble_on_the_way(world, facts, collector, gateway):
    def left(root, told, trouble):
        return (TROUBLE[told["trouble"]] == trouble and told["sent"] == told["refused"] == 0
                and len(world.waiting(root)) == 8)

    cases = [("a relay that fails", lambda handler, _: handler.reply(502), "relay"),
             ("one that answers itself", lambda handler, _: handler.reply(200, b"ok"), "relay"),
             ("one that makes an answer up",
              lambda handler, _: handler.reply(200, b"x" * 99, Content_Type="message/ohttp-res"),
              "relay"),
             ("one that sends on", lambda handler, _: handler.reply(
                 307, Location="https://localhost/"), "redirect")]
    for name, act, trouble in cases:
        relay, root = Server(world.certificates, act=act), world.copy()
        told = deliver(world, root, collector, relay, gateway.keys)
        facts.fact(f"{name} loses nothing", left(root, told, trouble), told)
        relay.end()
    other, kept, root = Relay(world, gateway.serve), [], world.copy()

    def old_answer(sealed):
        kept.append(gateway.serve(sealed))
        return kept[0]

    other.serve = old_answer
    told = deliver(world, root, collector, other, gateway.keys)
    facts.fact("an answer to another request is none", told["sent"] == 1
               and TROUBLE[told["trouble"]] == "relay" and len(world.waiting(root)) == 7, told)
    other.serve = gateway.serve
    for name, answer, trouble in (
            ("429 inside", response_of(429, retry_after=7200), "status"),
            ("500 inside", response_of(500, b"<html>"), "status"),
            ("no HTTP inside", b"\x00\x01\x02", "relay")):
        gateway.answer, root = answer, world.copy()
        told = deliver(world, root, collector, other, gateway.keys)
        facts.fact(f"{name} keeps the report", left(root, told, trouble)
                   and (told["http"] != 429 or told["next_ms"] == world.now_ms + 7200000), told)
    gateway.answer, root = response_of(
        400, b'{"type": "urn:sotto:error:expired"}', content_type="application/problem+json"), \
        world.copy()
    told = deliver(world, root, collector, other, gateway.keys)
    facts.fact("a refusal inside is the collector's word", told["refused"] == 8
               and world.waiting(root) == [], told)
    gateway.answer, root = None, world.copy()
    with open(gateway.keys, "rb") as file:
        good = file.read()
    for name, data in (("cut", good[:-1]), ("none", b""), ("of an unknown suite",
                                                         good[:-1] + b"\x09"),
                       ("of low order", good[:5] + bytes(32) + good[37:])):
        bad = f"{world.scratch}/bad.keys"
        with open(bad, "wb") as file:
            file.write(data)
        told = deliver(world, root, collector, other, bad)
        facts.fact(f"keys that are {name} send nothing, and nothing goes around the relay",
                   told["status"] == "SOTTO_E_FORMAT" and len(world.waiting(root)) == 8, told)
    other.end()


def foreign_gateway(world, facts, collector, packages):
    """Another's HPKE and binary HTTP, by npm."""
    name = "hpke-js and bhttp-js"
    os.makedirs(packages, exist_ok=True)
    if not os.path.isdir(f"{packages}/node_modules/bhttp-js"):
        try:
            done = subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund",
                                   "--ignore-scripts", "hpke-js@1.8.0", "bhttp-js@0.2.1"],
                                  cwd=packages, capture_output=True, timeout=120, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            done = error
        if getattr(done, "returncode", 1):
            facts.skip(f"{name}: every report arrives as it was", "npm cannot install them here")
            return
    peer = subprocess.Popen(["node", f"{ROOT}/tests/deliver/ohttp_peer.mjs"], cwd=packages,
                            stdout=subprocess.PIPE, text=True,
                            env={**os.environ,
                                 "NODE_EXTRA_CA_CERTS": f"{world.certificates}/ca.pem"})
    port, keys = peer.stdout.readline().split()

    class Foreign:
        def __init__(self):
            self.keys = f"{world.scratch}/foreign.keys"
            with open(self.keys, "wb") as file:
                file.write(bytes.fromhex(keys))

        def serve(self, sealed):
            line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
            line.request("POST", "/", sealed, {"Content-Type": "message/ohttp-req"})
            reply = line.getresponse()
            return reply.read() if reply.status == 200 else None

    through(world, facts, collector, Foreign(), name)
    peer.kill()


def main():
    facts, world = Facts(), World(sys.argv[1:])
    try:
        world.fill()
        collector = Server(world.certificates)
        for aead in (1, 3):
            gateway = Gateway(os.path.abspath(sys.argv[4]), aead, world)
            through(world, facts, collector, gateway, f"AEAD {aead}")
            facts.fact(f"AEAD {aead}: requests are padded",
                       gateway.sizes and all(size % 512 == 0 for size in gateway.sizes))
        trouble_on_the_way(world, facts, collector, gateway)
        foreign_gateway(world, facts, collector, os.path.abspath(sys.argv[5]))
        gateway.process.kill()
    finally:
        world.end()
    facts.end()


if __name__ == "__main__":
    main()
