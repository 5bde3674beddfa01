# The steps that a Debian machine of another kind shares: libraries, build, tests. To be sourced.
#
# Each step is a fact in TAP on stdout; what a step printed follows it where it fails. The suites of
# the built tree are meson's: tests/tally.py reads their log in build/NAME beside these facts.

here=tests/arch
fact_log=build/$machine.said
. tests/fact.sh
libraries='libc6-dev libsodium-dev libsqlcipher-dev libjansson-dev libssl-dev libstemmer-dev
  zlib1g-dev libpng-dev libturbojpeg0-dev libsqlite3-dev'

# fetched NAME COMMAND... : a fact, or a skip and the end where the archive cannot be reached
fetched() {
  name=$1
  shift
  "$@" >"build/$machine.fetched" 2>&1
  case $? in
  0) fact "$name" true ;;
  77) skip "$name" "Debian's archive cannot be reached" && finish ;;
  *) fact "$name" eval "cat build/$machine.fetched; false" || finish ;;
  esac
}

# needs PROGRAM... : without one of these nothing can be said; a skip with its name, and the end
needs() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 && continue
    skip "$machine" "$program is not installed"
    finish
  done
}

# can_run CPU : are its programs run wherever they are started?
can_run() {
  sh "$here/emulated.sh" --can "$1" 2>"$fact_log" && return 0
  skip "$machine: its suites" "no private binfmt_misc here (Linux 6.7 and user namespaces)"
  return 1
}

# compiles TRIPLE CPU_FAMILY FOLDER RUNNER OPTION... : configure build/MACHINE and compile it
compiles() {
  # shellcheck disable=SC2086
  sh "$here/cross.sh" "$1" "$2" "$3" $4 >"build/$machine.cross" || return 1
  shift 4
  if [ -f "build/$machine/build.ninja" ]; then
    meson setup --reconfigure "$@" "build/$machine" || rm -rf "build/$machine"
  fi
  [ -f "build/$machine/build.ninja" ] ||
    meson setup --cross-file "build/$machine.cross" -Dtests=enabled "$@" "build/$machine" ||
    return 1
  ninja -C "build/$machine"
}

# facts_of COMMAND... : takes over the facts that a program prints
facts_of() {
  before=$failures
  "$@" >"build/$machine.facts" 2>"$fact_log"
  ended=$?
  while IFS= read -r line; do
    case $line in
    ok\ *) count=$((count + 1)) && echo "ok $count - ${line#ok * - }" ;;
    not\ ok\ *)
      count=$((count + 1)) failures=$((failures + 1))
      echo "not ok $count - ${line#not ok * - }"
      ;;
    \#*) echo "$line" ;;
    esac
  done <"build/$machine.facts"
  [ "$ended" = 0 ] || [ "$failures" != "$before" ] || fact "$1 ends well" false
}

# started_by RUNNER PROGRAM : a script that runs a program of the machine; prints its path
started_by() {
  script=build/$machine/run-$(basename "$2")
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$1" "$PWD/$2" >"$script"
  chmod +x "$script"
  echo "$script"
}

# says_the_same ITS_SOTTO_SAME [ITS_SOTTO_PACK] : against this machine's build, tests/arch/same.sh
says_the_same() {
  if [ ! -x build/gcc/tests/arch/sotto-same ]; then
    skip "$machine says what this machine says" 'build/gcc is not built'
    return 0
  fi
  facts_of sh "$here/same.sh" "build/$machine-shop" build/gcc/sdk/tools/sotto-pack \
    build/gcc/samples/simulator/sotto-simulate build/gcc/tests/arch/sotto-same "${2-}" "$1"
}

# What an emulator, twenty times slower, leaves out: long random histories and programs started by
# the thousand; a stopwatch, which it falsifies; and the statistics of the brand's side, which runs
# on servers like this machine. SOTTO_LONG=1 leaves nothing out.
too_slow='rank_worlds vault_model time auditor auditor_due intervals learn_arms audience_size
  camping_renamed participation verifier simulator'
too_slow="$too_slow boost estimate estimate_mean estimate_rate fault_power fit incidence
  learn_mindset lint lint_audience many_groups noised_file picture_build picture_learn plan
  rehearse search_index shrink sketch_learn split_plan split_rows auditor_split audience_propose
  brand_schema collect learn_groups pack_commands fleet_packs"
too_slow=$(echo $too_slow)

# chosen SUITE... : names of the tests of these suites, but for those that are too slow here
chosen() {
  suites=
  for suite in "$@"; do suites="$suites --suite $suite"; done
  # shellcheck disable=SC2086
  meson test -C "build/$machine" --no-rebuild --list $suites 2>/dev/null |
    sed -n 's/^sotto:.* \/ //p' | while read -r name; do
    case " $too_slow " in *" $name "*) ;; *) echo "$name" ;; esac
  done
}

# runs CPU SUITE... : the suites of build/MACHINE; only that they were run is a fact here. Of the
# data that lies beside the tree they see the published vectors: learning from real logs takes an
# emulator half an hour, and the code is no other.
runs() {
  cpu=$1
  shift
  [ -z "${SOTTO_LONG:-}" ] || too_slow=
  names=$(chosen "$@")
  [ -n "$names" ] || return 1
  mkdir -p build/vectors-alone
  ln -sfn "$PWD/../shared/data/vectors" build/vectors-alone/vectors
  # shellcheck disable=SC2086
  SOTTO_LONG= SOTTO_DATA="$PWD/build/vectors-alone" \
    sh "$here/emulated.sh" "$cpu" "$PWD/build/$machine-sysroot" \
    meson test -C "build/$machine" --no-rebuild --timeout-multiplier 20 $names </dev/null \
    >"build/$machine-test.log" 2>&1
  [ -s "build/$machine/meson-logs/testlog.json" ]
}

# tells_what_is_slow : the tests that runs() leaves out, each with the reason
tells_what_is_slow() {
  for name in $too_slow; do
    skip "$name on $machine" 'too slow in an emulator; SOTTO_LONG=1 runs it'
  done
}
