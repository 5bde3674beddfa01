/*
 * Finds and loads the addon: prebuilds/PLATFORM-ARCH/sotto.node beside this package, or the file
 * that SOTTO_NODE names.
 *
 * Where the process has loaded libsqlite3 (a Node of some distributions does, or another addon),
 * its functions have the names of SQLCipher's. The addon is then loaded so that its own libraries
 * come first (RTLD_DEEPBIND); were that to fail, the library itself refuses with
 * SOTTO_E_NO_CIPHER and writes nothing. Node's own releases hide their SQLite.
 */
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function besideSqlite() {
  try {
    return fs.readFileSync('/proc/self/maps', 'latin1').includes('libsqlite3');
  } catch {
    return false; // no such file on this system
  }
}

function addonPath() {
  const built = `${process.platform}-${process.arch}`;
  return process.env.SOTTO_NODE || path.join(__dirname, '..', 'prebuilds', built, 'sotto.node');
}

function load(file) {
  const { RTLD_LAZY, RTLD_DEEPBIND } = os.constants.dlopen;
  const loaded = { exports: {} };
  const flags = RTLD_DEEPBIND && besideSqlite() ? RTLD_LAZY | RTLD_DEEPBIND : RTLD_LAZY;
  try {
    process.dlopen(loaded, path.resolve(file), flags);
  } catch (error) {
    const message = `sotto: the addon cannot be loaded: ${error.message}`;
    throw new Error(message, { cause: error });
  }
  return loaded.exports;
}

module.exports = load(addonPath());
