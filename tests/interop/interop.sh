#!/bin/sh
# Runs dap_peer.mjs where npm can install what it talks to; skipped with a reason where it cannot.
#
# usage: interop.sh PEER FOLDER [--bench]     FOLDER keeps the installed packages
peer=$(realpath "$1")
folder=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
skip() { echo "1..0 # SKIP $*"; exit 0; }
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || skip "npm is not installed"
mkdir -p "$folder" && cd "$folder" || exit 1
if [ ! -d node_modules/@divviup/dap ]; then
  npm install --no-save --no-audit --no-fund --ignore-scripts @divviup/dap@0.9.1 \
    @divviup/prio3@0.8.0 hpke-js@1.8.0 >npm.log 2>&1 || skip "npm cannot install @divviup/dap here"
fi
exec node "$here/dap_peer.mjs" "$peer" "$@"
