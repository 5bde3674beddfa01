#!/bin/sh
# Build what libsotto stands on for Windows, from Debian's own source packages.
#
# usage: windows_libraries.sh FOLDER
#
# libsodium in portable C (the assembly of its own build is left out); SQLCipher 3.4.1 with
# LibTomCrypt, because Debian has no OpenSSL for Windows. Good for tests; a product ships SQLCipher
# with OpenSSL: here the random bytes of page vectors come from SQLite's own generator.
#
# FOLDER holds headers, archives and pkg-config files; one that is whole is used again.
set -eu
[ ! -f "$1/whole" ] || exit 0
rm -rf "$1"
mkdir -p "$1/include" "$1/lib/pkgconfig" "$1/source" "$1/objects"
folder=$(cd "$1" && pwd)
triple=x86_64-w64-mingw32
apt=$folder/source/apt architecture=amd64
here=$(cd "$(dirname "$0")" && pwd)
. "$here/private_apt.sh"

fetch() {
  private_apt -o APT::Update::Error-Mode=any update || exit 77
  cd "$folder/source"
  private_apt source --download-only libsodium sqlcipher libtomcrypt
  for described in *.dsc; do
    name=${described%%_*}
    dpkg-source --no-check -x "$described" "$name"
  done
}

# compile ARCHIVE OPTIONS FILE... : each file into an object of its own, then the archive
compile() {
  archive=$folder/lib/$1 options=$2
  shift 2
  # shellcheck disable=SC2016
  printf '%s\n' "$@" | xargs -P 2 -I FILE sh -c '
    "$1-gcc" -O2 -w $2 -c "$4" -o "$3/$(echo "$4" | tr / +).o" || exit 255' \
    sh "$triple" "$options" "$folder/objects" FILE
  find "$folder/objects" -name '*.o' -print0 | xargs -0 "$triple-ar" rcs "$archive"
  rm -f "$folder"/objects/*.o
}

sodium() {
  cd "$folder/source/libsodium/src/libsodium"
  cp ../../builds/msvc/version.h include/sodium/version.h
  # shellcheck disable=SC2046
  compile libsodium.a "-DCONFIGURED=1 -DSODIUM_STATIC=1 -DNATIVE_LITTLE_ENDIAN=1 -DHAVE_TI_MODE=1 \
    -Iinclude -Iinclude/sodium" $(find * -name '*.c')
  cp -r include/sodium include/sodium.h "$folder/include"
}

# The parts of LibTomCrypt that SQLCipher calls: AES-CBC, HMAC-SHA1, PBKDF2, Fortuna.
tomcrypt() {
  cd "$folder/source/libtomcrypt/src"
  compile libtomcrypt.a "-DLTC_SOURCE -DLTC_NO_TEST -Iheaders" ciphers/aes/aes.c hashes/sha1.c \
    hashes/sha2/sha256.c hashes/helper/hash_memory.c mac/hmac/hmac_*.c modes/cbc/*.c \
    prngs/fortuna.c misc/pkcs5/pkcs_5_2.c misc/zeromem.c misc/burn_stack.c \
    misc/compare_testvector.c misc/mem_neq.c misc/crypt/crypt_argchk.c \
    misc/crypt/crypt_find_cipher.c misc/crypt/crypt_find_hash.c \
    misc/crypt/crypt_register_cipher.c misc/crypt/crypt_register_hash.c \
    misc/crypt/crypt_register_prng.c misc/crypt/crypt_unregister_*.c \
    misc/crypt/crypt_cipher_*.c misc/crypt/crypt_hash_*.c misc/crypt/crypt_prng_*.c
}

sqlcipher() {
  mkdir "$folder/source/amalgamation"
  cd "$folder/source/amalgamation"
  ../sqlcipher/configure --with-crypto-lib=none --enable-tempstore=yes --disable-tcl \
    CFLAGS=-DSQLITE_HAS_CODEC
  make sqlite3.c
  compile libsqlcipher.a "-DSQLITE_HAS_CODEC -DSQLITE_TEMP_STORE=2 -DSQLITE_THREADSAFE=1 \
    -DSQLCIPHER_CRYPTO_LIBTOMCRYPT -DSQLITE_WIN32_USE_UUID=1 -DSQLITE_OMIT_LOAD_EXTENSION \
    -I../libtomcrypt/src/headers" sqlite3.c
  cp sqlite3.h "$folder/include"
}

# describe NAME VERSION CFLAGS LIBS
describe() {
  printf 'Name: %s\nDescription: built for tests\nVersion: %s\nCflags: %s\nLibs: -L%s %s\n' \
    "$1" "$2" "-I$folder/include $3" "$folder/lib" "$4" >"$folder/lib/pkgconfig/$1.pc"
}

fetch
sodium
tomcrypt
sqlcipher
describe libsodium 1.0.18 -DSODIUM_STATIC '-lsodium -ladvapi32'
describe sqlcipher 3.15.2 '' '-lsqlcipher -ltomcrypt -lrpcrt4'
rm -rf "$folder/source" "$folder/objects"
touch "$folder/whole"
