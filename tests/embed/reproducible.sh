#!/bin/sh
# Two release builds from different directories, at different times, by different users' settings,
# give the same bytes: libraries, programs, headers and the bill of materials.
#
# usage: reproducible.sh
#
# Takes minutes (no compiler cache is used): only with SOTTO_LONG=1 or SOTTO_PLATFORMS=1.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ -z "${SOTTO_LONG:-}${SOTTO_PLATFORMS:-}" ]; then
  echo 'ok 1 - two builds give the same bytes # SKIP set SOTTO_LONG=1 or SOTTO_PLATFORMS=1'
  echo 1..1
  exit 0
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-again.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Taken once: somebody may be at work on the tree meanwhile.
(cd "$root" && git ls-files -z --cached --others --exclude-standard sdk platform meson.build \
  meson_options.txt | xargs -0 tar cf "$scratch/tree.tar" --ignore-failed-read) || exit 1

# built NAME SOURCE BUILD SETTING... : the tree copied to SOURCE, built in BUILD, installed
built() {
  name=$1 source=$scratch/$2 build=$scratch/$3
  shift 3
  mkdir -p "$source" && tar xf "$scratch/tree.tar" -C "$source"
  find "$source" -exec touch -d "$1" {} +
  shift
  env CCACHE_DISABLE=1 SOURCE_DATE_EPOCH=86400 "$@" sh -ec "
    meson setup --prefix=/usr -Dbuildtype=release -Dtests=disabled -Dsamples=disabled \
      '$build' '$source'
    ninja -j2 -C '$build'
    ninja -C '$build' sbom
    meson install -C '$build' --no-rebuild --destdir '$scratch/installed-$name'
    cp '$build/sotto.cdx.json' '$scratch/installed-$name/'" >"$scratch/$name.log" 2>&1
}

differences() {
  (cd "$scratch/installed-one" && find . -type f | sort) | while read -r file; do
    cmp "$scratch/installed-one/$file" "$scratch/installed-two/$file" || echo "$file differs"
  done
  [ "$(cd "$scratch/installed-one" && find . | sort)" = \
    "$(cd "$scratch/installed-two" && find . | sort)" ] || echo 'other files'
}

if built one first/tree first/tree/build '2026-01-01' TZ=UTC LC_ALL=C.UTF-8 USER=one &&
  built two 'second/of/them all/sotto' other '2019-06-06' TZ=Asia/Tokyo LC_ALL=C USER=two; then
  echo 'ok 1 - two builds from different directories succeed'
else
  echo 'not ok 1 - two builds from different directories succeed'
  tail -n 20 "$scratch"/*.log | sed 's/^/# /'
  echo 1..1
  exit 1
fi
differences >"$scratch/differences" 2>&1
count=$(find "$scratch/installed-one" -type f | wc -l)
if [ ! -s "$scratch/differences" ] && [ "$count" -gt 20 ]; then
  echo "ok 2 - $count installed files have the same bytes"
  code=0
else
  echo "not ok 2 - $count installed files have the same bytes"
  sed 's/^/# /' "$scratch/differences"
  code=1
fi
if grep -rlF "$scratch" "$scratch/installed-one" >"$scratch/named"; then
  echo 'not ok 3 - no file tells where it was built'
  sed 's/^/# /' "$scratch/named"
  code=1
else
  echo 'ok 3 - no file tells where it was built'
fi
echo 1..3
exit $code
