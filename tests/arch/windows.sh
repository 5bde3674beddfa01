#!/bin/sh
# The device library and the DPAPI key store on Windows, by MinGW and Wine.
#
# Built: libsotto without JSON, split trust and search (their libraries are not in Debian for
# Windows), libsotto_platform with the stores ram, passphrase and dpapi. Run: the facts of the DPAPI
# store with a real profile on it, and six weeks of visits that must say what this machine's build
# says. Wine is not Windows: file systems, rights and DPAPI are its own.
set -u
cd "$(dirname "$0")/../.." || exit 1
machine=windows
. tests/arch/foreign.sh
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
export WINEPREFIX="$PWD/build/windows-prefix" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
scratch=build/windows-profile

# The first start makes Wine's own files.
wine_starts() {
  rm -rf "$WINEPREFIX"
  timeout 300 "$wine" cmd /c ver
}

# Wine takes a user's name from the environment when its server starts.
another_user() {
  rm -rf $scratch && mkdir $scratch || return 1
  "$wine" build/windows/tests/arch/dpapi_facts.exe $scratch --leave || return 1
  stop_wine
  USER=somebody LOGNAME=somebody \
    "$wine" build/windows/tests/arch/dpapi_facts.exe $scratch --other-user
}

stop_wine() {
  "$(dirname "$wine")/wineserver64" -k 2>/dev/null || wineserver -k 2>/dev/null || true
  sleep 1
}

needs x86_64-w64-mingw32-gcc "$wine" meson ninja dpkg-source tclsh make
fetched 'libsodium and SQLCipher are built from Debian sources' \
  sh $here/windows_libraries.sh build/windows-root
fact 'the device library and its key stores compile for Windows' \
  compiles x86_64-w64-mingw32 x86_64 build/windows-root "$wine" --buildtype=debugoptimized \
  -Djson=disabled -Dsplit=disabled -Dsearch=disabled -Dsamples=disabled -Djni=disabled \
  -Dnode=disabled -Dpython=disabled || finish
fact 'Wine starts' wine_starts || finish
rm -rf $scratch && mkdir $scratch
facts_of "$wine" build/windows/tests/arch/dpapi_facts.exe $scratch
fact 'what one user sealed another cannot open' another_user
stop_wine
says_the_same "$(started_by "$wine" build/windows/tests/arch/sotto-same.exe)"
stop_wine
finish
