"""One object that holds libsotto and its own SQLCipher, and shows nothing but sotto_*.

usage: private_cipher.py --cc WORDS --output OBJECT ARCHIVE...

SQLCipher and SQLite define the same names. Whichever the dynamic linker meets first serves the
whole process, so a libsotto that shares those names can only refuse to work beside libsqlite3. Here
the archives are joined into one relocatable object first and their names made local to it
afterwards: no host, plugin or preloaded library can come between, whatever the order.

A distribution's libsqlcipher.a is compiled for programs (-fPIE), not for shared libraries. What
such code may not do in a shared library is reach data of another library directly; SQLCipher does
so for `stdout` and `stderr` alone, in PRAGMA cipher_profile, which Sotto never uses. The two get
stand-ins (cipher_streams.c); every other reference ends inside the object. The linker still refuses
the result if any is left (-z text).

It does not compile SQLCipher and does not choose which: meson.build hands over the archives.
"""
import argparse
import os
import subprocess
import tempfile

STREAMS = ("stdout", "stderr")


def joined(options, scratch):
    """The archives in one relocatable object, streams renamed where they are referred to."""
    renames = [word for name in STREAMS
               for word in ("--redefine-sym", f"{name}=so_cipher_{name}")]
    renamed = []
    for number, archive in enumerate(options.archives):
        whole = os.path.join(scratch, f"whole{number}.o")
        subprocess.run([*options.cc, "-r", "-nostdlib", "-o", whole, "-Wl,--whole-archive",
                        archive, "-Wl,--no-whole-archive"], check=True)
        renamed.append(os.path.join(scratch, f"renamed{number}.o"))
        subprocess.run([options.objcopy, *renames, whole, renamed[-1]], check=True)
    target = os.path.join(scratch, "joined.o")
    subprocess.run([*options.cc, "-r", "-nostdlib", "-o", target, *renamed], check=True)
    return target


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cc", required=True, type=str.split)
    parser.add_argument("--output", required=True)
    parser.add_argument("archives", nargs="+")
    options = parser.parse_args()
    options.objcopy = subprocess.run([*options.cc, "-print-prog-name=objcopy"], check=True,
                                     capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([options.objcopy, "--wildcard", "--keep-global-symbol", "sotto_*",
                        joined(options, scratch), options.output], check=True)


if __name__ == "__main__":
    main()
