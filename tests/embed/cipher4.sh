#!/bin/sh
# SQLCipher 4 in place of the system's 3.4.1: every test of the vault and of the journeys, one
# profile that both open in turn, and a libsotto that holds the amalgamation itself.
#
# usage: cipher4.sh BUILD_DIR
#
# The amalgamations come from npm (test only) and stay in BUILD_DIR/sqlcipher. The tests that are
# built already are run again with a libsqlcipher.so.0 of 4.x found first. Takes minutes: only with
# SOTTO_LONG=1 or SOTTO_PLATFORMS=1.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/stage.sh"

if [ -z "${SOTTO_LONG:-}${SOTTO_PLATFORMS:-}" ]; then
  skip 'SQLCipher 4' 'set SOTTO_LONG=1 or SOTTO_PLATFORMS=1'
  finish
fi

# amalgamation VERSION PACKAGE FOLDER : sqlite3.c and sqlite3.h in BUILD_DIR/sqlcipher/VERSION
amalgamation() {
  [ -e "$build/sqlcipher/$1/sqlite3.h" ] && return 0
  mkdir -p "$build/sqlcipher/$1" "$scratch/$1"
  (cd "$scratch/$1" && npm pack --silent "$2" && tar xzf ./*.tgz) >/dev/null 2>&1 &&
    cp "$scratch/$1/package/$3"/sqlite3.c "$scratch/$1/package/$3"/sqlite3.h "$build/sqlcipher/$1/"
}

# shared_of VERSION : a libsqlcipher.so.0 of it
shared_of() {
  folder=$build/sqlcipher/$1
  [ -e "$folder/libsqlcipher.so.0" ] && return 0
  extra=
  if grep -q sqlcipher_extra_init "$folder/sqlite3.c"; then
    extra=-DSQLITE_EXTRA_INIT=sqlcipher_extra_init
    extra="$extra -DSQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown"
  fi
  # shellcheck disable=SC2086
  $cc -O1 -w -fPIC -shared -Wl,-soname,libsqlcipher.so.0 -DSQLITE_HAS_CODEC -DHAVE_STDINT_H=1 \
    -DSQLITE_TEMP_STORE=2 -DSQLCIPHER_CRYPTO_OPENSSL -DSQLITE_THREADSAFE=1 $extra \
    "$folder/sqlite3.c" -o "$folder/libsqlcipher.so.0" -lcrypto -lpthread -lm
}

# uses VERSION PROGRAM : does PROGRAM, run so, get this SQLCipher?
uses() { LD_LIBRARY_PATH=$build/sqlcipher/$1 ldd "$2" | grep "sqlcipher/$1/libsqlcipher.so.0"; }

# suites VERSION : unit, journey and fault tests on it; the log of the run that counts stays
suites() {
  uses "$1" "$build/tests/unit/test_database" && uses "$1" "$build/sdk/libsotto.so" || return 1
  env -u SOTTO_LONG LD_LIBRARY_PATH="$build/sqlcipher/$1" meson test -C "$build" --no-rebuild \
    --logbase "cipher-$1" \
    --timeout-multiplier 8 --suite unit --suite journey --suite fault </dev/null
}

# told LIBRARIES : what the profile holds, read with what stands in these folders
told() { LD_LIBRARY_PATH=$1:$build/sdk:$build/platform "$scratch/moves" "$scratch/moving"; }

# adds LIBRARIES ITEM : one event more
adds() {
  [ "$(LD_LIBRARY_PATH=$1:$build/sdk:$build/platform "$scratch/moves" "$scratch/moving" "$2")" = \
    SOTTO_OK ]
}

# moving FOLDER : a profile made by the system's, continued by the one in FOLDER, and so on
moving() {
  rm -rf "$scratch/moving" "$scratch/moving.key" && mkdir -m 700 "$scratch/moving"
  adds /nowhere first-item && adds "$1" second-item && adds /nowhere third-item &&
    adds "$1" fourth-item || return 1
  told /nowhere >"$scratch/by-system" && told "$1" >"$scratch/by-other" || return 1
  cat "$scratch/by-other"
  for item in first second third fourth; do
    grep "$item-item" "$scratch/by-system" || return 1
  done
  cmp "$scratch/by-system" "$scratch/by-other" && ! readable "$scratch/moving"
}

# inside VERSION : libsotto with this amalgamation in it
inside() {
  inner=$build/sqlcipher/build-$1
  if [ ! -e "$inner/build.ninja" ]; then
    meson setup --buildtype=debugoptimized -Dtests=disabled -Dsamples=disabled -Dtools=disabled \
      -Dwerror=false -Dsqlcipher="$build/sqlcipher/$1" "$inner" "$root" || return 1
  fi
  meson compile -j2 -C "$inner" sotto:shared_library || return 1
  nm -D --defined-only "$inner/sdk/libsotto.so" | sed 's/.* //' >"$scratch/names"
  diff "$here/../meta/symbols_sotto.txt" "$scratch/names" &&
    ! readelf -d "$inner/sdk/libsotto.so" | grep -E 'TEXTREL|libsqlcipher'
}

inside_beside() {
  beside_libs=$inner/sdk
  beside SOTTO_OK with_4 -lsqlite3 "-L$inner/sdk" -lsotto
}

installed
# shellcheck disable=SC2046
fact 'a host that moves a profile compiles' $cc -std=c11 $strict $(config --cflags) \
  "$here/moves.c" -o "$scratch/moves" $(config --libs) -lsotto_platform
while read -r version package folder <&3; do
  if ! amalgamation "$version" "$package" "$folder"; then
    skip "SQLCipher $version" "$package cannot be had here"
    continue
  fi
  fact "SQLCipher $version compiles" shared_of "$version"
  fact "a profile goes from 3.4.1 to $version and back, nothing lost, the audit log whole" \
    moving "$build/sqlcipher/$version"
  # The older one is the bridge; on it all is run only where time is no matter.
  [ "$version" = 4.14.0 ] || [ -n "${SOTTO_LONG:-}" ] || continue
  fact "every unit, journey and fault test passes on SQLCipher $version" suites "$version"
  fact "libsotto holds SQLCipher $version and shows no name of it" inside "$version"
  fact "with SQLCipher $version inside it works beside libsqlite3" inside_beside
  fact "a profile goes from 3.4.1 to a libsotto with $version inside and back" moving "$inner/sdk"
done 3<<'END'
4.5.5 @commapp/sqlcipher-amalgamation@4.5.5 src
4.14.0 @journeyapps/sqlcipher@6.0.0 deps/sqlcipher-amalgamation
END
finish
