"""Reports of split trust on their way to a DAP leader, and what happens when its keys change.

usage: test_deliver_split.py DELIVER_HOST SOTTO_PACK SOTTO_COLLECT DAP_PAIR OHTTP_GATEWAY

Leader and helper are servers of their own on two names of this machine; what arrived is opened by
both roles, verified together and summed by DAP_PAIR.
"""
import glob
import http.client
import json
import os
import subprocess
import sys
import time

from deliver_gateway import Gateway, Relay
from deliver_world import TROUBLE, WEEK_MS, Facts, Server, World, command, command_of
from ports import steady_port

DAP = "urn:ietf:params:ppm:dap:error:"
ORDER_8 = bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")


class Pair:
    """Two servers; the leader takes what is sealed to the keys of this generation alone."""

    def __init__(self, world, program, version):
        self.world, self.version, self.generation = world, version, 0
        self.published = [0, 0]  # generation that each publishes, or bytes instead
        self.leader = Server(world.certificates, act=self.lead)
        self.helper = Server(world.certificates, act=self.help)
        self.urls = [self.leader.url + "/dap/",
                     self.helper.url.replace("127.0.0.1", "localhost")]
        self.program = [program, str(version), *self.urls]
        self.task = command(*self.program, "task")
        self.taken, self.refuse = [], None

    def publish(self, handler, which):
        what = self.published[which]
        if isinstance(what, int):
            what = bytes.fromhex(command(*self.program, "list", str(which), str(what)).strip())
        handler.reply(200, what, Content_Type="application/dap-hpke-config-list")

    def opens(self, *bodies):
        names = []
        for number, body in enumerate(bodies):
            names.append(f"{self.world.scratch}/report{number}")
            with open(names[-1], "wb") as file:
                file.write(body)
        done = command_of(*self.program, "sum", str(self.generation), *names)
        return [int(n) for n in done.stdout.split()] if done.returncode == 0 else None

    def lead(self, handler, body):
        if handler.path.startswith("/dap/hpke_config"):
            self.publish(handler, 0)
        elif self.refuse:
            self.refuse(handler, body)
        elif self.opens(body) is None:
            if self.version == 9:
                handler.problem(DAP + "outdatedConfig")
            else:  # id of the report, and hpke_unknown_config_id
                handler.reply(200, body[:16] + b"\4",
                              Content_Type="application/ppm-dap;message=upload-errors")
        else:
            self.taken.append(body)
            handler.reply(201)

    def help(self, handler, _):
        if handler.path.startswith("/hpke_config"):
            self.publish(handler, 1)
        else:
            handler.reply(404)


def uploading(world, facts, pair):
    name, root = f"DAP-{pair.version}", world.copy()
    told = world.deliver(root, "https://127.0.0.1:1")
    seen = pair.leader.seen[-1]
    facts.fact(f"{name}: the report goes where it says, both roles open it, the sum is one",
               told["sent"] == 1 and sum(pair.opens(*pair.taken)) == 1, told)
    facts.fact(f"{name}: by its own method and media type", (seen.method,
               seen.headers["content-type"]) == (("PUT", "application/dap-report")
               if pair.version == 9 else ("POST", "application/ppm-dap;message=upload-req"))
               and "/dap/tasks/" in seen.path, f"{seen.method} {seen.path} {seen.headers}")


def renewing(world, facts, pair):
    name, root, pair.taken = f"DAP-{pair.version}", world.copy(), []
    pair.generation, pair.published = 1, [1, 1]
    before = len(pair.leader.seen)
    told = world.deliver(root, "https://127.0.0.1:1")
    facts.fact(f"{name}: to new keys it is sealed anew and sent", told["sent"] == 1
               and told["resealed"] == 1 and sum(pair.opens(*pair.taken)) == 1
               and world.waiting(root) == [], told)
    asked = [one.path for one in pair.leader.seen[before:]]
    facts.fact(f"{name}: who is asked for keys is told nothing of the device",
               all(set(one.headers) == {"host", "accept"} and not one.body
                   for one in (pair.leader.seen[before + 1], pair.helper.seen[-1])))
    facts.fact(f"{name}: each is asked for its own keys", len(asked) == 3
               and pair.helper.seen[-1].path.startswith("/hpke_config")
               and all(("task_id=" in one.path) == (pair.version == 9)
                       for one in (pair.leader.seen[before + 1], pair.helper.seen[-1])), asked)
    root, pair.taken, pair.generation = world.copy(), [], 2
    told = world.deliver(root, "https://127.0.0.1:1")
    facts.fact(f"{name}: keys that do not help leave it waiting", told["sent"] == 0
               and told["resealed"] == 1 and told["retried"] == 1
               and len(world.waiting(root)) == 1, told)
    pair.published = [2, 2]
    told = world.deliver(root, "https://127.0.0.1:1")
    facts.fact(f"{name}: it is sealed anew once in its life", told["sent"] == told["resealed"] == 0
               and TROUBLE[told["trouble"]] == "config" and len(world.waiting(root)) == 1, told)
    root, pair.published = world.copy(), [2, 2]
    told = world.deliver(root, "https://127.0.0.1:1", now_ms=world.now_ms + WEEK_MS)
    facts.fact(f"{name}: also when its week is over", told["sent"] == 1 and told["resealed"] == 1,
               told)


def relayed(world, facts, pair):
    """The same by way of a relay: no aggregator is asked around it."""
    name, gateway = f"DAP-{pair.version}", Gateway(os.path.abspath(sys.argv[5]), 3, world)
    relay, way = Relay(world, gateway.serve), ["https://127.0.0.1:1"]
    way += [f"relay={relay.url}/pass", f"keys={gateway.keys}"]
    root, pair.taken = world.copy(), []
    pair.generation, pair.published = 1, [1, 1]
    before = len(pair.leader.seen) + len(pair.helper.seen)
    told = world.deliver(root, *way)
    came = len(pair.leader.seen) + len(pair.helper.seen) - before
    facts.fact(f"{name}, relayed: to new keys it is sealed anew and sent", told["sent"] == 1
               and told["resealed"] == 1 and sum(pair.opens(*pair.taken)) == 1
               and world.waiting(root) == [], told)
    facts.fact(f"{name}, relayed: all that the aggregators are asked comes by the relay",
               came == len(relay.seen) == 4, f"{came} {[one.path for one in relay.seen]}")
    root, pair.generation, before = world.copy(), 2, len(relay.seen)
    told = world.deliver(root, *way)
    facts.fact(f"{name}, relayed: keys that do not help are asked for once",
               told["sent"] == 0 and told["resealed"] == told["retried"] == 1
               and len(relay.seen) == before + 4 and len(world.waiting(root)) == 1, told)
    relay.end()
    gateway.process.kill()


def replaced(world, facts, pair):
    """A newer pack names another helper: the report was answered for the one that was shown."""
    root, later, pair.generation, pair.published = world.copy(), world.now_ms + WEEK_MS, 1, [1, 1]
    other = Server(world.certificates, act=lambda handler, _: pair.publish(handler, 1))
    with open(f"{world.brand}/pair.json", encoding="utf-8") as file:
        task = json.load(file)
    task["helper"] = other.url.replace("127.0.0.1", "localhost")
    with open(f"{world.brand}/pair.json", "w", encoding="utf-8") as file:
        json.dump(task, file)
    installed = world.run(root, f"install={world.build('second.sottopack', 2)}", now_ms=later)
    told = world.deliver(root, "https://127.0.0.1:1", now_ms=later)
    facts.fact("a report is never sealed to a helper that a newer pack names",
               installed[-1].get("install") == "SOTTO_OK" and told["sent"] == told["resealed"] == 1
               and not other.seen, f"{installed} {told} {[one.path for one in other.seen]}")
    other.end()


def bad_keys(world, facts, pair):
    good = bytes.fromhex(command(*pair.program, "list", "1", "3").strip())
    for name, lists, trouble in (("no list", [b"<html>", 3], "config"),
                                 ("an empty one", [3, b""], "config"),
                                 ("a long one", [b"x" * 100000, 3], "large"),
                                 ("a list of zeros", [3, bytes(43)], "config"),
                                 ("a key of order 2", [3, good[:-32] + bytes(32)], "config"),
                                 ("one of order 8", [good[:-32] + ORDER_8, 3], "config"),
                                 ("a suite that no device has",
                                  [3, good[:7] + b"\0\x09" + good[9:]], "config")):
        root, pair.generation, pair.published = world.copy(), 3, lists
        before = world.waiting(root)
        told = world.deliver(root, "https://127.0.0.1:1")
        facts.fact(f"{name} instead of keys changes nothing",
                   TROUBLE[told["trouble"]] == trouble and told["resealed"] == 0
                   and [one["body"] for one in world.waiting(root)]
                   == [one["body"] for one in before], told)
    root, pair.published = world.copy(), [3, 3]
    kept, pair.helper.act = pair.helper.act, lambda handler, _: handler.reply(
        307, Location=pair.leader.url + "/dap/hpke_config")
    told = world.deliver(root, "https://127.0.0.1:1")
    facts.fact("the leader cannot give the helper's keys", told["resealed"] == 0
               and TROUBLE[told["trouble"]] == "redirect", told)
    pair.helper.act = kept
    told = world.deliver(root, "https://127.0.0.1:1")
    facts.fact("and then all is well", told["sent"] == 1 and told["resealed"] == 1, told)


def refused(world, facts, pair):
    for kind, field in (("reportRejected", "refused"), ("unrecognizedTask", "refused"),
                        ("reportTooEarly", "retried")):
        root, pair.refuse = world.copy(), lambda handler, _: handler.problem(DAP + kind)
        told = world.deliver(root, "https://127.0.0.1:1")
        facts.fact(f"{kind}: {field}", told[field] == 1
                   and len(world.waiting(root)) == (field == "retried"), told)
    pair.refuse = None


def front(world, port):
    """TLS before an aggregator, as its proxy."""
    def pass_on(handler, body):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.request(handler.command, handler.path, body,
                     {"Content-Type": handler.headers.get("Content-Type", "")})
        reply = line.getresponse()
        handler.reply(reply.status, reply.read(),
                      Content_Type=reply.getheader("Content-Type", "text/plain"))

    return Server(world.certificates, act=pass_on)


def aggregated(facts, version):
    """The brand's own aggregators answer, at the system's time."""
    name = f"DAP-{version}: sotto-collect's own aggregators take what is delivered"
    now_ms = int(time.time() * 1000)
    world = World(sys.argv[1:], make=False, start_ms=now_ms - 9 * WEEK_MS)
    running = []
    try:
        if "aggregate --role" not in command_of(world.collect, "task", "--help").stdout:
            facts.skip(name, "this sotto-collect does not aggregate")
            return
        ports = [steady_port(), steady_port()]
        fronts = [front(world, port) for port in ports]
        urls = [fronts[0].url, fronts[1].url.replace("127.0.0.1", "localhost")]
        folder = f"{world.scratch}/task"
        command(world.collect, "task", "--folder", folder, "--buckets", "7", "--minimum-batch",
                "1000", "--leader", urls[0], "--helper", urls[1], "--dap", str(version))
        for role, port in zip(("leader", "helper"), ports):
            words = [world.collect, "aggregate", "--role", role, "--folder", f"{folder}/{role}",
                     "--listen", f"127.0.0.1:{port}"]
            if role == "leader":
                words += ["--helper", f"http://127.0.0.1:{ports[1]}"]
            running.append(subprocess.Popen(words, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL))
        task = next(path for path in glob.glob(f"{folder}/*.json"))
        with open(task, encoding="utf-8") as file:
            world.make_brand([QUESTION], {"pair.json": file.read()})
        world.fill("weeks=8", "answer")
        deadline, counted, told = time.monotonic() + 20, {}, {"sent": 0}
        root = world.copy()
        while not told["sent"] and time.monotonic() < deadline:  # until both have started
            told = world.deliver(root, "https://127.0.0.1:1")
        again = world.deliver(world.copy(), "https://127.0.0.1:1")
        while (counted.get("accepted"), counted.get("waiting")) != (1, 0) and \
                time.monotonic() < deadline:
            counted = json.loads(command(world.collect, "status", "--role", "leader", "--folder",
                                         f"{folder}/leader", "--json"))
        facts.fact(name + ", a restored copy's once", told["sent"] == 1
                   and (counted["accepted"], counted["waiting"]) == (1, 0),
                   f"{told} {again} {counted}")
    finally:
        for process in running:
            process.kill()
        world.end()


QUESTION = {"name": "mindset", "kind": "mindset", "trust": "split", "task": "pair.json",
            "unit": "device", "epsilon_micro": 1000000, "minimum_batch": 1000}


def main():
    facts, program = Facts(), os.path.abspath(sys.argv[4])
    for version in (9, 18):
        world = World(sys.argv[1:], make=False)
        try:
            pair = Pair(world, program, version)
            world.make_brand([QUESTION], {"pair.json": pair.task})
            world.fill("weeks=8", "answer")
            more = (bad_keys, refused, replaced) if version == 9 else ()
            for part in (uploading, renewing, relayed) + more:
                part(world, facts, pair)
        finally:
            world.end()
        aggregated(facts, version)
    facts.end()


if __name__ == "__main__":
    main()
