"""The structs and numbers of platform/python/sotto/_abi.py are those of the C headers.

usage: abi.py CC INCLUDE...

Compiles a C program over the real headers that prints every size, offset and enumerator, and
compares. Also: every struct field of the headers' structs is in the Python class, by size.
"""
import ctypes
import os
import re
import subprocess
import sys
import tempfile

from facts import Facts
from sotto import _abi, _library

# The tuples of _abi.py, and the prefix of the C enumerators they stand for.
TUPLES = {
    "CATEGORIES": "SOTTO_CATEGORY", "PURPOSES": "SOTTO_PURPOSE", "VERDICTS": "SOTTO",
    "MINDSETS": "SOTTO_MINDSET", "NEEDS": "SOTTO_NEED", "EVENTS": "SOTTO_EVENT",
    "PAGES": "SOTTO_PAGE", "STRENGTHS": "SOTTO_STRENGTH", "DELIVERIES": "SOTTO_DELIVERY",
    "QUESTION_STATES": "SOTTO_QUESTION", "CHOICES": "SOTTO_CHOICE", "WORDINGS": "SOTTO_WORDING",
    "READERS": "SOTTO_READER", "FORGETS": "SOTTO_FORGET", "REASONS": "SOTTO_REASON",
    "WHYS": "SOTTO_WHY", "ACTS": "SOTTO_ACT",
}
HEADERS = ("sotto.h", "store_ram.h", "store_insecure_file.h", "store_passphrase.h")
COUNTS = {"CATEGORIES": "SOTTO_CATEGORY_COUNT", "PURPOSES": "SOTTO_PURPOSE_COUNT",
          "MINDSETS": "SOTTO_MINDSET_COUNT", "NEEDS": "SOTTO_NEED_COUNT",
          "EVENTS": "SOTTO_EVENT_TYPE_COUNT", "CHOICES": "SOTTO_CHOICE_KIND_COUNT",
          "WHYS": "SOTTO_WHY_COUNT"}


def expected():
    """{C expression: number as Python has it}."""
    found = {}
    for name, struct in _abi.structs().items():
        found[f"sizeof({name})"] = ctypes.sizeof(struct)
        for field, *_ in struct._fields_:
            found[f"offsetof({name}, {field})"] = getattr(struct, field).offset
    for names, prefix in TUPLES.items():
        for value, word in enumerate(getattr(_abi, names)):
            if word:
                found[f"{prefix}_{word.upper()}"] = value
    for names, count in COUNTS.items():
        found[count] = len(getattr(_abi, names))
    for value, word in enumerate(_abi.STATUSES):
        found[f"SOTTO_{word}"] = -value
    for word, bit in _abi.OPEN_FLAGS:
        found[f"SOTTO_OPEN_{word.upper()}"] = bit
    found.update(SOTTO_VERSION=_abi.VERSION, SOTTO_KEY_SIZE=_abi.KEY_SIZE,
                 SOTTO_QUESTION_ID_SIZE=_abi.QUESTION_ID_SIZE, SOTTO_PICKS_MAX=_abi.PICKS_MAX)
    return found


def program(expressions):
    includes = "".join(f"#include <sotto/{header}>\n" for header in HEADERS)
    lines = "".join(f'  printf("%lld\\n", (long long)({e}));\n' for e in expressions)
    return f"{includes}#include <stdio.h>\nint main(void) {{\n{lines}}}\n"


def from_c(compiler, includes, expressions):
    """The numbers as C has them."""
    with tempfile.TemporaryDirectory() as folder:
        source, binary = os.path.join(folder, "abi.c"), os.path.join(folder, "abi")
        with open(source, "w", encoding="utf-8") as file:
            file.write(program(expressions))
        flags = [f"-I{include}" for include in includes]
        subprocess.run([*compiler.split(), *flags, source, "-o", binary], check=True)
        out = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    return dict(zip(expressions, map(int, out.split())))


def declared(includes):
    """{function: how many parameters} of the public headers."""
    found = {}
    for include in includes:
        folder = os.path.join(include, "sotto")
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
            for function, inside in re.findall(r"SOTTO_API[^;]*?\b(sotto_\w+)\(([^;]*)\);", text):
                found[function] = 0 if inside.strip() == "void" else inside.count(",") + 1
    return found


def wrong_arities(includes):
    functions = declared(includes)
    ours = {f"sotto_{name}": len(arguments)
            for table in (_library.STATUS, _library.FILL) for name, arguments in table.items()}
    ours.update({f"sotto_{name}": len(arguments)
                 for name, (_, arguments) in _library.PLATFORM.items()})
    return [f"{name}: {count} arguments, C has {functions.get(name)}"
            for name, count in ours.items() if functions.get(name) != count]


def main():
    compiler, includes = sys.argv[1], sys.argv[2:]
    python = expected()
    c = from_c(compiler, includes, list(python))
    facts = Facts()
    facts.fact("every size, offset and number is that of the C headers", lambda: facts.none(
        f"{e}: C {c[e]}, Python {python[e]}" for e in python if c[e] != python[e]))
    facts.fact("every function has as many arguments as in C",
               lambda: facts.none(wrong_arities(includes)))
    facts.fact("over three hundred numbers were compared", lambda: facts.true(len(python) > 300))
    facts.end()


if __name__ == "__main__":
    main()
