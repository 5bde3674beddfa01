# An apt of our own in the folder $apt, for the machine $architecture: own lists, own cache, nothing
# installed, so the system's lists of architectures and of sources stay as they are. To be sourced;
# gives the command private_apt. Reads packages and sources where this machine installs from.
# Exits with 77 where that cannot be reached.

mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
site=$(apt-get indextargets 'Created-By: Packages' \
  --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' |
  awk '$4 == "Debian" && $3 == "main" && $2 !~ /-/ {print $1, $2, $3; exit}')
[ -n "$site" ] || { echo "this machine's apt knows no Debian archive" >&2; exit 77; }
for kind in deb deb-src; do
  echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site"
done >"$apt/sources.list"
: >"$apt/status"

private_apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State="$apt" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" \
    -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)" "$@"
}
