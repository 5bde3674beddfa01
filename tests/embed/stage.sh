# Sourced by the scripts beside it: facts in TAP, an installed copy in a scratch directory, and the
# host program visit.c built against it. Needs: build (the build directory), here (this folder).
# shellcheck shell=sh disable=SC2154
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-embed.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
fact_log=$scratch/said
. "$here/../fact.sh"
cc=${CC:-cc} cxx=${CXX:-c++}
strict='-Wall -Wextra -Werror'

# installed : a copy under $stage; ends the script where it cannot be made
installed() {
  stage=$scratch/stage
  fact 'Sotto installs' meson install -C "$build" --no-rebuild --destdir "$stage"
  [ "$failures" = 0 ] || finish
  pc=$(find "$stage" -name sotto.pc | head -n 1)
  prefix=$(sed -n 's/^prefix=//p' "$pc")
}

# config WORDS... : what pkg-config says of the installed copy; its prefix is the scratch one
config() {
  PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --define-variable=prefix="$stage$prefix" "$@" sotto
}

libdir() { dirname "$(find "$stage" -name 'libsotto.so' | head -n 1)"; }

# readable DIRECTORY : is any file there a plain database, or does one hold the visit's item?
readable() {
  for file in $(find "$1" -type f); do
    if [ "$(head -c 15 "$file" | tr -d '\0')" = 'SQLite format 3' ]; then
      echo "$file is a plaintext database"
      return 0
    fi
  done
  grep -ra 'canary-alpine-tent' "$1"
}

# visits EXPECTED PROGRAM... : run a host; EXPECTED is one status name, or "guarded". The directory
# of the profile is the program's last argument; $beside_libs is searched for libraries too
visits() {
  expected=$1
  rm -rf "$scratch/profile" && mkdir -m 700 "$scratch/profile"
  shift
  said=$(LD_LIBRARY_PATH=${beside_libs:-$(libdir)} "$@" "$scratch/profile")
  echo "it said '$said'"
  if readable "$scratch/profile"; then return 1; fi
  case $expected:$said in
  guarded:SOTTO_E_NO_CIPHER) [ ! -s "$scratch/profile/profile.db" ] ;;
  guarded:SOTTO_OK | SOTTO_OK:SOTTO_OK) [ -s "$scratch/profile/profile.db" ] ;;
  *) return 1 ;;
  esac
}

# host NAME LIBRARIES... : compile visit.c as NAME
host() {
  target=$1
  shift
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict ${define:-} $(config --cflags) "$here/visit.c" -o "$scratch/$target" "$@"
}

# beside EXPECTED NAME LIBRARIES... : a host that also uses libsqlite3 itself, linked in that order
beside() {
  expected=$1 target=$2
  shift 2
  # shellcheck disable=SC2046
  define=-DBESIDE_SQLITE3 host "$target" $(config --libs-only-L) -Wl,--no-as-needed "$@" || return 1
  visits "$expected" "$scratch/$target"
}
