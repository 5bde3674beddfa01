"""The house stands: includes point down, nothing goes in circles, every file has its own name.

Rooms of sdk/ have ranks; a file may include its own room and rooms of a lower rank, never a peer.
tools/ sees brand/ and the public headers; platform/ and samples/ see the public headers and their
own. A module is a stem (x.c and x.h together); modules form no cycle.
"""
import os

from source import DEVICE_ROOMS, ROOT, SDK_ROOMS, Source, files
from tap import Report

RANK = {"base": 0, "crypto": 1, "model": 1, "privacy": 1, "prio": 1,
        "vault": 2, "brand": 2, "flow": 3, "client": 4}
BELOW = {room: [r for r in RANK if RANK[r] < rank] for room, rank in RANK.items()}
BELOW["tools"] = ["brand"]
BRAND_HEADERS = ("sotto/build.h", "sotto/drill.h", "sotto/estimate.h", "sotto/learn.h",
                 "sotto/rate.h", "brand/")
# The one door for platform/ into a room: Oblivious HTTP seals with the HPKE there is.
LENT = {"platform/deliver/ohttp.h": "crypto/hpke.h"}
VAGUE = {"util", "utils", "common", "internal", "misc", "helper", "helpers", "manager"}


def room_of(path):
    return path.split("/")[1]


def sdk_sources():
    return [Source(p) for p in files(*[f"sdk/{room}" for room in SDK_ROOMS])]


def upward(sources):
    """Includes of rooms that are not below, or not written as "room/file.h"."""
    for source in sources:
        room = room_of(source.path)
        for line, name, quoted in source.includes():
            target = name.split("/")[0]
            where = f"{source.path}:{line}: "
            if not quoted and target in SDK_ROOMS and "/" in name:
                yield where + f"<{name}>: only <sotto/...> and system headers take <>"
            elif quoted and not os.path.exists(os.path.join(ROOT, "sdk", name)):
                yield where + f'"{name}" is not a file under sdk/'
            elif quoted and target != room and target not in BELOW[room]:
                yield where + f"{room} must not include {target} ({name})"


def brand_from_device(sources):
    """Device rooms that include a header of the brand's side."""
    for source in sources:
        if room_of(source.path) in DEVICE_ROOMS:
            for line, name, _ in source.includes():
                if name.startswith(BRAND_HEADERS):
                    yield f"{source.path}:{line}: the device side includes {name}"


def public_beyond():
    """Public headers that include more than the C library and each other."""
    for path in files("sdk/include", "platform/include", ends=(".h",)):
        for line, name, quoted in Source(path).includes():
            if quoted or ("/" in name and not name.startswith("sotto/")):
                yield f"{path}:{line}: a public header includes {name}"
            elif name.startswith("sotto/") and not os.path.exists(
                    os.path.join(ROOT, path.split("/sotto/")[0], name)) and not os.path.exists(
                    os.path.join(ROOT, "sdk/include", name)):
                yield f"{path}:{line}: <{name}> does not exist"


def outsiders(folder, also=()):
    """Includes in `folder` of private headers, by whatever path; it may see `also`'s headers."""
    own = files(folder, *also, ends=(".h",))
    if folder.startswith("tests/"):  # these see no room either
        own += ["tests/traced.h", "tests/painter.h"]
    for path in files(folder, ends=(".c", ".h", ".cpp")):
        for line, name, quoted in Source(path).includes():
            private = name.split("/")[0] in SDK_ROOMS + ["sdk", ".."]
            here = any(header.endswith("/" + name) for header in own)
            if LENT.get(path) != name and (private or (quoted and not here)):
                yield f"{path}:{line}: {folder}/ includes {name}; only <sotto/...> and its own"


def cycles(edges):
    """Each cycle of a graph {node: set of nodes}, once, as text."""
    state, path = {}, []

    def visit(node):
        state[node] = "open"
        path.append(node)
        for target in sorted(edges.get(node, ())):
            if state.get(target) == "open":
                yield " -> ".join(path[path.index(target):] + [target])
            elif target not in state:
                yield from visit(target)
        path.pop()
        state[node] = "done"

    for node in sorted(edges):
        if node not in state:
            yield from visit(node)


def header_edges():
    edges = {}
    for path in files("sdk", "platform", "samples", ends=(".h",)):
        for _, name, quoted in Source(path).includes():
            base = "sdk/" if quoted else "sdk/include/"
            edges.setdefault(path, set()).add(base + name)
    return edges


def module_edges(sources):
    edges = {}
    for source in sources:
        module = os.path.splitext(source.path)[0].replace("sdk/", "", 1)
        for _, name, quoted in source.includes():
            target = os.path.splitext(name)[0]
            if quoted and target != module:
                edges.setdefault(module, set()).add(target)
    return edges


def shared_stems(sources):
    rooms = {}
    for source in sources:
        stem = os.path.splitext(os.path.basename(source.path))[0]
        rooms.setdefault(stem, set()).add(os.path.dirname(source.path))
    for stem, where in sorted(rooms.items()):
        if len(where) > 1:
            yield f"{stem} is in {', '.join(sorted(where))}"


def vague_stems():
    for path in files("sdk", "platform", "samples", "tests"):
        if os.path.splitext(os.path.basename(path))[0] in VAGUE:
            yield f"{path}:1: the name says nothing"


def hubs():
    """Headers that declare nothing and only include others."""
    for path in files("sdk", "platform", "samples", ends=(".h",)):
        source = Source(path)
        defines = sum(1 for _, text in source.directives if "define" in text)
        if path != "sdk/include/sotto/sotto.h" and not source.code.strip() and defines < 2:
            yield f"{path}:1: only includes other headers"


def main():
    report = Report()
    sources = sdk_sources()
    report.fact("sdk includes point down and never to a peer", upward(sources))
    report.fact("the device side never includes the brand side", brand_from_device(sources))
    report.fact("public headers include only the C library and each other", public_beyond())
    report.fact("platform sees only public headers, and delivery HPKE's", outsiders("platform"))
    report.fact("samples see only public headers", outsiders("samples"))
    report.fact("journeys see only public headers", outsiders("tests/journey", ["samples"]))
    report.fact("headers form no cycle", cycles(header_edges()))
    report.fact("modules form no cycle", cycles(module_edges(sources)))
    report.fact("stems are unique across rooms", shared_stems(sources))
    report.fact("no file has a vague name", vague_stems())
    report.fact("no header only includes others", hubs())
    report.end()


if __name__ == "__main__":
    main()
