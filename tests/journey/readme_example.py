"""The C program of the README is what is compiled and run: samples/hello/embedding.c and the main
program of tests/embed/first_page.c.

Every line of its function stands in one of the README's C blocks, in order and unchanged.
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def main():
    if not os.path.exists(os.path.join(ROOT, "README.md")):
        print("ok 1 - the README's example is the compiled one # SKIP no README here\n1..1")
        return
    source = read("samples/hello/embedding.c")
    body = source[source.index("sotto_status shop_page"):].strip()
    blocks = re.findall(r"^```c\n(.*?)^```", read("README.md"), re.S | re.M)
    first = read("tests/embed/first_page.c")
    program = first[first.index("#include \"mybrand"):].strip()
    held = [any(text in block for block in blocks) for text in (body, program)]
    for number, (holds, what) in enumerate(zip(held, ("example", "main program")), 1):
        said = "ok" if holds else "not ok"
        print(f"{said} {number} - the README's {what} is the compiled one")
    print("1..2")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
