#!/bin/sh
# The plain runner reports each way to end as it is, with the reason; facts in TAP.
#
# usage: plain_cases.sh PLAIN_CASES
set -u
said=$("$1" 2>/dev/null)
status=$?
count=0 failures=0

# fact NAME COMMAND...
fact() {
  name=$1
  shift
  count=$((count + 1))
  "$@" >/dev/null && echo "ok $count - $name" && return
  failures=$((failures + 1))
  echo "not ok $count - $name"
  printf '%s\n' "$said" | sed 's/^/# /'
}

# line PATTERN : it said exactly this line, once
line() { [ "$(printf '%s\n' "$said" | grep -cxE "$1")" = 1 ]; }

# after LINE PATTERN : the lines between this one and the next result have the pattern
after() {
  printf '%s\n' "$said" | awk -v from="$1" '
    $0 == from {on = 1; next}
    /^(not )?ok/ {on = 0}
    on' | grep -E "$2"
}

fact 'a program with a failed test ends with 1' [ "$status" = 1 ]
fact 'a test that holds is ok' line 'ok 1 - ends::well_after_its_suite_was_set_up'
fact 'a failed assertion fails its test' line 'not ok 2 - ends::at_a_failed_assertion'
fact 'and says where, what and why' after 'not ok 2 - ends::at_a_failed_assertion' \
  'plain_cases.c:[0-9]+: 1 == 2 one is 1'
fact 'failed expectations fail it, too' line 'not ok 3 - ends::after_two_failed_expectations'
fact 'the last of them is told' after 'not ok 3 - ends::after_two_failed_expectations' 'second'
fact 'a signal fails it' after 'not ok 4 - ends::by_a_signal' 'signal 9'
fact 'leaving without returning fails it' line 'not ok 5 - ends::by_leaving'
fact 'a skip has its reason' line 'ok 6 - ends::skipped # SKIP no moon here'
fact 'a test without a suite runs' line 'ok 7 - alone::needs_no_suite'
fact 'what a test prints is no result' [ -z "$(printf '%s' "$said" | grep 99)" ]
fact 'all were counted' line '1\.\.7'
echo "1..$count"
[ "$failures" = 0 ]
