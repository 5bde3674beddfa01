#!/usr/bin/env python3
"""platform/node/node_abi.h says what Node's own headers say: functions, numbers, sizes.

usage: abi_check.py CC ADDON [FOLDER_WITH_NODE_API_H]

The real headers are looked for beside node, in the usual places, and in NODE_INCLUDE. A compiler
refuses a function that is declared twice in different ways, which is the whole comparison; numbers
become static asserts. What the addon imports must all be functions that the running node has.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "meta"))
from tap import Report  # noqa: E402

ABI = os.path.join(ROOT, "platform", "node", "node_abi.h")


def headers(given):
    """A folder with node_api.h, or None."""
    node = shutil.which("node") or shutil.which("nodejs")
    places = given + [os.environ.get("NODE_INCLUDE", "")]
    if node:
        prefix = os.path.dirname(os.path.dirname(os.path.realpath(node)))
        places.append(os.path.join(prefix, "include", "node"))
    places += ["/usr/include/node", "/usr/include/nodejs/src", "/usr/local/include/node"]
    return next((p for p in places if os.path.isfile(os.path.join(p, "node_api.h"))), None)


def numbers(text):
    """(name, value) of every enumerator that node_abi.h gives a number."""
    return re.findall(r"\b(napi_\w+) = (\d+)", text)


def program(text):
    asserts = "\n".join(f'_Static_assert({name} == {value}, "{name}");'
                        for name, value in numbers(text))
    return f"""#define NAPI_VERSION 8
#include <node_api.h>
#include "{ABI}"
{asserts}
_Static_assert(sizeof(napi_type_tag) == 16, "tag");
_Static_assert(sizeof(napi_status) == sizeof(int), "enum");
"""


def compiles(compiler, folder, text):
    """Nothing, or the lines that the compiler says."""
    with tempfile.NamedTemporaryFile("w", suffix=".c") as file:
        file.write(text)
        file.flush()
        run = subprocess.run([*compiler.split(), "-std=c11", "-Werror", "-fsyntax-only",
                              "-isystem", folder, file.name], capture_output=True, text=True)
    return [] if run.returncode == 0 else run.stderr.split("\n")[:20]


def imported(addon):
    out = subprocess.run(["nm", "-D", "--undefined-only", addon], capture_output=True, text=True)
    return set(re.findall(r"\bU (napi_\w+|node_api_\w+)", out.stdout))


def declared(text):
    return set(re.findall(r"^napi_status (napi_\w+)\(", text, re.M))


def main():
    compiler, addon = sys.argv[1:3]
    with open(ABI, encoding="utf-8") as file:
        text = file.read()
    facts, folder = Report(), headers(sys.argv[3:])
    facts.fact("the addon imports nothing of Node but what node_abi.h declares",
               sorted(imported(addon) - declared(text)))
    facts.fact("node_abi.h declares nothing that the addon does not use",
               sorted(declared(text) - imported(addon)))
    same = "node_abi.h agrees with Node's own headers"
    other = "a function declared otherwise would be noticed"
    if folder:
        facts.fact(same, compiles(compiler, folder, program(text)))
        changed = text.replace("napi_create_uint32(napi_env env, uint32_t",
                               "napi_create_uint32(napi_env env, int64_t")
        changed = program(text).replace(f'#include "{ABI}"', changed)
        facts.fact(other, [] if compiles(compiler, folder, changed) else ["it compiled"])
    else:
        for name in (same, other):
            facts.skip(name, "no node_api.h is installed here")
    facts.end()


if __name__ == "__main__":
    main()
