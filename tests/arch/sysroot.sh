#!/bin/sh
# Unpack Debian packages of another architecture into a folder a cross compiler can use.
#
# usage: sysroot.sh ARCHITECTURE FOLDER PACKAGE...
#
# Resolves dependencies with a private apt (own lists, own cache, nothing installed), so the system's
# list of architectures stays as it is. A folder that holds exactly these packages is used again.
# Nothing is configured and no maintainer script is run: libraries and headers need none.
set -eu
architecture=$1 folder=$2
shift 2
wanted="$architecture $*"
[ "$(cat "$folder/.packages" 2>/dev/null)" != "$wanted" ] || exit 0

rm -rf "$folder"
mkdir -p "$folder/.apt/lists/partial" "$folder/.apt/cache/archives/partial"
folder=$(cd "$folder" && pwd)
apt=$folder/.apt

# The main archive this machine itself installs from.
site=$(apt-get indextargets 'Created-By: Packages' \
  --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' |
  awk '$4 == "Debian" && $3 == "main" && $2 !~ /-/ {print $1, $2, $3; exit}')
[ -n "$site" ] || { echo "this machine's apt knows no Debian archive" >&2; exit 1; }
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site" >"$apt/sources.list"
: >"$apt/status"

private_apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State="$apt" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" \
    -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)" "$@"
}

private_apt update
private_apt install --download-only --no-install-recommends -y "$@" >"$apt/log" 2>&1 ||
  { tail -n 5 "$apt/log" >&2; exit 1; }
for package in "$apt"/cache/archives/*.deb; do dpkg-deb --extract "$package" "$folder"; done

# Absolute links would leave the folder.
find "$folder" -xdev -type l -lname '/*' | while read -r link; do
  ln -sfn "$folder$(readlink "$link")" "$link"
done
rm -rf "$apt/cache" "$apt/lists"
echo "$wanted" >"$folder/.packages"
