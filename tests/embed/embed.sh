#!/bin/sh
# Embed an installed Sotto the ways strangers do, and beside the library it must not trust.
#
# usage: embed.sh BUILD_DIR hosts|clash
#
# Installs BUILD_DIR into a scratch directory and builds hosts against what stands there.
#
#   hosts   through pkg-config shared and static, from C++, the example of the README
#   clash   next to libsqlite3 in every link order and with LD_PRELOAD: libsqlite3 and libsqlcipher
#           export the same names; when the wrong one wins, sotto_open must say SOTTO_E_NO_CIPHER
#           and leave nothing readable, or work encrypted
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-embed.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
count=0 failures=0
cc=${CC:-cc} cxx=${CXX:-c++}
strict='-Wall -Wextra -Werror'

# fact NAME COMMAND... : one test; what the command printed is shown when it fails
fact() {
  name=$1
  shift
  count=$((count + 1))
  if "$@" >"$scratch/said" 2>&1; then
    echo "ok $count - $name"
  else
    failures=$((failures + 1))
    echo "not ok $count - $name"
    sed 's/^/# /' "$scratch/said"
  fi
}

skip() {
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}

# what pkg-config says of the installed copy; its prefix is the scratch one
config() {
  PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --define-variable=prefix="$stage$prefix" "$@" sotto
}

libdir() { dirname "$(find "$stage" -name 'libsotto.so' | head -n 1)"; }

# readable DIRECTORY : is any file there a plain database, or does one hold the visit's item?
readable() {
  for file in $(find "$1" -type f); do
    if [ "$(head -c 15 "$file" | tr -d '\0')" = 'SQLite format 3' ]; then
      echo "$file is a plaintext database"
      return 0
    fi
  done
  grep -ra 'canary-alpine-tent' "$1"
}

# visits EXPECTED PROGRAM : run a host; EXPECTED is one status name, or "guarded"
visits() {
  expected=$1
  rm -rf "$scratch/profile" && mkdir -m 700 "$scratch/profile"
  shift
  said=$(LD_LIBRARY_PATH=$(libdir) "$@" "$scratch/profile")
  echo "it said '$said'"
  if readable "$scratch/profile"; then return 1; fi
  case $expected:$said in
  guarded:SOTTO_E_NO_CIPHER) [ ! -s "$scratch/profile/profile.db" ] ;;
  guarded:SOTTO_OK | SOTTO_OK:SOTTO_OK) [ -s "$scratch/profile/profile.db" ] ;;
  *) return 1 ;;
  esac
}

# host NAME LIBRARIES... : compile visit.c as NAME
host() {
  target=$1
  shift
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict ${define:-} $(config --cflags) "$here/visit.c" -o "$scratch/$target" "$@"
}

shared() {
  # shellcheck disable=SC2046
  host shared $(config --libs) && visits SOTTO_OK "$scratch/shared"
}

static() {
  # shellcheck disable=SC2046
  host static $(config --static --libs | sed 's/-lsotto\b/-l:libsotto.a/') || return 1
  if ldd "$scratch/static" | grep libsotto; then return 1; fi
  visits SOTTO_OK "$scratch/static"
}

from_cpp() {
  # shellcheck disable=SC2046,SC2086
  $cxx -std=c++17 $strict $(config --cflags) "$here/visit.cpp" -o "$scratch/cpp" \
    $(config --libs) && [ "$(LD_LIBRARY_PATH=$(libdir) "$scratch/cpp")" = SOTTO_OK ]
}

# beside NAME LIBRARIES... : a host that also uses libsqlite3 itself, linked in the order given
beside() {
  expected=$1 target=$2
  shift 2
  # shellcheck disable=SC2046
  define=-DBESIDE_SQLITE3 host "$target" $(config --libs-only-L) -Wl,--no-as-needed "$@" || return 1
  visits "$expected" "$scratch/$target"
}

preloaded() {
  # shellcheck disable=SC2046
  host plain $(config --libs) && visits guarded env LD_PRELOAD=libsqlite3.so.0 "$scratch/plain"
}

# quiet : the same visit seen from the kernel; any call of the network family is printed
quiet() {
  rm -rf "$scratch/profile" && mkdir -m 700 "$scratch/profile"
  LD_LIBRARY_PATH=$(libdir) strace -f -e trace=%network -o "$scratch/calls" \
    "$scratch/shared" "$scratch/profile" || return 1
  if grep '(' "$scratch/calls"; then return 1; fi
}

# readme : the first C program of the README compiles as it stands there (samples/hello runs it)
readme() {
  awk '/^```c$/ {on = 1; next} /^```/ {if (on) exit} on' "$here/../../README.md" \
    >"$scratch/readme.c"
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict $(config --cflags) -c "$scratch/readme.c" -o "$scratch/readme.o"
}

hosts() {
  fact 'a C host links the shared library through pkg-config' shared
  fact 'a C host links the static library through pkg-config --static' static
  fact 'a C++17 host links the shared library' from_cpp
  if strace -o /dev/null true 2>/dev/null; then
    fact 'a visit makes no network system call' quiet
  else
    skip 'a visit makes no network system call' 'strace is not installed or not allowed here'
  fi
  if grep -q '^```c$' "$here/../../README.md" 2>/dev/null; then
    fact 'the example of the README compiles' readme
  else
    skip 'the example of the README compiles' 'README.md shows no C program yet'
  fi
}

clash() {
  fact 'libsqlite3 linked before Sotto: refused or encrypted' \
    beside guarded before -lsqlite3 -lsotto
  fact 'libsqlite3 linked after Sotto: refused or encrypted' \
    beside guarded after -lsotto -lsqlite3
  fact 'SQLCipher linked before libsqlite3: works encrypted' \
    beside SOTTO_OK cipher -lsotto -lsqlcipher -lsqlite3
  fact 'libsqlite3 preloaded: refused or encrypted' preloaded
}

stage=$scratch/stage
fact 'Sotto installs' meson install -C "$build" --no-rebuild --destdir "$stage"
if [ "$failures" != 0 ]; then
  echo "1..$count"
  exit 1
fi
if ! nm -D --defined-only "$(libdir)/libsotto.so" | grep -q ' sotto_open$'; then
  skip 'hosts of an installed copy' 'sotto_open is not written yet'
  echo "1..$count"
  exit 0
fi
pc=$(find "$stage" -name sotto.pc | head -n 1)
prefix=$(sed -n 's/^prefix=//p' "$pc")

case $2 in
hosts) hosts ;;
clash) clash ;;
esac
echo "1..$count"
[ "$failures" = 0 ]
