#!/bin/sh
# Run a command that may start programs of another machine anywhere below it, through qemu-user.
#
# usage: emulated.sh aarch64|arm SYSROOT COMMAND...
#        emulated.sh --can aarch64|arm
#
# Registers the machine with the kernel's binfmt_misc inside a user and mount namespace of its own,
# so nothing outside changes; that needs Linux 6.7 or later and user namespaces. --can only asks.
set -eu
case $1 in
--inside)
  machine=$2
  mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
  # Of a namespace's own, or of the whole machine? Its own is empty.
  [ "$(cd /proc/sys/fs/binfmt_misc && echo *)" = 'register status' ]
  rest='\x00\x00\x00\x00\x00\x00\x00\x00\x00'
  mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
  case $machine in
  aarch64) magic="\\x7fELF\\x02\\x01\\x01$rest"'\x02\x00\xb7\x00' ;;
  arm) magic="\\x7fELF\\x01\\x01\\x01$rest"'\x02\x00\x28\x00' ;;
  esac
  qemu=$(command -v "qemu-$machine-static")
  printf '%s' ":qemu-$machine:M::$magic:$mask:$qemu:OF" >/proc/sys/fs/binfmt_misc/register
  shift 2
  exec "$@"
  ;;
--can) set -- "$2" / true ;;
esac
machine=$1
export QEMU_LD_PREFIX="$2"
shift 2
exec unshare --user --map-root-user --mount sh "$0" --inside "$machine" "$@"
