"""The core builds and links without jansson and libstemmer: what is left out is not carried.
"""
import os
import subprocess
import tempfile

from size import WITHOUT
from source import ROOT
from tap import Report

CALLS = ["sotto_record_json", "sotto_profile_export", "sotto_profile_import", "sotto_messages_set",
         "sotto_search", "sotto_query_init", "sotto_conversation_init", "sotto_need_each",
         "sotto_item_explain", "sotto_picture_search", "sotto_picture_init", "sotto_choose",
         "sotto_policy_estimate", "sotto_brief", "sotto_carry_seal", "sotto_audience_each",
         "sotto_audience_in"]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as build:
        run("meson", "setup", *WITHOUT, build, ROOT)
        made = subprocess.run(["ninja", "-C", build], capture_output=True, text=True)
        report.fact("a build without JSON and search succeeds",
                    [line for line in made.stdout.split("\n")[-20:] if made.returncode])
        library = os.path.join(build, "sdk", "libsotto.so")
        if not made.returncode:
            needed = run("readelf", "-d", library)
            report.fact("its libsotto links without jansson and libstemmer",
                        [f"libsotto needs {name}" for name in ("jansson", "stemmer")
                         if name in needed])
            exported = run("nm", "-D", "--defined-only", library)
            report.fact("the calls of what it lacks are not in it",
                        [f"{name} is exported" for name in CALLS if name in exported])
            package = os.path.join(build, "meson-private", "sotto.pc")
            with open(package, encoding="utf-8") as file:
                report.fact("its pkg-config file does not ask for jansson",
                            ["sotto.pc names jansson"] if "jansson" in file.read() else [])
    report.end()


if __name__ == "__main__":
    main()
