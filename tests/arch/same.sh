#!/bin/sh
# Two builds say the same, from one pack, one clock and one stream of random bytes.
#
# usage: same.sh FOLDER SOTTO_PACK SOTTO_SIMULATE SOTTO_SAME [OTHER_PACK OTHER_SAME]
#
# Makes the sample shop's pack with SOTTO_PACK (from what SOTTO_SIMULATE's shoppers did). With the
# programs of another machine, compares its pack byte by byte and what its sotto-same says line by
# line; without, SOTTO_SAME is run twice: what it says must not depend on memory or on the moment.
set -u
folder=$1 pack_tool=$2 simulate=$3 one=$4
other_tool=${5-} other=${6-$4}
here=$(cd "$(dirname "$0")" && pwd)
shop=$here/../../samples/outdoor
fact_log=$folder/said
. "$here/../fact.sh"

# make PROGRAM OUT : the pack, the same bytes each time
make() {
  "$1" build "$folder/brand" --created 1798761600000 --sequence 1 --quiet \
    --events "$folder/events.tsv" --sessions "$folder/sessions.tsv" -o "$2"
}

prepare() {
  mkdir "$folder/brand" || return 1
  cp "$shop/brand.json" "$shop"/products.*.tsv "$folder/brand" || return 1
  "$pack_tool" keygen --quiet "$folder/brand" || return 1
  "$simulate" --catalogue "$shop" --shoppers 400 --weeks 6 --seed 3 --events "$folder/events.tsv" \
    --sessions "$folder/sessions.tsv" --items "$folder/items.tsv" || return 1
  make "$pack_tool" "$folder/shop.sottopack"
}

same_pack() {
  make "$other_tool" "$folder/other.sottopack" &&
    cmp "$folder/shop.sottopack" "$folder/other.sottopack"
}

# says PROGRAM NAME
says() {
  "$1" "$folder/shop.sottopack" "$folder/brand/brand.public" "$folder/profile.$2" \
    >"$folder/$2.txt" && [ -s "$folder/$2.txt" ]
}

# text_of FILE : each machine ends a line as it does
text_of() { tr -d '\r' <"$1"; }

# moves FROM TO NAME : the profile that FROM leaves is opened by TO, and holds the same
moves() {
  set -- "$1" "$2" "$folder/shop.sottopack" "$folder/brand/brand.public" "$folder/profile.$3" "$3"
  "$1" "$3" "$4" "$5" "$5.key" >"$folder/left.txt" || return 1
  "$2" "$3" "$4" "$5" "$5.key" - >"$folder/found.txt" || return 1
  text_of "$folder/left.txt" | tail -n 3 >"$folder/left.lines"
  text_of "$folder/found.txt" | diff "$folder/left.lines" -
}

# lines PATTERN : of both, those that begin so are equal, and there are some
lines() {
  for side in one other; do
    text_of "$folder/$side.txt" | grep -E "^($1)" >"$folder/$side.lines"
  done
  [ -s "$folder/one.lines" ] && diff "$folder/one.lines" "$folder/other.lines"
}

rm -rf "$folder"
mkdir -p "$folder" || exit 1
if fact 'the sample pack is made' prepare && fact 'a visit runs' says "$one" one &&
  fact 'it runs again' says "$other" other; then
  [ -z "$other_tool" ] || fact 'both make one pack, byte for byte' same_pack
  fact 'noise is drawn alike' lines 'noise'
  fact 'the ledger comes to one state' lines 'ledger'
  if grep -q '^shares' "$folder/other.txt"; then
    fact 'shares are alike' lines 'shares|split'
  fi
  fact 'picks and their scores are alike' lines 'pick'
  fact 'the mindset is alike' lines 'mindset'
  fact 'questions, costs and budget are alike' lines 'question|budget'
  fact 'reports are alike, byte for byte' lines 'outbox'
  fact 'what is kept is alike, and goes' lines 'kept|erased'
  fact 'a profile moves there' moves "$one" "$other" there
  fact 'and from there' moves "$other" "$one" back
fi
finish
