# Facts of a shell script as lines of TAP; to be sourced. The script sets `fact_log`, the file for
# what a command prints, and ends with `finish`.
# shellcheck shell=sh disable=SC2154
count=0 failures=0

# fact NAME COMMAND... : one test; the end of what the command printed is shown when it fails
fact() {
  name=$1
  shift
  count=$((count + 1))
  if "$@" >"$fact_log" 2>&1; then
    echo "ok $count - $name"
    return 0
  fi
  failures=$((failures + 1))
  echo "not ok $count - $name"
  tail -n 60 "$fact_log" | sed 's/^/# /'
  return 1
}

# skip NAME REASON
skip() {
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}

# finish : the plan, and the end with the exit status that goes with it
finish() {
  echo "1..$count"
  [ "$failures" = 0 ]
  exit
}
