/*
 * A key store for Electron: the secret, sealed by safeStorage (Keychain, DPAPI or the Secret
 * Service, whichever the system has), in a file of the app's own.
 *
 * Where the system has no such service safeStorage falls back to a fixed password ("basic_text");
 * main.js refuses that, because it would protect nothing.
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { lent } = require('sotto');

/* A cut leaves the old file or the new one, never none. */
function replace(file, bytes) {
  const beside = `${file}.new`;
  const descriptor = fs.openSync(beside, 'w', 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(beside, file);
  const folder = fs.openSync(path.dirname(file), 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

/** The key store; its three functions answer at once, as lent() asks. */
function keyStore(file, safeStorage) {
  return lent({
    load() {
      if (!fs.existsSync(file)) return null; // no secret yet
      return Buffer.from(safeStorage.decryptString(fs.readFileSync(file)), 'base64');
    },
    store(key) {
      replace(file, safeStorage.encryptString(Buffer.from(key).toString('base64')));
    },
    wipe() {
      fs.rmSync(file, { force: true });
    },
  }, { name: 'safeStorage', strength: 'service' });
}

module.exports = { keyStore };
