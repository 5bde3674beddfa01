#!/bin/sh
# Each key store 200 times through open, record, forget and close, with valgrind looking on: no
# leak, no bad access. What GLib and libtss2 keep for the process's life is in cycles.supp.
#
# usage: cycles.sh TEST_PROGRAM        long: runs with SOTTO_LONG=1 only
set -u
fact='many cycles of each key store leak nothing and touch no memory that is not theirs'
echo 'TAP version 13'
echo '1..1'
if [ -z "${SOTTO_LONG:-}" ]; then
  echo "ok 1 - $fact # SKIP set SOTTO_LONG=1"
  exit 0
fi
if ! command -v valgrind >/dev/null; then
  echo "ok 1 - $fact # SKIP valgrind is not installed"
  exit 0
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-cycles.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
SOTTO_CYCLES=${SOTTO_CYCLES:-200}
export SOTTO_CYCLES
valgrind --quiet --trace-children=yes \
  --trace-children-skip='*dbus-daemon,*gnome-keyring-daemon,*swtpm,*/sh' \
  --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
  --suppressions="$(dirname "$0")/cycles.supp" --log-file="$scratch/%p.txt" \
  "$1" --quiet --tap="$scratch/tap" --filter='*/many_cycles*' --jobs=1 --timeout=1200
if grep -q '^ok' "$scratch/tap" && ! grep -q '^not ok' "$scratch/tap" &&
  ! cat "$scratch"/*.txt | grep -q .; then
  echo "ok 1 - $fact"
  exit 0
fi
echo "not ok 1 - $fact"
cat "$scratch/tap" "$scratch"/*.txt | sed 's/^/# /' | head -n 200
exit 1
