#!/usr/bin/env python3
"""The Android projects, as far as they can be checked without an Android SDK.

usage: android_layout.py ROOT

The consumer rules keep every name that C looks up; the manifest turns backups off; XML is well
formed; strings exist in both languages; the activities' Java parses; the sources that would be
compiled for Android are those that the jar is made of.
"""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

ROOT = sys.argv[1]
APP = "samples/mobile/app/src/main/"
ANDROID = "{http://schemas.android.com/apk/res/android}"
count = failures = 0


def fact(name, complaints):
    global count, failures
    count += 1
    complaints = list(complaints)
    failures += bool(complaints)
    print(f"{'not ok' if complaints else 'ok'} {count} - {name}")
    for line in complaints:
        print(f"# {line}")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def below(folder, end):
    for where, _, names in os.walk(os.path.join(ROOT, folder)):
        yield from (os.path.join(where, n) for n in sorted(names) if n.endswith(end))


def looked_up():
    """Classes and methods that C finds by name."""
    code = read("platform/jni/jni_load.c") + read("platform/jni/jni_keys.c")
    classes = {c.replace("/", ".") for c in re.findall(r'"(dev/sotto/\w+)"', code)}
    methods = set(re.findall(r'Get(?:Static)?MethodID\(env, \w+,\s*"(\w+)"', code))
    return classes, methods


def unkept():
    rules = read("platform/jni/android/consumer-rules.pro")
    classes, methods = looked_up()
    if len(classes) < 3 or len(methods) < 6:
        yield f"C looks up {classes} and {methods}: fewer than there are"
    yield from (c for c in classes if f"class {c} " not in rules)
    yield from (m for m in methods if not re.search(r"\b" + m + r"\(", rules))


def malformed():
    for path in [*below("samples/mobile", ".xml"), *below("platform/jni/android", ".xml")]:
        try:
            tree.parse(path)
        except tree.ParseError as error:
            yield f"{path}: {error}"


def backed_up():
    app = tree.parse(os.path.join(ROOT, APP, "AndroidManifest.xml")).find("application")
    if app.get(ANDROID + "allowBackup") != "false":
        yield "allowBackup is not false"
    rules = app.get(ANDROID + "dataExtractionRules")
    path = os.path.join(ROOT, APP, "res", rules.lstrip("@") + ".xml")
    for way in ("cloud-backup", "device-transfer"):
        domains = {e.get("domain") for e in tree.parse(path).find(way).findall("exclude")}
        wanted = {"root", "file", "database", "sharedpref"}
        yield from (f"{way} takes {d}" for d in wanted - domains)


def strings(folder):
    path = os.path.join(ROOT, APP, "res", folder, "strings.xml")
    return {e.get("name"): e.text for e in tree.parse(path).getroot()}


def untranslated():
    english, spanish = strings("values"), strings("values-es")
    yield from (f"{n} is in one language" for n in english.keys() ^ spanish.keys())
    yield from (f"{n} is the same" for n in english if n not in ("app_name", "no")
                and english[n] == spanish.get(n))
    used = set(re.findall(r"R\.string\.(\w+)|@string/(\w+)", "".join(
        read(os.path.relpath(p, ROOT)) for p in [*below(APP, ".java"), *below(APP, "ifest.xml")])))
    yield from (f"{n} is not there" for pair in used for n in pair if n and n not in english)


def unparsed():
    said = subprocess.run(["java", os.path.join(ROOT, "tests/jni/ParseOnly.java"),
                           *below(APP, ".java")], capture_output=True, text=True)
    return (said.stdout + said.stderr).strip().split("\n") if said.returncode else []


def undeclared():
    """Activities without a manifest entry, and entries without an activity."""
    manifest = set(re.findall(r'android:name="\.(\w+)"', read(APP + "AndroidManifest.xml")))
    classes = {os.path.basename(p)[:-5] for p in below(APP, ".java")}
    yield from manifest - classes
    yield from (c for c in classes - manifest if c.endswith("Activity"))


def main():
    fact("the consumer rules keep every name that C looks up", unkept())
    fact("XML files are well formed", malformed())
    fact("the app's data is neither backed up nor moved to another phone", backed_up())
    fact("the app's strings exist in English and Spanish", untranslated())
    fact("activities and manifest name each other", undeclared())
    fact("the activities are Java (parsed: no Android SDK here to compile them with)", unparsed())
    print(f"1..{count}")
    sys.exit(1 if failures else 0)


main()
