#!/bin/sh
# The binary interface of the last accepted state still holds: no function went, no signature
# changed, no struct lies otherwise. Added functions are no break. A struct that grew at its end is
# told too: old programs go on, for it carries its size; look, then accept.
#
# usage: abi.sh BUILD_DIR            compare with tests/embed/abi/*.xml
#        abi.sh BUILD_DIR --accept   write them anew; review the difference like any other
#
# The baselines are of x86-64, made by abidw from the debug information of a gcc build.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-abi.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
fact_log=$scratch/said
. "$here/../fact.sh"

library() {
  case $1 in
  sotto) echo "$build/sdk/libsotto.so" ;;
  platform) echo "$build/platform/libsotto_platform.so" ;;
  esac
}

# interface NAME FILE : what NAME's library offers, as XML
interface() {
  abidw --headers-dir "$root/sdk/include" --headers-dir "$root/platform/include" \
    --drop-private-types --drop-undefined-syms --exported-interfaces-only --no-corpus-path \
    --no-comp-dir-path --no-show-locs --no-elf-needed --type-id-style hash --out-file "$2" \
    "$(library "$1")"
}

# breaks BEFORE AFTER : true where a program built for BEFORE may not run with AFTER; says why
breaks() {
  if abidiff --no-added-syms "$1" "$2"; then return 1; fi
}

holds() { interface "$1" "$scratch/$1.xml" && ! breaks "$here/abi/$1.xml" "$scratch/$1.xml"; }

# finds NAME EDIT : the baseline with a defect in it must not pass for the same interface
finds() {
  sed "$2" "$here/abi/$1.xml" >"$scratch/other.xml"
  if cmp -s "$here/abi/$1.xml" "$scratch/other.xml"; then return 1; fi
  breaks "$here/abi/$1.xml" "$scratch/other.xml"
}

if [ "${2:-}" = --accept ]; then
  for part in sotto platform; do interface $part "$here/abi/$part.xml" || exit 1; done
  exit 0
fi
why=
command -v abidw >/dev/null || why='abigail-tools is not installed'
[ "$(uname -m)" = x86_64 ] || why='the baseline is of x86-64'
readelf -S "$(library sotto)" | grep -q debug_info || why='built without debug information'
if [ -n "$why" ]; then
  echo "ok 1 - the binary interface holds # SKIP $why"
  echo 1..1
  exit 0
fi
fact 'the binary interface of libsotto holds' holds sotto
fact 'the binary interface of libsotto_platform holds' holds platform
fact 'a lost function would be found' finds sotto "s/\(symbol name='sotto_record\)'/\1_it'/"
event="/class-decl name='sotto_event'/,/<.class-decl>/"
fact 'a moved member would be found' finds sotto "${event}s/in-bits='64'/in-bits='32'/"
signature="/function-decl name='sotto_record'/,/<.function-decl>/"
fact 'a result of another type would be found' finds sotto \
  "${signature}s/\(<return type-id\)='[0-9a-f]*'/\1='a0eb0f08'/"
finish
