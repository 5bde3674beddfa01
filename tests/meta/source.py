"""Read the tree and its C sources well enough to check the house rules.

Not a compiler: it knows comments, strings, preprocessor lines, braces and parentheses, which is all
the rules need. It deliberately expands no macro and follows no #if; both branches are seen.
"""
import os
import re
import subprocess

from tap import ROOT

DEVICE_ROOMS = ["base", "crypto", "model", "privacy", "prio", "vault", "flow", "client"]
SDK_ROOMS = DEVICE_ROOMS + ["brand", "tools"]


def files(*folders, ends=(".c", ".h")):
    """Paths (relative to the root, sorted) of files in `folders` whose names end so."""
    found = []
    for folder in folders:
        for where, subfolders, names in os.walk(os.path.join(ROOT, folder)):
            subfolders[:] = [s for s in subfolders if s not in ("build", ".git", "__pycache__")]
            found += [os.path.relpath(os.path.join(where, n), ROOT)
                      for n in names if n.endswith(tuple(ends))]
    return sorted(found)


def tracked():
    """Every file that git knows; without git, every file that is not a build product."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True)
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.split("\0")
        return [n for n in names if n and os.path.isfile(os.path.join(ROOT, n))]
    return files("", ends=("",))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def blank(text):
    """Spaces of the same shape: offsets and line numbers stay true."""
    return re.sub(r"[^\n]", " ", text)


TOKEN = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)


class Source:
    """One C file split into code, comments, strings and directives; offsets agree in all."""

    def __init__(self, path):
        self.path = path
        self.text = read(path)
        self.comments = []   # (start, end)
        self.strings = []    # (start, content)
        pieces, last = [], 0
        for match in TOKEN.finditer(self.text):
            pieces.append(self.text[last:match.start()])
            token = match.group()
            if token.startswith("/"):
                self.comments.append((match.start(), match.end()))
                pieces.append(blank(token))
            else:
                if token[0] == '"':
                    self.strings.append((match.start(), token[1:-1]))
                pieces.append(token[0] + blank(token[1:-1]) + token[-1])
            last = match.end()
        self.lexed = "".join(pieces) + self.text[last:]
        self.directives = [(m.start(), m.group()) for m in DIRECTIVE.finditer(self.lexed)]
        self.code = DIRECTIVE.sub(lambda m: blank(m.group()), self.lexed)
        self.code = re.sub(r"\bSOTTO_(BEGIN|END)\b", lambda m: blank(m.group()), self.code)

    def line(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def place(self, offset, what):
        return f"{self.path}:{self.line(offset)}: {what}"

    def includes(self):
        """(line, name, quoted) of every #include."""
        for match in re.finditer(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]", self.text,
                                 re.MULTILINE):
            if not any(a <= match.start() < b for a, b in self.comments):
                yield self.line(match.start()), match.group(2), match.group(1) == '"'

    def own_lines(self):
        """Lines that are neither blank nor only comment."""
        kept, last = [], 0
        for start, end in self.comments:
            kept += [self.text[last:start], blank(self.text[start:end])]
            last = end
        kept.append(self.text[last:])
        return sum(1 for line in "".join(kept).split("\n") if line.strip())

    def statements(self):
        """(offset, text, body) of each top-level statement; body is (start, end) or None."""
        code, at, start = self.code, 0, None
        body = None
        while at < len(code):
            char = code[at]
            if start is None and not char.isspace() and char != ";":
                start, body = at, None
            if char == "{":
                close = self.matching(at)
                if is_function(code[start:at]):
                    yield start, code[start:at].strip(), (at, close)
                    start = None
                else:
                    body = (at, close)
                at = close
            elif char == "(":
                at = self.matching(at)
            elif char == ";" and start is not None:
                yield start, code[start:at].strip(), body
                start = None
            at += 1

    def matching(self, at):
        """Offset of the bracket that closes the one at `at`; the end of the file if none does."""
        depth = 0
        for match in re.compile(r"[(){}]").finditer(self.code, at):
            depth += 1 if match.group() in "({" else -1
            if depth == 0:
                return match.start()
        return len(self.code) - 1

    def functions(self):
        """(offset, name, parameters, body) of each declared or defined function."""
        for start, text, body in self.statements():
            if is_function(text):
                yield start, function_name(text), parameters(text), body

    def doc_before(self, offset):
        """The /** */ comment that ends just before `offset`, or None."""
        for start, end in self.comments:
            if end <= offset and not self.text[end:offset].replace("SOTTO_BEGIN", "").strip():
                comment = self.text[start:end]
                if comment.startswith("/**") and not comment.startswith("/**<"):
                    return comment
        return None


CALL = re.compile(r"\b(?!__attribute__|_Static_assert|defined\b|_Alignas)(\w+)\s*\(")


def is_function(text):
    """Does this statement head declare or define a function (not a type, object or assert)?"""
    text = re.sub(r"__attribute__\s*\(\(.*?\)\)\s*", "", text, flags=re.DOTALL).strip()
    if text.startswith(("typedef", "_Static_assert")) or "{" in text:
        return False
    match = CALL.search(text)
    return bool(match) and "=" not in text[:match.start()] and text.endswith(")")


def function_name(text):
    return CALL.search(re.sub(r"__attribute__\s*\(\(.*?\)\)", "", text, flags=re.DOTALL)).group(1)


def parameters(text):
    """The parameters of a function head, as a list of texts."""
    text = re.sub(r"__attribute__\s*\(\(.*?\)\)", "", text, flags=re.DOTALL)
    depth, inside, found = 0, "", []
    for char in text[CALL.search(text).end() - 1:]:
        depth += (char == "(") - (char == ")")
        if depth == 0:
            break
        if char == "," and depth == 1:
            found.append(inside)
            inside = ""
        elif not (char == "(" and depth == 1):
            inside += char
    found.append(inside)
    found = [p.strip() for p in found if p.strip()]
    return [] if found == ["void"] else found
