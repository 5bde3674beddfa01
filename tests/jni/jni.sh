#!/bin/sh
# The Java binding on a real Java machine, with a real pack: prints TAP.
#
# usage: jni.sh MODE JARS LIBRARY SHOP ROOT, or bench JARS LIBRARY SHOP FLOOR
#   facts   what the binding does, with the machine's own checks of native code on
#   leak    100,000 calls leave the process as large as it was
#   phone   the logic of samples/mobile: screens, lifecycle, killed processes
#   shape   what the library exports and needs, how it is aligned, which Java the jar is for
#   bench   what a call costs over the same call in C (no TAP)
#   hello   samples/hello/Hello.java is started as a newcomer would; so is the README's Java
set -u
mode=$1 jars=$2 library=$3 shop=$4 root=$5
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-jni.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
key=$(sed -n 's/.*"signing_key": "\([0-9a-f]*\)".*/\1/p' "$shop/brand/brand.public")
count=0 failures=0

# fact NAME COMMAND... : one test; what the command printed is shown when it fails
fact() {
  name=$1
  shift
  count=$((count + 1))
  if "$@" >"$scratch/said" 2>&1; then
    echo "ok - $name"
  else
    failures=$((failures + 1))
    echo "not ok - $name"
    sed 's/^/# /' "$scratch/said"
  fi
}

skip() {
  count=$((count + 1))
  echo "ok - $1 # SKIP $2"
}

# proof FLAGS -- PROGRAM NAME... : run facts of tests/jni; their lines are TAP and are counted here
proof() {
  flags=
  while [ "$1" != -- ]; do
    flags="$flags $1"
    shift
  done
  shift
  # shellcheck disable=SC2086
  java $flags -cp "$jars" "-Ddev.sotto.library=$library" "-Dproof.pack=$shop/shop.sottopack" \
    "-Dproof.key=$key" "-Dproof.source=$root" "-Djava.io.tmpdir=$scratch" "$@" \
    >"$scratch/facts" 2>"$scratch/complaints"
  ended=$?
  cat "$scratch/facts"
  sed 's/^/# /' "$scratch/complaints"
  count=$((count + $(grep -cE '^(not )?ok ' "$scratch/facts")))
  fact 'every fact was stated and the machine ended well' [ "$ended" = 0 ]
}

# With -Xcheck:jni the machine prints what native code did wrong.
no_complaint() {
  ! grep -E 'WARNING|FATAL|SIG[A-Z]+ \(' "$scratch/facts" "$scratch/complaints"
}

one_symbol() {
  said=$(nm -D --defined-only "$library" | awk '{print $3}')
  echo "$said"
  [ "$said" = JNI_OnLoad ]
}

aligned() {
  readelf -lW "$library" | awk '
    $1 == "LOAD" { print; n++; if ($NF !~ /^0x([48c]000|[1-9a-f]0000)$/) bad = 1 }
    END { exit bad || n == 0 }'
}

# Class files begin with CAFEBABE, minor and major version; 52 is Java 8.
for_java_8() {
  (cd "$scratch" && jar xf "$binding") || return 1
  find "$scratch/dev" -name '*.class' >"$scratch/classes"
  [ "$(wc -l <"$scratch/classes")" -gt 40 ] || return 1
  while read -r class; do
    [ "$(od -An -tu1 -j6 -N2 "$class" | tr -d ' ')" = 052 ] || { echo "$class"; return 1; }
  done <"$scratch/classes"
}

# Android lacks java.awt, and java.lang.ref.Cleaner before 13; the binding needs java.base alone.
for_android() {
  said=$(jdeps --multi-release base -s "$binding" 2>/dev/null || jdeps -s "$binding")
  echo "$said"
  [ "$(echo "$said" | awk '{print $NF}' | sort -u)" = java.base ] || return 1
  ! jdeps -v "$binding" | grep -E 'java.lang.ref.Cleaner|sun\.|jdk\.|java.lang.invoke.VarHandle'
}

# javadoc's own check: no public declaration without a comment, nothing that is no HTML.
explained() {
  javac -Xdoclint:all/public -Xmaxwarns 1000 -d "$scratch/documented" \
    "$root"/platform/jni/java/dev/sotto/*.java >"$scratch/doclint" 2>&1 || cat "$scratch/doclint"
  [ -f "$scratch/documented/dev/sotto/Profile.class" ] &&
    ! grep -E 'no comment|default constructor|error' "$scratch/doclint"
}

says() {
  expected=$1
  shift
  "$@" >"$scratch/words" 2>&1 || { cat "$scratch/words"; return 1; }
  cat "$scratch/words"
  grep -q "$expected" "$scratch/words"
}

hello() {
  says "$1" java -cp "$jars" "-Djava.library.path=$(dirname "$library")" "$2" "$3" "$key" \
    "$scratch/$4.profile" tent-family-alameda-4-forest
}

# the first Java program of the README, as it stands there
readme() {
  mkdir -p "$scratch/readme"
  awk '/^```java$/ {on = 1; next} /^```/ {if (on) exit} on' "$root/README.md" \
    >"$scratch/readme/Hello.java"
  hello 'Brezal Alameda 6 family tent' "$scratch/readme/Hello.java" "$shop/shop.sottopack" readme
}

same_text() {
  awk '/^```java$/ {on = 1; next} /^```/ {if (on) exit} on' "$root/README.md" |
    diff - "$root/samples/hello/Hello.java"
}

# The story as samples/mobile/run.sh plays it, from the build directory that the library lies in.
story() {
  mkdir "$scratch/out"
  cp -r "$shop/." "$scratch/out"
  sh "$root/samples/mobile/run.sh" "$(dirname "$library")/../.." "$scratch/out" >"$scratch/told" ||
    { cat "$scratch/told"; return 1; }
  grep -q 'Three years of guarantee' "$scratch/told" && grep -q 'de garant' "$scratch/told" &&
    [ "$(grep -cE '^  (The log holds|El registro está íntegro)$' "$scratch/told")" = 2 ]
}

binding=${jars%%:*}
case $mode in
facts)
  proof -Xcheck:jni -- proof.Proof visit errors keys wrapped text threads
  fact 'the machine finds nothing wrong with the native code (-Xcheck:jni)' no_complaint
  ;;
leak)
  proof -Xms96m -Xmx96m -XX:+AlwaysPreTouch -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -- \
    proof.Proof leak
  ;;
bench)
  exec java -cp "$jars" "-Ddev.sotto.library=$library" "-Dproof.pack=$shop/shop.sottopack" \
    "-Dproof.key=$key" proof.CallBench "$root"
  ;;
phone)
  proof -Xcheck:jni -- proof.Phone
  fact 'the machine finds nothing wrong with the native code (-Xcheck:jni)' no_complaint
  fact 'the session of samples/mobile is played in both languages' story
  ;;
shape)
  fact 'the library exports JNI_OnLoad and nothing else' one_symbol
  fact 'every segment of the library is aligned to 16 KiB' aligned
  fact 'the classes are of Java 8' for_java_8
  fact 'every public declaration of the binding is explained (doclint)' explained
  fact 'the classes need java.base alone, and nothing that Android lacks' for_android
  ;;
hello)
  fact 'samples/hello/Hello.java runs from its source' hello 'Mindset: CURIOUS' \
    "$root/samples/hello/Hello.java" "$shop/shop.sottopack" hello
  fact 'and says in words what is wrong with a pack that is not there' \
    hello '^MISSING: ' "$root/samples/hello/Hello.java" "$scratch/none" missing
  if grep -q '^```java$' "$root/README.md"; then
    fact 'the Java example of the README compiles and runs' readme
    fact 'and is samples/hello/Hello.java' same_text
  else
    skip 'the Java example of the README compiles and runs' 'README.md shows no Java yet'
  fi
  ;;
esac
echo "1..$count"
[ "$failures" = 0 ]
