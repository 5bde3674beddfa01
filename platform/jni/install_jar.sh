#!/bin/sh
# Copy the jar where meson installs: as an installed target, meson 1.0 would rewrite its manifest,
# and the bytes would no longer be those that were built.
#
# usage: install_jar.sh JAR FOLDER_UNDER_PREFIX
set -eu
mkdir -p "$MESON_INSTALL_DESTDIR_PREFIX/$2"
cp "$1" "$MESON_INSTALL_DESTDIR_PREFIX/$2"
