#!/bin/sh
# The suite on arm64 (phones, tablets, kiosks), by qemu-user; and what Android asks of a library.
#
# Android itself is not here: no NDK, no emulator. What is shown is that the same sources, built for
# the same processor, do the same, and that what is linked could be loaded on 16 KB pages.
set -u
cd "$(dirname "$0")/../.." || exit 1
machine=arm64
. tests/arch/foreign.sh
sysroot=build/arm64-sysroot
runner="qemu-aarch64-static -L $PWD/$sysroot"

# aligned LIBRARY... : every loaded segment starts on a multiple of 16 KB
aligned() {
  for library in "$@"; do
    steps=$(aarch64-linux-gnu-readelf -lW "$library" | awk '$1 == "LOAD" {print $NF}')
    [ -n "$steps" ] || return 1
    for step in $steps; do
      echo "$library: $step"
      [ $((step % 16384)) = 0 ] || return 1
    done
  done
}

shared_libraries() {
  find build/arm64/sdk build/arm64/platform -name 'libsotto*.so' | sort
}

needs aarch64-linux-gnu-gcc qemu-aarch64-static unshare meson ninja
# shellcheck disable=SC2086
fetched 'the libraries of Debian arm64 are unpacked' \
  sh $here/sysroot.sh arm64 $sysroot $libraries libcriterion-dev
rm -f build/arm64/meson-logs/testlog.json
fact 'everything compiles for arm64' \
  compiles aarch64-linux-gnu aarch64 $sysroot "$runner" --buildtype=debugoptimized || finish
# shellcheck disable=SC2046
fact 'the shared libraries load on pages of 16 KB' aligned $(shared_libraries)
says_the_same "$(started_by "$runner" build/arm64/tests/arch/sotto-same)" \
  "$(started_by "$runner" build/arm64/sdk/tools/sotto-pack)"
if can_run aarch64; then
  fact 'the suites are run' runs aarch64 unit journey privacy fault vectors
  tells_what_is_slow
fi
finish
