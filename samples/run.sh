#!/bin/sh
# The main job: install what it needs, build, play one shopper's visit, run a fleet of devices, and
# show what the brand learns.
#
#   sh samples/run.sh                         our own outdoor shop, 10,000 simulated devices
#   sh samples/run.sh --events F --items F    real customers from logs in the common formats
#   sh samples/run.sh --events F              the same, the catalogue being the ids in the log
#   options: --devices N   --locale en|es   --seed N
#
#   sh samples/run.sh PROGRAM ...             shop, kiosk or mobile: installs what it needs too
#                                             (samples/PROGRAM/packages.txt) and starts it
#
# Everything it makes is in build/samples/out; the dashboard is build/samples/out/dashboard.html.
set -eu
cd "$(dirname "$0")/.."
events= items= devices= locale=en seed=1
build=build/samples
out=$build/out
tools=$build/sdk/tools

usage() { sed -n '2,13s/^# \{0,1\}//p' "$0"; }
refuse() { echo "run.sh: $*" >&2; exit 2; }
say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

program=
case ${1:-} in
'' | -*) ;;
*)
  program=$1
  [ -f "samples/$program/run.sh" ] || refuse "there is no program $program. Try --help."
  ;;
esac

while [ $# -gt 0 ] && [ -z "$program" ]; do
  [ "$1" = --help ] && { usage; exit 0; }
  [ $# -ge 2 ] || refuse "$1 lacks its value, or is no option. Try --help."
  case $1 in
  --events) events=$2 ;;
  --items) items=$2 ;;
  --devices) devices=$2 ;;
  --locale) locale=$2 ;;
  --seed) seed=$2 ;;
  *) refuse "$1 is no option. Try --help." ;;
  esac
  shift 2
done
case $devices in *[!0-9]* | 0*) refuse "--devices takes a number from 1 on." ;; esac
case $seed in '' | *[!0-9]*) refuse "--seed takes a number." ;; esac
case $locale in en | es) ;; *) refuse "--locale takes en or es." ;; esac
[ -z "$events" ] || [ -r "$events" ] || refuse "cannot read $events."
[ -z "$items" ] || [ -r "$items" ] || refuse "cannot read $items."
[ -z "$items" ] || [ -n "$events" ] || refuse "--items needs --events."

missing=
install_packages() {
  command -v dpkg-query >/dev/null 2>&1 || return 0
  wanted=samples/packages.txt
  [ ! -f "samples/$program/packages.txt" ] || wanted="$wanted samples/$program/packages.txt"
  # shellcheck disable=SC2086
  missing=$(grep -hv '^#' $wanted | while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  say "Installing $missing"
  # shellcheck disable=SC2086
  $as_root apt-get -qq update
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y \
    --no-install-recommends $missing >build/packages.log 2>&1 ||
    { tail -n 5 build/packages.log; exit 1; }
}

# What was just installed may be what a feature waited for: then meson looks again.
compile() {
  say "Building"
  again=
  [ ! -f $build/build.ninja ] || [ -z "$missing" ] || again=--reconfigure
  [ -f $build/build.ninja ] && [ -z "$again" ] ||
    meson setup $again -Dbuildtype=release -Dwerror=false -Dtests=disabled $build \
      >build/samples.log 2>&1 ||
    { tail -n 20 build/samples.log; exit 1; }
  ninja -C $build >>build/samples.log 2>&1 ||
    { grep -A5 -E 'error|FAILED' build/samples.log; exit 1; }
  echo "  built in $build"
}

# The sample shop: its pack learns from 4,000 simulated shoppers who are not in the fleet.
sample_pack() {
  say "The brand: catalogue, statistics, signed pack"
  mkdir $out/brand
  cp samples/outdoor/brand.json samples/outdoor/products.*.tsv $out/brand
  $tools/sotto-pack keygen --quiet $out/brand
  $build/samples/simulator/sotto-simulate --catalogue samples/outdoor --shoppers 4000 --weeks 6 \
    --seed "7$seed" --events $out/events.tsv --sessions $out/sessions.tsv --items $out/items.tsv
  set -- --events $out/events.tsv --sessions $out/sessions.tsv
  ! command -v rsvg-convert >/dev/null || {
    python3 samples/outdoor/pictures.py --png 128 $out/pictures >/dev/null
    set -- "$@" --images $out/pictures
  }
  $tools/sotto-pack build $out/brand "$@" -o $out/shop.sottopack
}

# A real catalogue: a folder as `sotto-pack init` makes it, with the given items and log.
given_pack() {
  say "The brand: the given catalogue and log, signed pack"
  $tools/sotto-pack init --quiet $out/brand
  $tools/sotto-pack keygen --quiet $out/brand
  if [ -z "$items" ]; then
    items=$out/items.tsv
    gzip -cdf "$events" | awk -F'\t' -v OFS='\t' '
      NR == 1 {
        print "id", "title", "description", "product_type", "brand", "price_minor", "attributes"
      }
      NR > 1 && $4 != "" && !seen[$4]++ { print $4, "", "", "", "", "", "" }' >"$items"
  fi
  $tools/sotto-pack build $out/brand --feed "$items" --events "$events" -o $out/shop.sottopack
}

# The visit is told on the terminal and kept; the README's picture is drawn from it.
one_shopper() {
  $build/samples/visit/sotto-visit $out/shop.sottopack $out/brand/brand.public \
    samples/visit/story.txt $out/profile "$locale" $out/visit.sottoreports $out/packs.sottolist \
    $out/visit.key >$out/visit.txt ||
    { cat $out/visit.txt; exit 1; }
  cat $out/visit.txt
  [ "$locale" = en ] || return 0
  python3 samples/outdoor/pictures.py $out/pictures >/dev/null
  python3 samples/visit/picture.py $out/visit.txt samples/outdoor $out/pictures >$out/picture.svg
}

# The attentive shop as it is told, in each language the catalogue has.
one_story() {
  for spoken in en es; do
    say "A children's chair, a cool box and a family weekend ($spoken)"
    $build/samples/visit/sotto-visit $out/shop.sottopack $out/brand/brand.public \
      samples/visit/camping.txt $out/camping.$spoken "$spoken" - $out/packs.sottolist \
      $out/camping.$spoken.key
  done
}

# A conversation in each language the catalogue has, then the same script on another catalogue where
# there is one; nothing in script or program is about either.
one_conversation() {
  [ -x $build/samples/ask/sotto-ask ] || return 0
  for spoken in $1; do
    say "A conversation ($spoken)"
    $build/samples/ask/sotto-ask $out/shop.sottopack $out/brand/brand.public \
      "samples/ask/ask.$spoken.txt" "$spoken"
  done
  other=../shared/data/product_search/items.tsv.gz
  [ -z "$events" ] && [ -r $other ] || return 0
  say "The same conversation on another catalogue"
  $tools/sotto-pack init --quiet $out/other
  $tools/sotto-pack keygen --quiet $out/other
  $tools/sotto-pack build $out/other --feed $other -o $out/other.sottopack >$out/other.txt 2>&1 ||
    { cat $out/other.txt; exit 1; }
  $build/samples/ask/sotto-ask $out/other.sottopack $out/other/brand.public \
    samples/ask/ask.en.txt en
}

# Two pictures that are in no catalogue, drawn as a camera might see them, and what is like them.
two_pictures() {
  [ -x $build/samples/like/sotto-like ] && command -v rsvg-convert >/dev/null || return 0
  for shown in mug tent; do
    rsvg-convert -w 240 -o $out/$shown.png samples/like/$shown.svg
  done
  say "Things like a picture"
  $build/samples/like/sotto-like $out/shop.sottopack $out/brand/brand.public "$locale" \
    $out/mug.png $out/tent.png
}

# The first customer of the log with at least 20 lines: what the shop would show this one, and why.
one_customer() {
  gzip -cdf "$events" | awk -F'\t' -v OFS='\t' '
    NR == 1 { print; next }
    $1 != user { if (count >= 20) exit; user = $1; count = 0 }
    { line[++count] = $0 }
    END { if (count > 200) count = 200; for (i = 1; i <= count; i++) print line[i] }' \
    >$out/customer.tsv 2>/dev/null
  $tools/sotto-pack try $out/shop.sottopack --trust $out/brand/brand.public \
    --history $out/customer.tsv --locale "$locale"
}

# Appends the pack to the list that everyone can read; the devices install none that is not in it.
publish() {
  $tools/sotto-pack publish $out/shop.sottopack --list $out/packs.sottolist \
    --key $out/brand/brand.signing.key
}

# What the shopper can prove of it, by two programs that share nothing.
audit() {
  say "The auditor: what can be proved about this visit"
  set -- $out/profile --key $out/visit.key --trust $out/brand/brand.public \
    --pack $out/shop.sottopack --list $out/packs.sottolist --sent $out/visit.sottoreports
  $build/samples/auditor/sotto-audit all "$@" --locale "$locale" --html $out/audit.html \
    >$out/audit.txt || { cat $out/audit.txt; exit 1; }
  tail -n 1 $out/audit.txt | fold -s -w 78 | sed 's/^/  /'
  $build/samples/auditor/sotto-audit export $out/profile --key $out/visit.key >$out/audit.json
  python3 samples/auditor/verify.py $out/audit.json --pack $out/shop.sottopack \
    --list $out/packs.sottolist --trust $out/brand/brand.public --sent $out/visit.sottoreports \
    >$out/verify.txt || { cat $out/verify.txt; exit 1; }
  echo "  and by samples/auditor/verify.py, which shares no code with it:"
  tail -n 1 $out/verify.txt | fold -s -w 78 | sed 's/^/  /'
}

collect() {
  say "The brand's collector: what it can know, with its error"
  $tools/sotto-collect load --db $out/reports.db --pack $out/shop.sottopack \
    --trust $out/brand/brand.public --key $out/brand/brand.report.key $out/fleet.sottoreports
  $tools/sotto-collect estimate --db $out/reports.db --truth $out/truth.tsv
  $tools/sotto-collect rehearse --db $out/reports.db --truth $out/truth.tsv --seed "$seed"
  $tools/sotto-collect report --db $out/reports.db --truth $out/truth.tsv -o $out/dashboard.html
}

# One of the programs people touch, over the sample shop's pack, which is made where there is none.
start() {
  [ -f $out/shop.sottopack ] && [ -f $out/brand/brand.public ] || {
    rm -rf $out && mkdir -p $out
    sample_pack
    publish
  }
  [ -d $out/pictures ] || python3 samples/outdoor/pictures.py $out/pictures >/dev/null
  shift
  say "Starting $program"
  exec sh "samples/$program/run.sh" $build $out "$@"
}

mkdir -p build
install_packages
compile
[ -z "$program" ] || start "$@"
rm -rf $out && mkdir -p $out
if [ -n "$events" ]; then
  given_pack
  publish
  say "One customer of the log"
  one_customer
  one_conversation en
  say "The fleet: the customers of the log, each on a device of their own"
  $build/samples/fleet/sotto-fleet --pack $out/shop.sottopack --trust $out/brand/brand.public \
    --list $out/packs.sottolist --events "$events" ${devices:+--devices "$devices"} \
    --seed "$seed" --out $out
else
  sample_pack
  publish
  say "One shopper"
  one_shopper
  one_story
  one_conversation "en es"
  two_pictures
  devices=${devices:-10000}
  say "The fleet: $devices devices, ten weeks"
  $build/samples/fleet/sotto-fleet --pack $out/shop.sottopack --trust $out/brand/brand.public \
    --list $out/packs.sottolist --catalogue samples/outdoor --devices "$devices" --seed "$seed" \
    --out $out
fi
collect
[ ! -f $out/visit.key ] || audit
say "Done"
[ ! -f $out/audit.html ] || echo "  audit      $out/audit.html"
echo "  dashboard  $out/dashboard.html"
[ ! -f $out/picture.svg ] || echo "  picture    $out/picture.svg"
echo "  pack       $out/shop.sottopack"
