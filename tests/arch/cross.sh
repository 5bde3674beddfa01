#!/bin/sh
# Write the meson cross file of one machine: its compiler, its libraries, and what runs its programs.
#
# usage: cross.sh TRIPLE CPU_FAMILY SYSROOT RUNNER... >FILE
set -eu
triple=$1 family=$2 sysroot=$(cd "$3" && pwd)
shift 3
runner=
for word in "$@"; do runner="$runner'$word', "; done
# Debian's wrappers of ccache know the cross compilers too.
compiler="'$triple-gcc'"
[ ! -x "/usr/lib/ccache/$triple-gcc" ] || compiler="'ccache', '$triple-gcc'"
cat <<FILE
[binaries]
c = [$compiler]
ar = '$triple-ar'
strip = '$triple-strip'
pkgconfig = 'pkg-config'
exe_wrapper = [${runner%, }]

[built-in options]
c_args = ['--sysroot=$sysroot']
c_link_args = ['--sysroot=$sysroot']

[properties]
needs_exe_wrapper = true
sys_root = '$sysroot'
pkg_config_libdir = '$sysroot/usr/lib/$triple/pkgconfig:$sysroot/usr/share/pkgconfig'

[host_machine]
system = 'linux'
cpu_family = '$family'
cpu = '$family'
endian = 'little'
FILE
