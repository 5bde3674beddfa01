#!/bin/sh
# Runs again every number that README.md and PRIVACY.md print between
#   <!-- claim: NAME --> and <!-- end -->
# and compares, to within 2 %. The numbers are those of this tree, built in BUILD (by default
# build/gcc).
#
#   sh tests/claims.sh [BUILD]           compare; exit 1 and a diff where one differs
#   sh tests/claims.sh --write [BUILD]   write them into the documents
#
# What takes minutes and real data (quality) is run again with SOTTO_LONG=1 only; else it stays as
# it is and is said not to have been run.
set -eu
cd "$(dirname "$0")/.."
write=
[ "${1:-}" = --write ] && write=1 && shift
build=${1:-build/gcc}

# Measured once: it compiles the library for size.
size_table() {
  [ -s "$scratch/table" ] || python3 tests/meta/size.py --table "$build" >"$scratch/table"
  cat "$scratch/table"
}

# One line: how large libsotto is, and how many socket functions it calls.
size_line() {
  calls='socket|connect|bind|listen|accept|send|sendto|sendmsg|recv|recvfrom|getaddrinfo'
  sockets=$(nm -D --undefined-only "$build"/sdk/libsotto.so | awk '{print $NF}' |
    sed 's/@.*//' | grep -cxE "$calls" || :)
  size_table | awk -F'|' -v sockets="$sockets" '
    /\*\*libsotto/ {
      gsub(/[* ]/, "")
      printf "**libsotto: %s lines, %s KiB, %s sockets.**\n", $3, $4, sockets
    }'
}

claim() {
  case $1 in
  size) size_table ;;
  line) size_line ;;
  limits) "$build/tests/claims/limits" ;;
  quality) python3 tests/quality.py "$build" ;;
  nist) "$build/samples/auditor/sotto-audit" --privacy-table ;;
  *) echo "No command prints the claim '$1'." >&2; return 1 ;;
  esac
}

# replace FILE NAME TEXT_FILE : FILE with the block NAME exchanged, on standard output
replace() {
  awk -v name="$2" -v text="$3" '
    $0 == "<!-- claim: " name " -->" {
      print
      while ((getline line < text) > 0) print line
      inside = 1
      next
    }
    $0 == "<!-- end -->" { inside = 0 }
    !inside { print }' "$1"
}

# near A B : the same words, and every number within 2 %
near() {
  python3 - "$1" "$2" <<'PYTHON'
import re
import sys

def parts(path):
    with open(path, encoding="utf-8") as file:
        return re.split(r"(\d[\d,]*(?:\.\d+)?)", file.read())

old, new = (parts(path) for path in sys.argv[1:])
same = len(old) == len(new) and old[::2] == new[::2]
pairs = [[float(n.replace(",", "")) for n in pair] for pair in zip(old[1::2], new[1::2])]
sys.exit(not (same and all(abs(a - b) <= .02 * max(a, b) for a, b in pairs)))
PYTHON
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
for document in README.md PRIVACY.md; do
  for name in $(sed -n 's/^<!-- claim: \([a-z]*\) -->$/\1/p' "$document"); do
    if [ "$name" = quality ] && [ "${SOTTO_LONG:-}" != 1 ]; then
      echo "$document: $name not run again (SOTTO_LONG=1 does)"
      continue
    fi
    code=0
    claim "$name" >"$scratch/$name" || code=$?
    [ $code = 77 ] && echo "$document: $name not run again, its data is not here" && continue
    [ $code = 0 ] || exit 1
    replace "$document" "$name" "$scratch/$name" >"$scratch/new"
    if [ -n "$write" ]; then
      cp "$scratch/new" "$document"
      echo "$document: $name written"
    elif near "$document" "$scratch/new"; then
      echo "$document: $name holds"
    else
      echo "$document: $name differs from what its command prints now"
      diff "$document" "$scratch/new" || failed=1
    fi
  done
done
exit $failed
