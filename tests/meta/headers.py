"""Each public header compiles alone as C99 and as C++17, strictly, with every compiler at hand."""
import shutil
import subprocess

from source import ROOT, files
from tap import Report

FLAGS = ["-fsyntax-only", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Isdk/include",
         "-Iplatform/include"]
COMPILERS = [("gcc", "c", "c99"), ("g++", "c++", "c++17"),
             ("clang", "c", "c99"), ("clang++", "c++", "c++17")]


def complaints(compiler, language, standard, header):
    """What the compiler says about a file that includes this header, twice, and nothing else."""
    program = f"#include <{header}>\n#include <{header}>\nint main(void);\n"
    run = subprocess.run([compiler, "-x", language, f"-std={standard}", *FLAGS, "-"], cwd=ROOT,
                         input=program, capture_output=True, text=True)
    return run.stderr.strip().split("\n") if run.returncode else []


def main():
    report = Report()
    headers = [p.split("/include/")[1]
               for p in files("sdk/include", "platform/include", ends=(".h",))]
    for compiler, language, standard in COMPILERS:
        name = f"each public header compiles alone as {standard} with {compiler}"
        if shutil.which(compiler):
            report.fact(name, [line for header in headers
                               for line in complaints(compiler, language, standard, header)])
        else:
            report.skip(name, f"{compiler} is not installed")
    report.end()


if __name__ == "__main__":
    main()
