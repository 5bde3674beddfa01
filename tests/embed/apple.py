"""What iOS and the stores read: the module map, the package, the manifests.

usage: apple.py BUILD_DIR

The module map is used as Apple's tools use it, by clang: C and Objective-C sources import it from
an installed copy. The privacy manifest must be a property list with Apple's keys and words, and
declare exactly the required-reason interfaces whose symbols our libraries (and SQLCipher) use; the
names in Package.swift must be those of the module map. No Apple tool and no Swift runs here.
"""
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "meta"))
from tap import ROOT, Report  # noqa: E402

IOS = os.path.join(ROOT, "platform", "ios")
# Apple, "Describing use of required reason API": symbols of C that a scan of a binary finds.
REASONED = {
    "FileTimestamp": r"(f|l)?stat(at)?(64)?|f?getattrlist(bulk|at)?",
    "DiskSpace": r"f?stat(v?fs)(64)?",
    "SystemBootTime": r"mach_absolute_time",
}
ALLOWED = {"FileTimestamp": {"DDA9.1", "C617.1", "3B52.1", "0A2A.1"},
           "DiskSpace": {"85F4.1", "E174.1", "7D9E.1", "B728.1"},
           "SystemBootTime": {"35F9.1", "8FFB.1", "3D61.1"}}
COLLECTED = {"NSPrivacyCollectedDataType": str, "NSPrivacyCollectedDataTypeLinked": bool,
             "NSPrivacyCollectedDataTypeTracking": bool, "NSPrivacyCollectedDataTypePurposes": list}
TYPES = {"ProductInteraction", "PurchaseHistory", "OtherUsageData", "AdvertisingData"}
PURPOSES = {"Analytics", "ProductPersonalization", "AppFunctionality", "Other"}
SOURCES = {
    "an include of C becomes the module": ("c", "#include <sotto/sotto.h>\n"),
    "Objective-C imports the module": ("objective-c", "@import CSotto;\n"),
    "the key stores are a module of their own": (
        "objective-c", "@import CSotto;\n@import CSotto.Stores;\n"
                       "sotto_store_ram kept;\nuint32_t held(void) { return kept.has_key; }\n"),
}
BODY = "int opens(sotto *profile) { return sotto_flush(profile); }\n"


def read(name):
    with open(os.path.join(IOS, name), "rb") as file:
        return file.read()


def compiled(language, source, include, *flags):
    """What clang says when it compiles this with modules; and whether it used the module."""
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            ["clang", "-x", language, "-fmodules", f"-fmodules-cache-path={cache}",
             "-Rmodule-build", "-Weverything", "-Wno-padded", "-Wno-missing-prototypes",
             "-Wno-documentation", "-Wno-documentation-unknown-command",
             "-Wno-reserved-identifier", "-fsyntax-only",
             "-Wno-missing-variable-declarations", "-Wno-declaration-after-statement",
             "-Wno-unused-macros",
             # Debian's C library has no module map of its own:
             "-Wno-non-modular-include-in-module", "-I", include, *flags, "-"],
            input=source + BODY, capture_output=True, text=True)
    used = "building module 'CSotto'" in done.stderr
    bad = [line for line in done.stderr.split("\n") if re.search(r"error:|warning:", line)]
    return bad + ([] if used else ["the module was not used"])


def module_map(report, build, scratch):
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", scratch],
                   check=True, capture_output=True)
    include = next(where for where, folders, _ in os.walk(scratch)
                   if where.endswith("/include") and "sotto" in folders)
    for what, (language, source) in SOURCES.items():
        report.fact(what, compiled(language, source, include))
    broken = os.path.join(include, "sotto", "module.modulemap")
    with open(broken, "a", encoding="ascii") as file:
        file.write('module Nowhere { header "nowhere.h" }\n')
    report.fact("a module map that names a missing header would be found",
                [] if compiled("objective-c", "@import Nowhere;\n", include) else ["it was not"])


def headers():
    """The module map names every header that an app has, and no other."""
    named = set(re.findall(r'header "(\w+\.h)"', read("module.modulemap").decode()))
    public = os.listdir(os.path.join(ROOT, "sdk", "include", "sotto"))
    wanted = {name for name in public if name not in (
        "build.h", "drill.h", "estimate.h", "learn.h", "rate.h")}
    stores = set(os.listdir(os.path.join(ROOT, "platform", "include", "sotto")))
    return [f"module.modulemap does not name {name}" for name in sorted(wanted - named)] + [
        f"module.modulemap names {name}" for name in sorted(named - wanted - stores)]


def declared(manifest):
    return {entry["NSPrivacyAccessedAPIType"].replace("NSPrivacyAccessedAPICategory", ""):
            set(entry["NSPrivacyAccessedAPITypeReasons"])
            for entry in manifest["NSPrivacyAccessedAPITypes"]}


def reached(build):
    """Categories whose symbols the device's libraries, with SQLCipher inside, ask for."""
    archives = [path for path in (f"{build}/sdk/libsotto.a", f"{build}/sdk/libsotto_private.a",
                                  f"{build}/platform/libsotto_platform.a") if os.path.exists(path)]
    said = subprocess.run(["nm", "-u", *archives], capture_output=True, text=True).stdout
    names = set(re.findall(r"\bU (\w+)", said))
    return {category for category, pattern in REASONED.items()
            if any(re.fullmatch(pattern, name) for name in names)}


def misdeclared(manifest, build):
    yes = declared(manifest)
    for category in sorted(reached(build) ^ set(yes)):
        yield f"{category}: {'declared' if category in yes else 'used'} only"
    for category, reasons in yes.items():
        if not reasons or reasons - ALLOWED.get(category, set()):
            yield f"{category}: {sorted(reasons)} are no reasons of it"


def misformed(manifest):
    if manifest.get("NSPrivacyTracking") is not False or manifest.get("NSPrivacyTrackingDomains"):
        yield "it says that Sotto tracks"
    for entry in manifest.get("NSPrivacyCollectedDataTypes", []):
        for key, kind in COLLECTED.items():
            if not isinstance(entry.get(key), kind):
                yield f"{key} is missing or no {kind.__name__}"
        name = entry.get("NSPrivacyCollectedDataType", "").replace("NSPrivacyCollectedDataType", "")
        purposes = {word.replace("NSPrivacyCollectedDataTypePurpose", "")
                    for word in entry.get("NSPrivacyCollectedDataTypePurposes", [])}
        if name not in TYPES or not purposes or purposes - PURPOSES:
            yield f"{name}, {sorted(purposes)}: not Apple's words"
        if entry.get("NSPrivacyCollectedDataTypeLinked") or \
                entry.get("NSPrivacyCollectedDataTypeTracking"):
            yield f"{name}: linked or tracking"


def disagreeing():
    package = read("Package.swift").decode()
    name = re.search(r"^module (\w+)", read("module.modulemap").decode(), re.M).group(1)
    return [f"Package.swift does not say {word}" for word in
            (f'name: "{name}"', f'targets: ["{name}"]', f'path: "{name}.xcframework"')
            if word not in package]


def main():
    report, build = Report(), sys.argv[1]
    if shutil.which("clang"):
        with tempfile.TemporaryDirectory() as scratch:
            module_map(report, build, scratch)
    else:
        report.skip("the module map is used by clang", "clang is not installed")
    report.fact("the module map names every header of the device and no other", headers())
    report.fact("Package.swift and the module map agree", disagreeing())
    manifest = plistlib.loads(read("PrivacyInfo.xcprivacy"))
    report.fact("the privacy manifest has Apple's form and words", misformed(manifest))
    report.fact("the privacy manifest declares the interfaces that are used and no other",
                misdeclared(manifest, build))
    empty = {**manifest, "NSPrivacyAccessedAPITypes": []}
    report.fact("a manifest that declares none would be refused",
                [] if list(misdeclared(empty, build)) else ["it was not"])
    report.end()


if __name__ == "__main__":
    main()
