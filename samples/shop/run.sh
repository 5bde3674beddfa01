#!/bin/sh
# Starts the desktop shop: sh samples/shop/run.sh BUILD_DIR OUT_DIR [options of sotto-shop]
#
# OUT_DIR holds shop.sottopack, brand/brand.public and pictures/*.svg. The key is in the desktop's
# keyring where the build has that key store; else the shop works in memory. With
# --insecure-key-file FILE it remembers without a keyring, under a key that protects
# little. The language is the environment's, or --locale en|es.
set -eu
cd "$(dirname "$0")/../.."
build=$1 out=$2
shift 2
[ -x "$build/samples/shop/sotto-shop" ] || {
  echo "run.sh: the shop was not built; it needs GTK 4 and gettext (samples/shop/packages.txt)." >&2
  exit 1
}
ninja -C "$build" samples/shop/po/es/LC_MESSAGES/sotto-shop.mo >/dev/null
[ -f "$out/pictures/giftcard-sendero-50.svg" ] ||
  python3 -B samples/outdoor/pictures.py "$out/pictures" >/dev/null
python3 -B samples/shop/artwork.py "$out/artwork" >/dev/null
[ ! -f "$out/packs.sottolist" ] || set -- --list "$out/packs.sottolist" "$@"
exec "$build/samples/shop/sotto-shop" --pack "$(realpath "$out/shop.sottopack")" \
  --trust "$out/brand/brand.public" --catalogue samples/outdoor --pictures "$out/pictures" \
  --artwork "$out/artwork" --words "$build/samples/shop/po" "$@"
