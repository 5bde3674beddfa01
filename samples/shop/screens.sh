#!/bin/sh
# Draws the pictures of the README anew: sh samples/shop/screens.sh BUILD_DIR OUT_DIR
#
# Plays one visit in English and one in Spanish under Xvfb and puts what the window shows into
# samples/shop/screens. The profile it plays on is new and goes at the end.
set -eu
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-screens.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

play() {
  xvfb-run -a -s '-screen 0 1280x900x24' sh samples/shop/run.sh "$1" "$2" \
    --profile "$scratch/$3" --insecure-key-file "$scratch/$3.key" --locale "$3" \
    --screens samples/shop/screens --play "$scratch/script" 2>"$scratch/said" ||
    { cat "$scratch/said"; exit 1; }
}

cat >"$scratch/script" <<'END'
press agree-keep
press agree-personalize
press start
press browse
press shelf:Tents > Family tents
press product=tent-family-alameda-6-forest
press add-to-cart
press cart
screen cart.png
press home
press mindset
screen home.png
END
play "$1" "$2" en
cat >"$scratch/script" <<'END'
press agree-keep
press agree-personalize
press start
press ask
type ask-entry una tienda para cuatro por menos de 300 euros
type ask-entry en verde
screen ask.png
press privacy
screen privacy.png
END
play "$1" "$2" es
ls -l samples/shop/screens
