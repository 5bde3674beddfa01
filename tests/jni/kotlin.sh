#!/bin/sh
# The Kotlin of platform/jni/README.md, compiled by Kotlin's own compiler and run: prints TAP.
# The compiler comes from Maven Central (61 MB), so this runs with SOTTO_LONG=1 only.
#
# usage: kotlin.sh JAR LIBRARY SHOP ROOT PACKAGES
set -u
jar=$1 library=$2 shop=$3 root=$4 packages=$5
name='the Kotlin of platform/jni/README.md compiles and runs'
skip() { echo "ok 1 - $name # SKIP $1"; echo 1..1; exit 0; }
[ "${SOTTO_LONG:-}" = 1 ] || skip 'only with SOTTO_LONG=1'
command -v mvn >/dev/null 2>&1 || skip 'Maven is not installed'
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sotto-kotlin.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$packages"
cat >"$packages/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.sotto</groupId><artifactId>kotlin-proof</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.jetbrains.kotlin</groupId>
      <artifactId>kotlin-compiler-embeddable</artifactId>
      <version>2.2.0</version>
    </dependency>
  </dependencies>
</project>
POM
[ -d "$packages/jars" ] ||
  (cd "$packages" && timeout 200 mvn -q -B dependency:copy-dependencies -DoutputDirectory=fetched &&
    mv fetched jars) >"$scratch/maven" 2>&1 || skip 'Maven Central cannot be reached'
awk '/^```kotlin$/ {on = 1; next} /^```/ {if (on) exit} on' "$root/platform/jni/README.md" \
  >"$scratch/readme.kt"
sed -e "/    \/\/ README/{r $scratch/readme.kt
d}" "$root/tests/jni/Kotlin.kt" >"$scratch/Program.kt"
key=$(sed -n 's/.*"signing_key": "\([0-9a-f]*\)".*/\1/p' "$shop/brand/brand.public")
if { java -cp "$packages/jars/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect \
      -Werror -cp "$jar:$(echo "$packages"/jars/kotlin-stdlib-*.jar)" -d "$scratch/classes" \
      "$scratch/Program.kt" &&
    java -cp "$jar:$scratch/classes:$packages/jars/*" "-Ddev.sotto.library=$library" ProgramKt \
      "$shop/shop.sottopack" "$key" "$scratch/profile" tent-family-alameda-4-forest &&
    [ -s "$scratch/readme.kt" ]; } >"$scratch/said" 2>&1 &&
  grep -q 'Alameda 6 family tent.*because' "$scratch/said" &&
  grep -q '^KeyLost: 0 open' "$scratch/said"; then
  echo "ok 1 - $name"
else
  echo "not ok 1 - $name"
  sed 's/^/# /' "$scratch/said"
  failed=1
fi
echo 1..1
exit "${failed:-0}"
