#!/bin/sh
# Embed an installed Sotto the ways strangers do, and beside the library it must not trust.
#
# usage: embed.sh BUILD_DIR hosts|clash|private|plugin|lives
#
# Installs BUILD_DIR into a scratch directory and builds hosts against what stands there.
#
#   hosts   through pkg-config shared and static, from C++, the example of the README
#   clash   next to libsqlite3 in every link order and with LD_PRELOAD: libsqlite3 and libsqlcipher
#           export the same names; when the wrong one wins, sotto_open must say SOTTO_E_NO_CIPHER
#           and leave nothing readable, or work encrypted
#   private the same with the copy that has its own SQLCipher (-Dsqlcipher=private): always works
#   plugin  Sotto loaded by a host that does not link it, beside libsqlite3, and unloaded again
#   lives   a host that forks with a profile open, and one that opens it a thousand times
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

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

# A host links the library of -Dsqlcipher=private, which stands beside the other in the build.
private_libs="-L$build/sdk -lsotto_private"

private_static() {
  beside SOTTO_OK "$1" "$2" "$build/sdk/libsotto_private.a" \
    "$3" -lsodium -ljansson -lcrypto -lstemmer -lm
}

private_preloaded() {
  # shellcheck disable=SC2086
  host private_plain $private_libs &&
    visits SOTTO_OK env LD_PRELOAD=libsqlite3.so.0 "$scratch/private_plain"
}

# The names of one kind in the private copy that are not Sotto's.
private_names() {
  if nm -D --defined-only "$build/sdk/libsotto_private.so" | grep -v ' sotto_'; then return 1; fi
  if nm -u "$build/sdk/libsotto_private.a" | grep sqlite3_; then return 1; fi
  if readelf -d "$build/sdk/libsotto_private.so" | grep -E 'TEXTREL|sqlcipher'; then return 1; fi
  nm -D --defined-only "$build/sdk/libsotto_private.so" | sed 's/.* //' >"$scratch/private_names"
  diff "$here/../meta/symbols_sotto.txt" "$scratch/private_names"
}

in_python() {
  rm -rf "$scratch/profile" && mkdir -m 700 "$scratch/profile"
  plugin python_plugin "$1"
  [ "$(LD_LIBRARY_PATH=$beside_libs python3 -c "
import sqlite3, ctypes
sqlite3.connect(':memory:').execute('select 1')
words = [b'visit', b'$scratch/profile', None]
plugin = ctypes.CDLL('$scratch/python_plugin.so')
print('OK' if plugin.visit_main(2, (ctypes.c_char_p * 3)(*words)) == 0 else '')")" = OK ] &&
    ! readable "$scratch/profile"
}

private() {
  if [ ! -e "$build/sdk/libsotto_private.so" ]; then
    skip 'a private SQLCipher' 'no libsqlcipher.a on this system'
    return
  fi
  beside_libs=$build/sdk
  fact 'a private copy shows the names of Sotto and no other, without text relocations' \
    private_names
  # shellcheck disable=SC2086
  fact 'a private copy works with libsqlite3 linked before it' \
    beside SOTTO_OK private_before -lsqlite3 $private_libs
  # shellcheck disable=SC2086
  fact 'a private copy works with libsqlite3 linked after it' \
    beside SOTTO_OK private_after $private_libs -lsqlite3
  fact 'a private copy works with libsqlite3 preloaded' private_preloaded
  fact 'a private static copy works with libsqlite3 linked before it' \
    private_static private_static_before -lsqlite3 -lm
  fact 'a private static copy works with libsqlite3 linked after it' \
    private_static private_static_after -lm -lsqlite3
  fact 'a private static copy works in a program that holds libsqlite3 itself' \
    private_static private_static_both -l:libsqlite3.a -lm
  fact "a private copy works in a Python that uses its own sqlite3" in_python "$private_libs"
}

# plugin NAME LIBRARIES : visit.c as a shared object
plugin() {
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict -fPIC -shared -DAS_PLUGIN $(config --cflags) "$here/visit.c" \
    -o "$scratch/$1.so" $2
}

# plays EXPECTED PLUGIN ROUNDS HOW... : plugin_host with the plugin, loaded as told
plays() {
  wanted=$1 played=$scratch/$2.so
  shift 2
  visits "$wanted" "$scratch/plugin_host" "$played" "$@"
}

leaves_nothing() {
  rm -rf "$scratch/profile" && mkdir -m 700 "$scratch/profile"
  said=$(LD_LIBRARY_PATH=$beside_libs "$scratch/plugin_host" "$scratch/$1.so" 60 "$scratch/profile")
  echo "$said"
  [ "$said" = SOTTO_OK ] && ! readable "$scratch/profile"
}

plugins() {
  # shellcheck disable=SC2086
  fact 'a host that loads plugins compiles' $cc -std=c11 $strict "$here/plugin_host.c" \
    -o "$scratch/plugin_host" -ldl
  beside_libs=$(libdir):$build/sdk
  fact 'a plugin that links Sotto compiles' plugin usual "$(config --libs)"
  fact 'a plugin in a plain host works' plays SOTTO_OK usual 1
  fact 'a plugin in a host that brought libsqlite3: refused or encrypted' \
    plays guarded usual 1 sqlite3
  fact 'a plugin loaded with RTLD_GLOBAL beside libsqlite3: refused or encrypted' \
    plays guarded usual 1 sqlite3 global
  fact 'a plugin loaded with RTLD_DEEPBIND works beside libsqlite3' \
    plays SOTTO_OK usual 1 sqlite3 deepbind
  fact 'a plugin in a namespace of its own works beside libsqlite3' \
    plays SOTTO_OK usual 1 sqlite3 namespace
  fact 'unloaded 60 times, it leaves no mapping, thread, descriptor or memory' leaves_nothing usual
  [ -e "$build/sdk/libsotto_private.so" ] || return
  fact 'a plugin that links the private copy compiles' plugin own "$private_libs"
  fact 'a plugin with a private copy works in a host that brought libsqlite3' \
    plays SOTTO_OK own 1 sqlite3
  fact 'a plugin with a private copy works with RTLD_GLOBAL' plays SOTTO_OK own 1 sqlite3 global
  fact 'a private copy, unloaded 60 times, leaves nothing' leaves_nothing own
}

# lives_with NAME MODE LIBRARIES
lives_with() {
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict $(config --cflags) "$here/lives.c" -o "$scratch/$1" $3 &&
    visits SOTTO_OK "$scratch/$1" "$2"
}

lives() {
  fact 'a forked child is refused, its close writes nothing, the parent goes on' \
    lives_with lives fork "$(config --libs)"
  fact 'opening a profile 1,000 times takes no more memory and no descriptor' \
    lives_with lives thousand "$(config --libs)"
  [ -e "$build/sdk/libsotto_private.so" ] || return
  beside_libs=$build/sdk
  fact 'with a private SQLCipher a forked child is refused and the parent goes on' \
    lives_with private_lives fork "$private_libs"
}

installed
case $2 in
hosts) hosts ;;
clash) clash ;;
private) private ;;
plugin) plugins ;;
lives) lives ;;
esac
finish
