"""The bill of materials says what CycloneDX 1.5 asks for, and tells the truth.

usage: test_sbom.py BUILD_DIR

`ninja sbom` writes it. Its form is held against the members that the published schema requires
(written down below; with SOTTO_LONG=1 or SOTTO_PLATFORMS=1 also against the schema itself, as the
PyPI package cyclonedx-python-lib carries it); its content against what readelf says of the files.
"""
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import Report  # noqa: E402

PACKAGE = "cyclonedx-python-lib==7.6.2"
TYPES = ["application", "framework", "library", "container", "platform", "operating-system",
         "device", "device-driver", "firmware", "file", "machine-learning-model", "data"]
LICENCE = {"oneOf": [
    {"required": ["license"], "properties": {"license": {"type": "object", "oneOf": [
        {"required": ["id"]}, {"required": ["name"]}]}}, "additionalProperties": False},
    {"required": ["expression"], "properties": {"expression": {"type": "string"}},
     "additionalProperties": False}]}
COMPONENT = {
    "type": "object", "required": ["type", "name", "version", "licenses", "bom-ref"],
    "properties": {
        "type": {"enum": TYPES}, "name": {"type": "string", "minLength": 1},
        "version": {"type": "string", "minLength": 1},
        "bom-ref": {"type": "string", "minLength": 1},
        "purl": {"type": "string", "pattern": "^pkg:[a-z]+/\\S+@\\S+$"},
        "description": {"type": "string"},
        "licenses": {"type": "array", "items": LICENCE, "minItems": 1},
        "hashes": {"type": "array", "items": {
            "type": "object", "required": ["alg", "content"], "additionalProperties": False,
            "properties": {"alg": {"const": "SHA-256"},
                           "content": {"pattern": "^[a-f0-9]{64}$"}}}}},
    "additionalProperties": False}
FORM = {
    "type": "object", "required": ["bomFormat", "specVersion", "serialNumber", "version",
                                   "metadata", "components", "dependencies"],
    "properties": {
        "bomFormat": {"const": "CycloneDX"}, "specVersion": {"const": "1.5"},
        "serialNumber": {"pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"
                                    "[0-9a-f]{4}-[0-9a-f]{12}$"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {"type": "object", "required": ["component"]},
        "components": {"type": "array", "items": COMPONENT, "uniqueItems": True},
        "dependencies": {"type": "array", "uniqueItems": True, "items": {
            "type": "object", "required": ["ref"], "additionalProperties": False,
            "properties": {"ref": {"type": "string"},
                           "dependsOn": {"type": "array", "uniqueItems": True}}}}},
    "additionalProperties": False}


def said(*command, **how):
    return subprocess.run(command, check=True, capture_output=True, text=True, **how).stdout


def made(build, **environment):
    said("ninja", "-C", build, "sbom", env={**os.environ, **environment})
    with open(os.path.join(build, "sotto.cdx.json"), encoding="utf-8") as file:
        return file.read()


def misformed(bill):
    import jsonschema
    return [f"{list(error.path)}: {error.message[:200]}"
            for error in jsonschema.Draft7Validator(FORM).iter_errors(bill)]


def untold(build, bill):
    """Libraries that a shipped file links and the bill does not say so, and the other way round."""
    edges = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    words = {one["bom-ref"]: one.get("description", "") for one in bill["components"]}
    for path in sorted(glob.glob(f"{build}/sdk/libsotto*.so") +
                       glob.glob(f"{build}/platform/*.so")):
        name = os.path.basename(path)[:-3]
        if name == "libsotto_private":
            continue
        linked = set(re.findall(r"\(NEEDED\).*\[(?!libsotto|libc\.|libm\.|ld-linux)(.+?)\]",
                                said("readelf", "-dW", path)))
        # one package lends the three
        linked = {re.sub(r"libg(?:io|object)-2", "libglib-2", soname) for soname in linked}
        below = [ref for ref in edges[name] if "linked dynamically" in words.get(ref, "")
                 and "glibc" not in words[ref]]
        if len(below) != len(linked):
            yield f"{name} links {sorted(linked)}, told are {below}"


def wrong_digests(build, bill):
    for one in bill["components"]:
        for path in glob.glob(f"{build}/*/{one['name']}.so") + \
                glob.glob(f"{build}/sdk/tools/{one['name']}"):
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            if one.get("hashes", [{}])[0].get("content") != digest:
                yield f"{one['name']} has another digest than told"


def dangling(bill):
    known = {one["bom-ref"] for one in bill["components"]} | {
        bill["metadata"]["component"]["bom-ref"]}
    return [f"{ref} stands nowhere" for one in bill["dependencies"]
            for ref in [one["ref"], *one["dependsOn"]] if ref not in known]


def by_the_schema(report, text):
    """The published schema, from a package index; skipped where there is none."""
    what = "the schema of CycloneDX 1.5 itself accepts it"
    if not (os.environ.get("SOTTO_LONG") or os.environ.get("SOTTO_PLATFORMS")):
        report.skip(what, "set SOTTO_LONG=1 or SOTTO_PLATFORMS=1")
        return
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run([sys.executable, "-m", "venv", scratch], capture_output=True)
        python = os.path.join(scratch, "bin", "python")
        done = done.returncode or subprocess.run(
            [python, "-m", "pip", "-q", "install", "--only-binary", ":all:", f"{PACKAGE}",
             "jsonschema[format]>=4.18", "referencing", "lxml"], capture_output=True).returncode
        if done:
            report.skip(what, f"{PACKAGE} cannot be had here")
            return
        check = ("import sys\nfrom cyclonedx.validation.json import JsonStrictValidator\n"
                 "from cyclonedx.schema import SchemaVersion\n"
                 "print(JsonStrictValidator(SchemaVersion.V1_5).validate_str(sys.stdin.read()))")
        def answer(bill):
            ran = subprocess.run([python, "-c", check], input=bill, capture_output=True, text=True)
            return (ran.stdout + ran.stderr).strip()
        report.fact(what, [] if answer(text) == "None" else answer(text).split("\n")[-5:])
        report.fact("that schema refuses a bill with another word in it", [] if answer(
            text.replace('"dependsOn"', '"leansOn"')) != "None" else ["it took it"])


def main():
    build, report = sys.argv[1], Report()
    text = made(build, SOURCE_DATE_EPOCH="86400")
    bill = json.loads(text)
    report.fact("the bill of materials has the form of CycloneDX 1.5", misformed(bill))
    broken = {**bill, "components": [{**one, "licenses": []} for one in bill["components"]]}
    report.fact("a bill without licences would be refused",
                [] if misformed(broken) else ["it was not"])
    report.fact("it tells every library that is linked and no other", untold(build, bill))
    report.fact("its digests are those of the files", wrong_digests(build, bill))
    report.fact("whoever depends and is depended on stands in it", dangling(bill))
    report.fact("the version of each library is known", [
        one["name"] for one in bill["components"] if one["version"] == "unknown"])
    report.fact("SOURCE_DATE_EPOCH dates it", [] if bill["metadata"].get(
        "timestamp") == "1970-01-02T00:00:00Z" else ["it does not"])
    again = made(build, SOURCE_DATE_EPOCH="86400")
    report.fact("made again it has the same bytes", [] if again == text else ["it differs"])
    by_the_schema(report, text)
    report.end()


if __name__ == "__main__":
    main()
