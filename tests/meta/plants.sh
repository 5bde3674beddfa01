#!/bin/sh
# Plant one defect at a time in a copy of the tree and show which named test catches it.
#
# usage: plants.sh [--if-long] [PLANT...]        (all plants without any; --if-long: only when
#                                                SOTTO_LONG=1, otherwise skipped)
#
# The copy lives in a scratch directory; this tree is never touched. A plant that no longer fits the
# code is a failure, like a plant that no test catches. Ends with the table of plants, and with exit
# status 0 only if every one was caught. SOTTO_KEEP=1 keeps the scratch directory.
set -u
if [ "${1:-}" = --if-long ]; then
  shift
  [ -n "${SOTTO_LONG:-}" ] || { echo 'set SOTTO_LONG=1 to plant defects'; exit 77; }
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-plants.XXXXXX")
[ -n "${SOTTO_KEEP:-}" ] || trap 'rm -rf "$scratch"' EXIT
tree=$scratch/tree
wanted=$*
table=$scratch/table
missed=0

copy_tree() {
  mkdir "$tree"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard |
    xargs -0 sh -c 'for f; do [ -f "$f" ] && printf "%s\0" "$f"; done' - |
    tar -c --null -T - -f -) | tar -x -C "$tree" -f -
  git -C "$tree" init -q && git -C "$tree" add -A
}

# ready BUILD : configure and compile the copy's build once
ready() {
  [ ! -f "$scratch/$1.built" ] || return 0
  options='--buildtype=debug -Dtests=enabled -Dsamples=disabled'
  [ "$1" = asan ] && options="$options -Db_sanitize=address,undefined -Db_lundef=false"
  # shellcheck disable=SC2086
  meson setup $options "$scratch/$1" "$tree" >"$scratch/$1.log" 2>&1 &&
    ninja -C "$scratch/$1" >>"$scratch/$1.log" 2>&1 && touch "$scratch/$1.built"
}

# caught BUILD TEST PHRASE : does TEST of BUILD fail with a "not ok" line (or report) of PHRASE?
caught() {
  rm -rf "$scratch/reports" && mkdir "$scratch/reports"
  ASAN_OPTIONS="log_path=$scratch/reports/asan:exitcode=99" UBSAN_OPTIONS=halt_on_error=1 \
    meson test -C "$scratch/$1" --no-rebuild --timeout-multiplier 4 "$2" >/dev/null 2>&1
  cat "$scratch/reports/"* 2>/dev/null | grep -q "$3" && return 0
  grep -E '^not ok' "$scratch/$1/meson-logs/testlog.txt" | grep -q "$3"
}

row() {
  printf '%-34s %-8s %s\n' "$1" "$2" "$3" | tee -a "$table"
  [ "$2" = caught ] || missed=$((missed + 1))
}

# plant NAME FILE SED BUILD TEST PHRASE : change FILE of the copy by SED; TEST must fail over PHRASE
plant() {
  name=$1 file=$2 change=$3 build=$4 test=$5 phrase=$6
  case " $wanted " in '  ' | *" $name "*) ;; *) return 0 ;; esac
  if ! ready "$build"; then
    row "$name" missed "the untouched copy does not build"
    grep -m 3 'error' "$scratch/$build.log"
    return 0
  fi
  if caught "$build" "$test" "$phrase"; then
    row "$name" missed "$test fails on the untouched copy already"
    return 0
  fi
  cp -p "$tree/$file" "$scratch/kept"
  sed -i -E "$change" "$tree/$file"
  if cmp -s "$tree/$file" "$scratch/kept"; then
    row "$name" missed "the plant does not fit $file any more"
  elif ! ninja -C "$scratch/$build" >"$scratch/plant.log" 2>&1; then
    row "$name" missed "it does not compile: $(grep -m 1 'error' "$scratch/plant.log")"
  elif caught "$build" "$test" "$phrase"; then
    row "$name" caught "$test: $phrase"
  else
    row "$name" missed "$test passes"
  fi
  cp "$scratch/kept" "$tree/$file"
}

copy_tree

# An include that points up: base sees the privacy room.
plant upward-include sdk/base/status.c '0,/^#include/s//#include "privacy\/cost.h"\n#include/' \
  plain layers 'sdk includes point down'

# An internal function leaves the library.
visible='__attribute__((visibility("default"))) int so_leak_out(void);'
plant exported-internal sdk/base/status.c "\$a $visible\\nint so_leak_out(void) { return 0; }" \
  plain symbols 'exported name'

echo
echo 'plant                              verdict  test that catches it'
cat "$table"
[ "$missed" = 0 ]
