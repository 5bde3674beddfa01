#!/bin/sh
# Compile Java sources as Java 8 and pack them into a jar whose bytes depend on nothing else.
#
# usage: jar.sh JAVAC JAR OUTPUT SCRATCH [-cp JARS] SOURCE...
set -eu
javac=$1 jar=$2 output=$3 scratch=$4
shift 4
rm -rf "$scratch/classes"
mkdir -p "$scratch/classes"
"$javac" --release 8 -encoding UTF-8 -Xlint:all,-options,-serial,-try -Werror \
  -d "$scratch/classes" "$@"
"$jar" --create --file "$output" --no-manifest --date 2026-01-01T00:00:00Z -C "$scratch/classes" .
