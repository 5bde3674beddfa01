"""Some calls, words and places are not for us.

Each rule is a pattern over code (comments and the insides of strings taken out), over strings, or
over whole files, in the folders it names. Arrays of variable length are left to -Wvla.
"""
import re

from source import Source, files, read, tracked
from tap import Report

UNSAFE = r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|rand|srand|alloca|atoi|atol|atof" \
         r"|setjmp|longjmp|tmpnam|mktemp)\s*\("
SHELL = r"\b(system|popen|fork|vfork|execl|execlp|execv|execvp|execve)\s*\("
IMPURE = r"\b(malloc|calloc|realloc|free|strdup|sodium_malloc|sodium_free|sodium_allocarray|mmap" \
         r"|fopen|fclose|fread|fwrite|printf|fprintf|puts|open|close|read|write|time" \
         r"|clock|clock_gettime|gettimeofday|localtime|gmtime|getenv|getrandom)\s*\(|\bFILE\b" \
         r"|\brandombytes_\w+\s*\("
FLOATING = r"\b(float|double|_Float\d+)\b|(?<![\w.])\d+\.\d*([eE][-+]?\d+)?[fFlL]?(?![\w.])" \
           r"|\b(powf?|expf?|logf?|log2|log1p|sqrtf?|ceil|floor|fabs|lround)\s*\("
SQL = r"^\s*SELECT\s|\bSELECT\b.*\bFROM\b|\b(INSERT\s+(INTO|OR)\b|UPDATE\s+\w+\s+SET\b" \
      r"|DELETE\s+FROM\b|PRAGMA\s+\w|CREATE\s+(TEMP\s+)?(TABLE|INDEX|UNIQUE|VIEW|TRIGGER)\b" \
      r"|DROP\s+(TABLE|INDEX)\b|BEGIN\s+(IMMEDIATE|EXCLUSIVE|TRANSACTION)\b|ORDER\s+BY\b" \
      r"|GROUP\s+BY\b|ATTACH\s+\w)"
SQLITE = r"\bsqlite3\w*"
THREADS = r"\b(pthread_create|thrd_create)\s*\("
MARKS = r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b"
ELSEWHERE = r"(?<![\w.])/(work|root|home|Users|mnt)/\w|\.\./shared/(?!data\b)"
EXACT = ["sdk/privacy", "sdk/vault/ledger.c", "sdk/vault/ledger.h", "sdk/flow/contribute.c",
         "sdk/flow/contribute.h"]


def in_code(pattern, paths):
    """Places where the pattern stands in code."""
    for path in paths:
        source = Source(path)
        for match in re.finditer(pattern, source.code):
            yield source.place(match.start(), match.group().strip())


def in_strings(pattern, paths):
    """Places where the pattern stands in a string."""
    for path in paths:
        source = Source(path)
        for start, content in source.strings:
            match = re.search(pattern, content)
            if match:
                yield source.place(start, match.group())


def in_files(pattern, paths):
    """Places where the pattern stands anywhere in a text file."""
    for path in paths:
        for number, line in enumerate(read(path).split("\n"), 1):
            match = re.search(pattern, line)
            if match:
                yield f"{path}:{number}: {match.group()}"


def includes_of(names, paths):
    for path in paths:
        for line, name, _ in Source(path).includes():
            if name in names:
                yield f"{path}:{line}: <{name}>"


def may_hold_sql(path):
    return path.startswith(("sdk/vault/", "sdk/tools/store"))


def exact_files():
    found = files("sdk/privacy")
    present = set(files("sdk"))
    return found + [p for p in EXACT if p in present]


def texts():
    """Text files git knows that may hold a path or a mark; not licences, not data."""
    skip = (".png", ".jpg", ".tsv", ".gz", ".sottopack", ".bin", ".svg", ".woff2")
    return [p for p in tracked() if not p.endswith(skip) and p != "LICENSE"]


def makes_threads(path):
    """The collector's: who opens reports, and who commits them."""
    return path in ("sdk/tools/collect_crew.c", "sdk/tools/collect_queue.c")


def main():
    report = Report()
    sdk, ours = files("sdk"), files("sdk", "platform", "samples", "tests")
    pure = files("sdk/model", "sdk/privacy", "sdk/prio")
    report.fact("no unsafe call", in_code(UNSAFE, ours))
    report.fact("no shell and no child process in sdk", in_code(SHELL, sdk))
    report.fact("no thread is made in sdk but by the collector",
                in_code(THREADS, [path for path in sdk if not makes_threads(path)]))
    report.fact("model, privacy and prio neither allocate nor do I/O nor read a clock",
                in_code(IMPURE, pure))
    report.fact("no floating point where privacy is decided", in_code(FLOATING, exact_files()))
    report.fact("no libm where privacy is decided",
                includes_of(("math.h", "tgmath.h", "fenv.h", "float.h"), exact_files()))
    elsewhere = [p for p in sdk if not may_hold_sql(p)]
    report.fact("SQL text only in vault and tools/store", in_strings(SQL, elsewhere))
    report.fact("SQLite calls only in vault and tools/store", in_code(SQLITE, elsewhere))
    report.fact("no unfinished marks", in_files(MARKS, texts()))
    report.fact("no path outside the repository but ../shared/data", in_files(ELSEWHERE, texts()))
    report.end()


if __name__ == "__main__":
    main()
