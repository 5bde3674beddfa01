#!/bin/sh
# Unpack Debian packages of another architecture into a folder a cross compiler can use.
#
# usage: sysroot.sh ARCHITECTURE FOLDER PACKAGE...
#
# Resolves dependencies with a private apt (private_apt.sh). A folder that holds exactly these
# packages is used again. Nothing is configured and no maintainer script is run: libraries and
# headers need none.
set -eu
architecture=$1 folder=$2
shift 2
wanted="$architecture $*"
[ "$(cat "$folder/.packages" 2>/dev/null)" != "$wanted" ] || exit 0

rm -rf "$folder"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
apt=$folder/.apt
. "$(dirname "$0")/private_apt.sh"
private_apt -o APT::Update::Error-Mode=any update || exit 77
private_apt install --download-only --no-install-recommends -y "$@" >"$apt/log" 2>&1 ||
  { tail -n 5 "$apt/log" >&2; exit 1; }
for package in "$apt"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$folder"; done

# Absolute links would leave the folder.
find "$folder" -xdev -type l -lname '/*' | while read -r link; do
  ln -sfn "$folder$(readlink "$link")" "$link"
done
rm -rf "$apt/cache" "$apt/lists"
echo "$wanted" >"$folder/.packages"
