#!/bin/sh
# The mobile app's logic on this machine's Java: a session in words, in both languages. The process
# is killed half-way, as phones do, and a new one goes on.
#
# usage: run.sh BUILD OUT [en|es]
set -eu
build=$1 out=$2
shift 2
# A build from before the JDK came does not know of it yet.
[ -f "$build/samples/mobile/mobile.jar" ] || {
  command -v javac >/dev/null ||
    { echo "run.sh: needs a JDK (openjdk-17-jdk-headless)." >&2; exit 2; }
  { meson setup --reconfigure "$build" && ninja -C "$build"; } >"$out/mobile.log" 2>&1 ||
    { tail -n 20 "$out/mobile.log"; exit 1; }
}
for locale in ${*:-en es}; do
  printf '\n\033[1m== A phone (%s)\033[0m\n' "$locale"
  rm -rf "$out/mobile.$locale"
  play() {
    java -cp "$build/platform/jni/sotto.jar:$build/samples/mobile/mobile.jar" \
      "-Djava.library.path=$build/platform/jni" story.Story "$1" "$out/mobile.$locale" \
      "$out/shop.sottopack" "$out/brand/brand.public" "$locale"
  }
  ended=0
  play first || ended=$?
  [ "$ended" = 137 ] || { echo "run.sh: the first process ended with $ended." >&2; exit 1; }
  play again
done
