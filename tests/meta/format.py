"""Sources are laid out as .clang-format says (clang-format 14, the one of Debian 12)."""
import re
import shutil
import subprocess

from source import ROOT, files
from tap import Report

TOOL = "clang-format-14"


def misplaced(paths):
    """First complaint per file."""
    seen = set()
    out = subprocess.run([TOOL, "--dry-run", "-Werror", *paths], cwd=ROOT, capture_output=True,
                         text=True).stderr
    for match in re.finditer(r"^(\S+?):(\d+):\d+: error:", out, re.M):
        if match.group(1) not in seen:
            seen.add(match.group(1))
            yield f"{match.group(1)}:{match.group(2)}: {TOOL} -i would change this file"


def main():
    report = Report()
    paths = files("sdk", "platform", "samples", "tests", ends=(".c", ".h", ".cpp"))
    if not shutil.which(TOOL):
        report.skip("sources are formatted", f"{TOOL} is not installed")
    else:
        report.fact("sources are formatted", misplaced(paths) if paths else [])
    report.end()


if __name__ == "__main__":
    main()
