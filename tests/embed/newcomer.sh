#!/bin/sh
# A newcomer with nothing but the README and an installed Sotto: makes a brand folder, its keys and
# a pack, copies the C text of the README into shop.c, compiles it as told, and sees picks.
#
# usage: newcomer.sh BUILD_DIR
#
# Where the README shows no main program yet, that of first_page.c is taken.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/stage.sh"
home=$scratch/home

brand() {
  mkdir -p "$home" && cd "$home" || return 1
  PATH=$stage$prefix/bin:$PATH LD_LIBRARY_PATH=$(libdir)
  export PATH LD_LIBRARY_PATH
  sotto-pack init mybrand && sotto-pack keygen mybrand &&
    sotto-pack build mybrand -o shop.sottopack &&
    sotto-pack try shop.sottopack --as focused --trust mybrand/brand.public
}

# program : shop.c is what the README shows; its link line is the README's too
program() {
  cd "$home" || return 1
  awk '/^```c$/ {on = 1; next} /^```/ {on = 0} on' "$root/README.md" >shop.c
  grep -q 'int main' shop.c ||
    sed '/embedding.h/d' "$here/first_page.c" >>shop.c
  grep -q 'pkg-config --cflags --libs sotto sotto_platform' "$root/README.md" || return 1
  # shellcheck disable=SC2046,SC2086
  $cc -std=c11 $strict shop.c -o shop $(config --cflags --libs sotto_platform)
}

# shows : six titles of the catalogue, the first time and again
shows() {
  cd "$home" || return 1
  LD_LIBRARY_PATH=$(libdir) ./shop >titles && LD_LIBRARY_PATH=$(libdir) ./shop >again || return 1
  cat titles
  [ "$(wc -l <titles)" = 6 ] && [ "$(wc -l <again)" = 6 ] || return 1
  while read -r title; do grep -qF "$title" mybrand/products.en.tsv || return 1; done <titles
}

# refuses : with another brand's key compiled in nothing is shown and it is said why
refuses() {
  cd "$home" || return 1
  PATH=$stage$prefix/bin:$PATH sotto-pack init other && PATH=$stage$prefix/bin:$PATH \
    sotto-pack keygen other || return 1
  rm -rf profile shop.key && mv mybrand/brand_key.h kept.h && cp other/brand_key.h mybrand/
  program
  if LD_LIBRARY_PATH=$(libdir) ./shop >titles 2>said; then return 1; fi
  cat said
  [ ! -s titles ] && [ -s said ]
}

installed
fact 'a brand folder, its keys and a pack are made by the commands of the README' brand
fact 'the C text of the README compiles with the flags it names' program
fact 'the program shows six picks of that catalogue, and again when started again' shows
fact 'with the key of another brand it shows nothing and says why' refuses
finish
