#!/bin/sh
# Build Sotto, run its tests and end with one line: N passed, N failed, N skipped.
#
#   gcc    every suite but slow
#   asan   gcc with AddressSanitizer and UndefinedBehaviorSanitizer: unit (but draws), fault, store,
#          fuzz; without the bindings and programs, whose suites are not run
#   clang  everything compiles; unit, fuzz. Only with SOTTO_SLOW=1, as .ci/run has it
#
# SOTTO_PLATFORMS=1 also builds for other machines and runs what can be run there (tests/arch):
# arm64 and armhf by qemu-user, Windows by Wine.
#
# Missing Debian packages (tests/packages.txt) are installed where this user may install, otherwise
# named. Builds live in build/ and are reused. SOTTO_LONG=1 also runs the long tests,
# but not under a sanitizer.
# SOTTO_SLOW=1 is what must pass before a change lands (.ci/run): clang, the suites slow and draws,
# journey and privacy under the sanitizers too, three times the random histories of an everyday run.
# SOTTO_PLATFORMS=1 and SOTTO_LONG=1 run these builds and suites as well.
# SOTTO_BUILDS="gcc asan" runs only these builds.
set -u
cd "$(dirname "$0")/.." || exit 1
export SOTTO_LONG="${SOTTO_LONG:-}"
broken=build/broken.txt
if [ -n "${SOTTO_SLOW:-}${SOTTO_PLATFORMS:-}$SOTTO_LONG" ]; then
  slow='' draws='' builds="${SOTTO_BUILDS:-gcc clang asan}"
  sanitized='unit journey privacy fault store fuzz'
  export SOTTO_SLOW=1
else
  slow='--no-suite slow' draws='--no-suite draws' builds="${SOTTO_BUILDS:-gcc asan}"
  sanitized='unit fault store fuzz'
fi
platforms="${SOTTO_PLATFORMS:-}"
processes=$(($(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1))
mkdir -p build && : >"$broken"

say() { printf '\n== %s\n' "$*"; }
breaks() { printf '%s\n' "$*" >>"$broken"; }

missing_packages() {
  command -v dpkg-query >/dev/null 2>&1 || return 0
  lists=tests/packages.txt
  [ -z "$platforms" ] || lists="$lists tests/arch/packages.txt"
  # shellcheck disable=SC2086
  cat $lists | grep -v '^#' | while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

install_packages() {
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  as_root=
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then as_root='sudo -n'; else
      echo "not installed, and this user may not install: $missing"
      return 0
    fi
  fi
  say "installing $missing"
  get="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0"
  # shellcheck disable=SC2086
  { $get update && $get install -y --no-install-recommends $missing; } >build/packages.log 2>&1 ||
    { tail -n 5 build/packages.log; echo "could not install: $(missing_packages | tr '\n' ' ')"; }
}

# configure NAME OPTION... : make build/NAME, anew if the old one cannot be used
configure() {
  name=$1
  shift
  if [ -f "build/$name/build.ninja" ]; then
    meson setup --reconfigure -Dtests=enabled "$@" "build/$name" >"build/$name.log" 2>&1 && return 0
    rm -rf "build/$name"
  fi
  meson setup -Dtests=enabled "$@" "build/$name" >"build/$name.log" 2>&1
}

# needed NAME SUITE... : the targets of build/NAME that these suites run
needed() {
  meson introspect --tests --targets "build/$1" | python3 -c '
import json, os, sys
told, suites = json.load(sys.stdin), set(sys.argv[2:])
run = {target for test in told["tests"] for target in test["depends"]
       if suites & {suite.split(":")[-1] for suite in test["suite"]}}
print(*(os.path.relpath(target["filename"][0], "build/" + sys.argv[1])
        for target in told["targets"] if target["id"] in run))' "$@"
}

# build NAME OPTION... : configure and compile (only what the suites in $only run, where it is set);
# a failure is counted and the others go on
build() {
  name=$1
  say "$name: building"
  rm -rf "build/$name/reports" "build/$name/meson-logs/testlog.json"
  if ! configure "$@"; then
    tail -n 20 "build/$name.log"
    breaks "[$name] configuring (build/$name.log)"
    return 1
  fi
  # shellcheck disable=SC2046,SC2086
  if ! ninja -C "build/$name" ${only:+$(needed "$name" $only)} >>"build/$name.log" 2>&1; then
    grep -E -A5 'error:|FAILED:|undefined reference' "build/$name.log" | head -n 60
    breaks "[$name] compiling (build/$name.log)"
    return 1
  fi
}

# suites NAME SUITE... : run these suites (all without any) of build/NAME; tests/tally.py counts
suites() {
  name=$1
  shift
  say "$name: testing ${*:-every suite}"
  filter=
  for suite in "$@"; do filter="$filter --suite $suite"; done
  mkdir -p "build/$name/reports"
  filter="$filter $slow"
  [ "$name" = gcc ] || filter="$filter $draws"
  # One more than there are processors: some tests wait for a browser or a server most of the time.
  # shellcheck disable=SC2086
  meson test -C "build/$name" --no-rebuild --timeout-multiplier 4 --num-processes $processes \
    $filter </dev/null \
    >"build/$name-test.log" 2>&1
  grep -E '^ *(Ok|Fail|Timeout|Skipped):' "build/$name-test.log" | tr -s ' \n' ' '
  echo
  tested="$tested build/$name"
}

# Tests sync hundreds of thousands of times. What they write goes to memory where there is room for
# it and programs may run there, so that they wait for no disk; TMPDIR set to a folder overrules it.
in_memory() {
  [ -z "${TMPDIR:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ] || return 0
  free=$(df -Pk /dev/shm | awk 'NR == 2 {print $4}')
  [ "${free:-0}" -gt 2000000 ] || return 0
  scratch=$(mktemp -d /dev/shm/sotto-tests.XXXXXX) || return 0
  trap 'rm -rf "$scratch"' EXIT
  printf '#!/bin/sh\n' >"$scratch/runs" && chmod +x "$scratch/runs"
  "$scratch/runs" 2>/dev/null || return 0
  export TMPDIR="$scratch"
}

install_packages
in_memory
tested='' only=''
for name in $builds; do
  case $name in
  gcc)
    export CC=gcc CXX=g++
    build gcc --buildtype=debugoptimized && suites gcc
    ;;
  clang)
    export CC=clang CXX=clang++
    build clang --buildtype=debug && suites clang unit fuzz
    ;;
  asan)
    export CC=gcc CXX=g++
    reports=$PWD/build/asan/reports
    export ASAN_OPTIONS="log_path=$reports/asan:detect_leaks=1:exitcode=99:abort_on_error=0"
    export UBSAN_OPTIONS="log_path=$reports/ubsan:halt_on_error=1:print_stacktrace=1"
    export LSAN_OPTIONS=print_suppressions=0 # what is suppressed is no report
    long=$SOTTO_LONG SOTTO_LONG= # more draws of the same code show a sanitizer nothing new
    only=$sanitized
    # shellcheck disable=SC2086
    build asan --buildtype=debug -Doptimization=1 -Db_sanitize=address,undefined \
      -Db_lundef=false -Djni=disabled -Dnode=disabled -Dpython=disabled -Dshop=disabled \
      -Dkiosk_sample=disabled && suites asan $sanitized
    only=
    unset ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
    SOTTO_LONG=$long
    ;;
  *) breaks "[$name] is not a build" ;;
  esac
done

# left_out : what an everyday run leaves out, as skipped facts
left_out() {
  {
    meson test -C build/gcc --no-rebuild --list --suite slow 2>>build/gcc.log | sed -n 's|.* / ||p'
    printf '%s under the sanitizers\n' 'what only draws' journey privacy
  } | awk '{print "ok " NR " - " $0 " # SKIP SOTTO_SLOW=1 runs it"} END {print "1.." NR}'
}

# platform NAME : facts about another machine in build/NAME.tap, its suites in build/NAME
platform() {
  name=$1
  tested="$tested build/$name.tap"
  if [ -z "$platforms" ]; then
    printf 'ok 1 - %s # SKIP SOTTO_PLATFORMS=1 runs it\n1..1\n' "$name" >"build/$name.tap"
    return 0
  fi
  say "$name: building and testing"
  rm -f "build/$name/meson-logs/testlog.json"
  sh "tests/arch/$name.sh" >"build/$name.tap"
  grep -cE '^(not )?ok' "build/$name.tap" | sed 's/$/ facts/'
  [ ! -f "build/$name/meson-logs/testlog.json" ] || tested="$tested build/$name"
}

if [ -n "$slow" ] && [ -f build/gcc/build.ninja ]; then
  left_out >build/slow.tap
  tested="$tested build/slow.tap"
fi
unset CC CXX
for name in arm64 armhf windows; do platform "$name"; done

if command -v python3 >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  python3 tests/tally.py "$broken" $tested
  exit
fi
printf '\n0 passed, 1 failed, 0 skipped\n'
exit 1
