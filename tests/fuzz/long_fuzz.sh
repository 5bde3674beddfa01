#!/bin/sh
# Runs a target under libFuzzer for SOTTO_FUZZ_SECONDS (10), from the seeds it makes; skipped (77)
# without SOTTO_LONG=1. What broke it is left in the current folder, and named.
#
# usage: long_fuzz.sh LIBFUZZER_PROGRAM SEEDS_PROGRAM
[ -n "${SOTTO_LONG:-}" ] || { echo "SOTTO_LONG=1 runs it"; exit 77; }
corpus=$(mktemp -d) || exit 1
trap 'rm -rf "$corpus"' EXIT
"$2" --seeds "$corpus" || exit 1
"$1" -max_total_time="${SOTTO_FUZZ_SECONDS:-10}" -max_len=16384 -timeout=20 -rss_limit_mb=2048 \
  -print_final_stats=1 -verbosity=0 "$corpus"
