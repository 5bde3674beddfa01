#!/bin/sh
# No branch and no address depends on a shared bucket, says valgrind; skipped (77) without it.
program=$1
here=$(cd "$(dirname "$0")" && pwd)
command -v valgrind >/dev/null 2>&1 || { echo "valgrind is not installed"; exit 77; }
check() {
  valgrind --quiet --error-exitcode=9 --suppressions="$here/secret_bucket.supp" "$program" "$@" 2>&1
}
check || exit 1
if check --planted >/dev/null; then
  echo "a planted branch on the bucket was not seen"
  exit 1
fi
echo "no branch and no address depends on the bucket; a planted branch is seen"
