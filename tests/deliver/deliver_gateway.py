"""An Oblivious HTTP relay and gateway (RFC 9458) for tests, and binary HTTP (RFC 9292)."""
import http.client
import ssl
import subprocess
import threading

from deliver_world import Server


def number(data, at):
    """A number of variable length (RFC 9000, section 16), and where it ends."""
    size = 1 << (data[at] >> 6)
    value = int.from_bytes(data[at:at + size], "big") & ((1 << (8 * size - 2)) - 1)
    return value, at + size


def text(data, at):
    size, at = number(data, at)
    return data[at:at + size], at + size


def read_request(data):
    """A binary HTTP request of known length: method, scheme, authority, path, fields, body."""
    framing, at = number(data, 0)
    assert framing == 0
    parts = []
    for _ in range(4):
        part, at = text(data, at)
        parts.append(part.decode())
    section, at = text(data, at)
    fields, inner = {}, 0
    while inner < len(section):
        name, inner = text(section, inner)
        value, inner = text(section, inner)
        fields[name.decode()] = value.decode()
    body, at = text(data, at)
    return (*parts, fields, body)


def vary(value):
    return bytes([value]) if value < 64 else (0x4000 | value).to_bytes(2, "big")


def response_of(status, body=b"", **fields):
    section = b"".join(vary(len(part)) + part for name, value in fields.items()
                       for part in (name.replace("_", "-").encode(), str(value).encode()))
    return b"\x01" + vary(status) + vary(len(section)) + section + vary(len(body)) + body + b"\0"


class Gateway:
    """The sealing half is a program of its own; this asks the collector, as a gateway does."""

    def __init__(self, program, aead, world):
        self.process = subprocess.Popen([program, str(aead)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.keys = f"{world.scratch}/keys{aead}"
        self.trust = ssl.create_default_context(cafile=f"{world.certificates}/ca.pem")
        with open(self.keys, "wb") as file:
            file.write(bytes.fromhex(self.process.stdout.readline()))
        self.guard, self.sizes, self.answer = threading.Lock(), [], None

    def turn(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def ask(self, plain):
        method, scheme, authority, path, fields, body = read_request(plain)
        assert scheme == "https"
        line = http.client.HTTPSConnection(authority, context=self.trust, timeout=10)
        line.request(method, path, body, fields)
        reply = line.getresponse()
        kept = {name.lower(): value for name, value in reply.getheaders()
                if name.lower() in ("content-type", "retry-after")}
        return response_of(reply.status, reply.read(), **kept)

    def serve(self, sealed):
        with self.guard:
            plain = self.turn(sealed.hex())
            if plain == "-":
                return None
            self.sizes.append(len(plain) // 2)
            return bytes.fromhex(self.turn((self.answer or self.ask(bytes.fromhex(plain))).hex()))


class Relay(Server):
    """Passes on what it is sent and no more."""

    def __init__(self, world, serve):
        super().__init__(world.certificates)
        self.serve = serve
        self.act = self.pass_on

    def pass_on(self, handler, body):
        sealed = self.serve(body)
        if sealed is None:
            handler.reply(401)
        else:
            handler.reply(200, sealed, Content_Type="message/ohttp-res")
