#!/bin/sh
# Projects of other build systems take Sotto in: CMake and Meson from an installed copy, Meson with
# the tree as a subproject, and the 20-line program of the README from pkg-config alone.
#
# usage: consumers.sh BUILD_DIR cmake|meson
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"
made=$scratch/made

# moved : the installed copy under another prefix than it was made for
moved() { echo "$stage$prefix"; }

cmake_configures() {
  cmake -S "$here/consumers" -B "$made" -DCMAKE_PREFIX_PATH="$(moved)" \
    -DCMAKE_C_COMPILER="${cc##* }" -DCMAKE_CXX_COMPILER="${cxx##* }" \
    -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON -DHELLO="$here/../../samples/hello"
}

# delivers : the sample's courier says how it is called
delivers() {
  links_no_sotto courier_static || return 1
  for kind in courier courier_static; do
    LD_LIBRARY_PATH=$(libdir) "$made/$kind"
    [ $? = 2 ] || return 1
  done
}

cpp_runs() { [ "$(LD_LIBRARY_PATH=$(libdir) "$made/$1")" = SOTTO_OK ]; }

links_no_sotto() { if ldd "$made/$1" | grep libsotto; then return 1; fi; }

static_runs() {
  links_no_sotto c_static && visits SOTTO_OK "$made/c_static" && cpp_runs cpp_static &&
    visits SOTTO_OK "$made/key_file_static"
}

# refuses_version WANTED : CMake must not take this Sotto for it
refuses_version() {
  mkdir -p "$scratch/wants-$1"
  printf 'cmake_minimum_required(VERSION 3.18)\nproject(w C)\nfind_package(Sotto %s REQUIRED)\n' \
    "$1" >"$scratch/wants-$1/CMakeLists.txt"
  if cmake -S "$scratch/wants-$1" -B "$scratch/wants-$1/b" -DCMAKE_PREFIX_PATH="$(moved)" \
    >"$scratch/wants.log" 2>&1; then return 1; fi
  grep 'version: 0.1' "$scratch/wants.log"
}

with_cmake() {
  if ! command -v cmake >/dev/null; then
    skip 'a CMake project finds Sotto' 'cmake is not installed'
    return
  fi
  fact 'a CMake project finds Sotto in a moved prefix' cmake_configures
  fact 'a CMake project builds in C and C++, shared and static' cmake --build "$made" -j2
  fact 'a C program that CMake linked to Sotto::sotto runs' visits SOTTO_OK "$made/c_shared"
  fact 'a C++ program that CMake linked to Sotto::sotto runs' cpp_runs cpp_shared
  fact 'a program that CMake linked to Sotto::platform runs' visits SOTTO_OK "$made/key_file"
  fact 'programs that CMake linked to the static targets run without libsotto.so' static_runs
  if [ -e "$made/courier" ]; then
    fact 'programs that CMake linked to Sotto::deliver run, shared and static' delivers
  else
    skip 'programs that CMake linked to Sotto::deliver run' 'this build has no sotto_deliver'
  fi
  fact 'CMake refuses this Sotto to who needs a newer one' refuses_version 0.2
  fact 'CMake refuses this Sotto to who needs another major version' refuses_version 1.0
}

# meson_installed : a .pc file tells the prefix it was made for, so the copy gets one that fits
meson_installed() {
  pcs=$scratch/pc
  mkdir -p "$pcs"
  for file in "$(dirname "$pc")"/sotto*.pc; do
    sed "s|^prefix=.*|prefix=$stage$prefix|" "$file" >"$pcs/$(basename "$file")"
  done
  PKG_CONFIG_PATH=$pcs CC=$cc CXX=$cxx meson setup -Dwerror=true "$made" "$here/consumers" &&
    ninja -j2 -C "$made"
}

# subproject : the tree under subprojects/, nothing installed
subproject() {
  made=$scratch/whole/build
  mkdir -p "$scratch/whole/subprojects"
  cp "$here/visit.c" "$here/visit.cpp" "$here/lent_port.h" "$scratch/whole/"
  cp "$here/consumers/key_file.c" "$scratch/whole/"
  sed "s|'../visit|'visit|" "$here/consumers/meson.build" >"$scratch/whole/meson.build"
  (cd "$here/../.." && git ls-files -z --cached --others --exclude-standard sdk platform \
    meson.build meson_options.txt | xargs -0 tar cf - --ignore-failed-read) |
    { mkdir "$scratch/whole/subprojects/sotto" && tar xf - -C "$scratch/whole/subprojects/sotto"; }
  printf '[wrap-file]\ndirectory = sotto\n[provide]\ndependency_names = sotto, sotto_platform\n' \
    >"$scratch/whole/subprojects/sotto.wrap"
  PKG_CONFIG_LIBDIR=$(without_sotto) CC=$cc CXX=$cxx meson setup \
    --wrap-mode=default --force-fallback-for=sotto,sotto_platform "$made" "$scratch/whole" &&
    CCACHE_BASEDIR=$scratch ninja -j2 -C "$made" c_shared cpp_shared key_file c_static
}

# without_sotto : where pkg-config looks usually; no Sotto is installed there
without_sotto() { pkg-config --variable pc_path pkg-config; }

subproject_runs() {
  beside_libs=$made/subprojects/sotto/sdk:$made/subprojects/sotto/platform
  visits SOTTO_OK "$made/c_shared" && visits SOTTO_OK "$made/key_file" &&
    links_no_sotto c_static && visits SOTTO_OK "$made/c_static"
}

with_meson() {
  fact 'a Meson project finds an installed Sotto' meson_installed
  fact 'a C program that Meson linked to an installed Sotto runs' \
    visits SOTTO_OK "$made/c_shared"
  fact 'a C++ program that Meson linked to an installed Sotto runs' cpp_runs cpp_shared
  if [ -z "${SOTTO_LONG:-}${SOTTO_PLATFORMS:-}" ]; then
    skip 'a Meson project builds Sotto as a subproject' 'set SOTTO_LONG=1 or SOTTO_PLATFORMS=1'
    return
  fi
  fact 'a Meson project builds Sotto as a subproject' subproject
  made=$scratch/whole/build
  fact 'programs of a project that holds Sotto run, shared and static' subproject_runs
}

installed
"with_$2"
finish
