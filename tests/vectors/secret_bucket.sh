#!/bin/sh
# No branch and no address depends on a split answer's bucket, says valgrind; skipped (77) where
# there is none.
program=$1
here=$(cd "$(dirname "$0")" && pwd)
command -v valgrind >/dev/null 2>&1 || { echo "valgrind is not installed"; exit 77; }
check() {
  valgrind --quiet --error-exitcode=9 --suppressions="$here/secret_bucket.supp" "$program" "$@" 2>&1
}
check || exit 1
for defect in branch address loop; do
  check --planted $defect >/dev/null
  if [ $? != 9 ]; then
    echo "a planted $defect on the bucket was not seen"
    exit 1
  fi
done
echo "no branch and no address depends on the bucket; planted branch, address and loop are seen"
