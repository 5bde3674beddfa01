"""A feed of packs that breaks off or lies when told to, and a device that fetches from it."""
import hashlib
import os
import re
import time

from deliver_world import FETCH, TROUBLE, Server


class Feed:
    """A static server: ranges, tags, and on demand it breaks off or lies."""

    def __init__(self, world, path):
        self.files = {"/pack": path}
        self.cut = None      # bytes after which the connection breaks
        self.changes = {}    # headers to send otherwise, but with the first bytes
        self.pause = 0       # seconds before each piece
        self.ranges = True
        self.tag = self.own_tag
        self.told = 0
        self.server = Server(world.certificates, act=self.act)
        self.url = self.server.url

    def own_tag(self, _):
        """One that nobody else gets."""
        self.told += 1
        return f'"device-{self.told}"'

    @staticmethod
    def content_tag(data):
        return f'"{hashlib.sha256(data).hexdigest()}"'

    def act(self, handler, _):
        name = self.files.get(handler.path)
        if not name:
            handler.reply(404)
            return
        with open(name, "rb") as file:
            data = file.read()
        tag = self.tag(data)
        if handler.headers.get("If-None-Match") == tag:
            handler.reply(304)
            return
        start, end = 0, len(data)
        asked = re.match(r"bytes=(\d+)-(\d*)$", handler.headers.get("Range", ""))
        if asked and self.ranges:
            start, end = int(asked.group(1)), min(int(asked.group(2) or len(data)) + 1, len(data))
            if start >= len(data):
                handler.reply(416)
                return
        handler.send_response_only(206 if asked and self.ranges else 200)
        told = {"ETag": tag, "Content-Length": str(end - start)}
        if asked and self.ranges:
            told["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
        if not asked or not asked.group(2):
            told.update(self.changes)
        for field, value in told.items():
            handler.send_header(field, value)
        handler.end_headers()
        self.pour(handler, data[start:end])

    def pour(self, handler, data):
        end = len(data) if self.cut is None else min(self.cut, len(data))
        for at in range(0, end, 16384):
            if self.pause:
                time.sleep(self.pause)
            handler.wfile.write(data[at:min(at + 16384, end)])
        handler.wfile.flush()
        if end < len(data):
            handler.close_connection = True


class Device:
    """A profile with the first pack, and a directory for what it fetches."""

    def __init__(self, world, feed):
        world.copies += 1
        self.world, self.feed = world, feed
        self.root = f"{world.scratch}/device{world.copies}"
        self.packs = f"{self.root}/packs"
        world.prepare(self.root)
        os.mkdir(self.packs)
        self.options = [f"pack={feed.url}/pack", f"packs={self.packs}", world.ca]

    def fetch(self, *options, **more):
        told = self.world.run(self.root, *self.options, *options, "fetch", "facts", **more)
        return {**told[0], "sequence": told[1].get("sequence"),
                "outcome": FETCH[told[0]["outcome"]], "trouble": TROUBLE[told[0]["trouble"]]}

    def sequence(self):
        return self.world.run(self.root, "facts")[-1]["sequence"]

    def files(self):
        return sorted(name for name in os.listdir(self.packs) if name.endswith(".sottopack"))

    def part(self):
        path = f"{self.packs}/fetch.part"
        return os.path.getsize(path) if os.path.exists(path) else 0
