#!/bin/sh
# The sample shop's pack and keys, for tests that need a real one.
#
# usage: shop.sh SOTTO_PACK CATALOGUE OUTPUT
set -eu
rm -rf "$3"
mkdir -p "$3/brand"
cp "$2"/brand.json "$2"/products.*.tsv "$3/brand"
"$1" keygen --quiet "$3/brand"
"$1" build "$3/brand" -o "$3/shop.sottopack" >"$3/build.txt" 2>&1 || { cat "$3/build.txt"; exit 1; }
