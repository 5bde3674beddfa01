/*
 * Finds and loads the addon: prebuilds/PLATFORM-ARCH/sotto.node beside this package, or the file
 * that SOTTO_NODE names.
 *
 * Nodes from 22.5 on carry an SQLite of their own, whose functions have the names of SQLCipher's.
 * The addon is loaded so that its own libraries come first (RTLD_DEEPBIND); were that to fail, the
 * library itself refuses with SOTTO_E_NO_CIPHER and writes nothing.
 */
'use strict';

const os = require('node:os');
const path = require('node:path');

const OWN_SQLITE = process.versions.sqlite !== undefined;

function addonPath() {
  const built = `${process.platform}-${process.arch}`;
  return process.env.SOTTO_NODE || path.join(__dirname, '..', 'prebuilds', built, 'sotto.node');
}

function load(file) {
  const { RTLD_LAZY, RTLD_DEEPBIND } = os.constants.dlopen;
  const loaded = { exports: {} };
  const flags = OWN_SQLITE && RTLD_DEEPBIND ? RTLD_LAZY | RTLD_DEEPBIND : RTLD_LAZY;
  try {
    process.dlopen(loaded, path.resolve(file), flags);
  } catch (error) {
    const message = `sotto: no addon for ${process.platform}-${process.arch}: ${error.message}`;
    throw new Error(message, { cause: error });
  }
  return loaded.exports;
}

module.exports = load(addonPath());
