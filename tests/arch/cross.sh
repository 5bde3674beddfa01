#!/bin/sh
# Write the meson cross file of one machine: compiler, libraries, and what runs its programs.
#
# usage: cross.sh TRIPLE CPU_FAMILY FOLDER RUNNER... >FILE
#
# FOLDER is an unpacked Debian (sysroot.sh), or for Windows what windows_libraries.sh made.
set -eu
triple=$1 family=$2 folder=$(cd "$3" && pwd)
shift 3
runner=
for word in "$@"; do runner="$runner'$word', "; done
# Debian's wrappers of ccache know the cross compilers too.
compiler="'$triple-gcc'"
[ ! -x "/usr/lib/ccache/$triple-gcc" ] || compiler="'ccache', '$triple-gcc'"
case $triple in
*mingw32)
  system=windows options="c_link_args = ['-static']"
  packages=$folder/lib/pkgconfig
  ;;
*)
  system=linux
  options="c_args = ['--sysroot=$folder']
c_link_args = ['--sysroot=$folder']"
  packages=$folder/usr/lib/$triple/pkgconfig:$folder/usr/share/pkgconfig
  ;;
esac
cat <<FILE
[binaries]
c = [$compiler]
ar = '$triple-ar'
strip = '$triple-strip'
pkgconfig = 'pkg-config'
exe_wrapper = [${runner%, }]

[built-in options]
$options

[properties]
needs_exe_wrapper = true
pkg_config_libdir = '$packages'
$([ $system = windows ] || echo "sys_root = '$folder'")

[host_machine]
system = '$system'
cpu_family = '$family'
cpu = '$family'
endian = 'little'
FILE
