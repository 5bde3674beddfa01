#!/bin/sh
# Make the sample shop's kiosk and show it. Started by `sh samples/run.sh kiosk`.
#
#   run.sh BUILD_DIR OUT_DIR [options of sotto-kiosk provision, such as --fresh-browser 1]
#
# The shop's catalogue and pictures, with the questions of kiosks, make a pack of its own.
# With a display the page opens in Chromium, full screen; otherwise the start page's address is
# printed, good for one browser on this machine. Ends with Ctrl-C.
set -eu
mkdir -p "$2"
build=$(cd "$1" && pwd) out=$(cd "$2" && pwd)
shift 2
here=$(cd "$(dirname "$0")" && pwd)
kiosk=$build/samples/kiosk/sotto-kiosk
folder=$out/kiosk brand=$out/kiosk-brand
pack=$build/sdk/tools/sotto-pack

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

if [ ! -f "$folder/kiosk.conf" ]; then
  say "The kiosk's pack and the kiosk"
  python3 "$here/brand.py" "$here/../outdoor" "$brand"
  [ -f "$brand/brand.public" ] || "$pack" keygen --quiet "$brand"
  set -- --catalogue "$brand" --pictures "$out/pictures" "$@"
  [ -d "$out/pictures" ] || python3 "$here/../outdoor/pictures.py" "$out/pictures" >/dev/null
  learnt=
  [ ! -f "$out/events.tsv" ] || learnt="--events $out/events.tsv --sessions $out/sessions.tsv"
  # shellcheck disable=SC2086
  "$pack" build "$brand" $learnt -o "$out/kiosk.sottopack"
  "$kiosk" provision "$folder" --store insecure_file --key "$out/kiosk.key" \
    --pack "$out/kiosk.sottopack" --trust "$brand/brand.public" "$@"
fi

say "What the brand will know"
"$kiosk" plan "$folder"

say "The screen"
"$kiosk" serve "$folder" &
service=$!
trap 'kill $service 2>/dev/null || true; wait' EXIT
trap 'exit 0' INT TERM
while [ ! -f "$folder/run/start.html" ]; do
  kill -0 $service 2>/dev/null || exit 1
  sleep 0.1
done
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v chromium >/dev/null; then
  sandbox=
  [ "$(id -u)" != 0 ] || sandbox=--no-sandbox
  # shellcheck disable=SC2046,SC2086
  "$kiosk" browser "$folder" -- chromium $(grep -v '^#' "$here/browser.flags") $sandbox
else
  echo "  no display here; open this page once, in a browser on this machine:"
  echo "  file://$(cd "$folder/run" && pwd)/start.html"
  wait $service
fi
