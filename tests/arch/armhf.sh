#!/bin/sh
# A 32-bit machine without 128-bit integers (armhf), by qemu-user.
#
# Debian has no Criterion for armhf: tests/arch/plain runs the same tests. Left out are the suites
# of the exact odds (oracle, projective, subset), whose own arithmetic needs 128 bits; that the
# noise is the same is shown against this machine's build, byte by byte.
set -u
cd "$(dirname "$0")/../.." || exit 1
machine=armhf
. tests/arch/foreign.sh
sysroot=build/armhf-sysroot
runner="qemu-arm-static -L $PWD/$sysroot"
needs arm-linux-gnueabihf-gcc qemu-arm-static unshare meson ninja
# shellcheck disable=SC2086
fetched 'the libraries of Debian armhf are unpacked' \
  sh $here/sysroot.sh armhf $sysroot $libraries
rm -f build/armhf/meson-logs/testlog.json
fact 'everything compiles for armhf' \
  compiles arm-linux-gnueabihf arm $sysroot "$runner" --buildtype=debugoptimized -Drunner=plain ||
  finish
says_the_same "$(started_by "$runner" build/armhf/tests/arch/sotto-same)" \
  "$(started_by "$runner" build/armhf/sdk/tools/sotto-pack)"
if can_run arm; then
  fact 'the suites are run' runs arm unit journey fault vectors
  tells_what_is_slow
fi
finish
