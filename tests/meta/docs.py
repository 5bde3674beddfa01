"""Every public name is explained where it is declared, and every call says what it may cost.

Looked at: functions, structs, enums, other types and macros of the public headers. A doc comment is
a /** */ block right before the declaration; a macro may carry a trailing /**< */ instead, and a
macro with several #if branches needs it once. The doc of a function holds "Cost: memory", "Cost:
disk" or "Cost: heavy" (what the classes promise is told in sotto/base.h).
"""
import re

from source import Source, files, function_name, is_function
from tap import Report

COST = re.compile(r"\bCost:\s*`?(memory|disk|heavy)\b")


def described(doc):
    """At least three words; a bare marker is no documentation."""
    return doc is not None and len(re.findall(r"\w+", doc)) >= 3


def undocumented_declarations(source):
    for start, text, _ in source.statements():
        if text.startswith("_Static_assert") or re.match(r"(struct|enum|union)\s+\w+$", text):
            continue
        if not described(source.doc_before(start)):
            what = function_name(text) if is_function(text) else " ".join(text.split())[:60]
            yield source.place(start, f"{what} has no /** */")


def macro_name(directive):
    match = re.match(r"\s*#\s*define\s+(\w+)", directive)
    return match.group(1) if match else None


def is_guard(source, name):
    return re.search(r"^[ \t]*#[ \t]*ifndef[ \t]+" + name + r"\b", source.text, re.M) \
        and name.endswith("_H")


def undocumented_macros(sources):
    places, explained = {}, set()
    for source in sources:
        for start, directive in source.directives:
            name = macro_name(directive)
            if not name or is_guard(source, name):
                continue
            line_end = source.text.find("\n", start)
            trailing = "/**<" in source.text[start:line_end]
            if trailing or described(source.doc_before(start)):
                explained.add(name)
            places.setdefault(name, source.place(start, f"macro {name} has no /** */"))
    return [place for name, place in places.items() if name not in explained]


def without_cost(source):
    for start, text, _ in source.statements():
        if is_function(text):
            doc = source.doc_before(start)
            if doc and not COST.search(re.sub(r"\s*\n\s*\*?\s*", " ", doc)):
                yield source.place(start, f"{function_name(text)} names no cost class")


def without_header_comment(paths):
    for path in paths:
        source = Source(path)
        first = source.comments[0][0] if source.comments else None
        if first is None or source.text[:first].strip():
            yield f"{path}:1: does not begin with a comment that says what it is for"


def main():
    report = Report()
    public = [Source(p) for p in files("sdk/include", "platform/include", ends=(".h",))]
    report.fact("every public declaration is documented",
                [p for s in public for p in undocumented_declarations(s)])
    report.fact("every public macro is documented", undocumented_macros(public))
    report.fact("every public function names its cost class",
                [p for s in public for p in without_cost(s)])
    report.fact("every source begins with what it is for",
                without_header_comment(files("sdk", "platform", "samples")))
    report.end()


if __name__ == "__main__":
    main()
