#!/bin/sh
# Runs a vectors program over the published vectors where they are; skipped (77) where they are not.
data=${SOTTO_DATA:-$(dirname "$0")/../../../shared/data}
[ -d "$data/vectors" ] || { echo "no vectors in $data"; exit 77; }
exec "$1" "$data/vectors"
