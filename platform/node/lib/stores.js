/*
 * Key stores: where the secret that opens a profile is kept. An app in Electron lends its own
 * (safeStorage, a keychain): three functions that answer at once.
 */
'use strict';

const native = require('./load.js');
const { fail } = require('./errors.js');

const STRENGTHS = { file: 1, service: 2, hardware: 3, memory: 4, passphrase: 5 };
const HALF = /\p{Surrogate}/u; // U+FFFD in its place would make two passphrases one
const shapes = new WeakMap();

class KeyStore {
  constructor(shape) {
    shapes.set(this, shape);
  }
}

/** A store in this process's memory, for visitors and tests: its profiles die with the process. */
class RamStore extends KeyStore {
  #memory = native.ram();
  #nowMs = 0;
  #locked = false;

  constructor() {
    super();
    shapes.set(this, { kind: 'ram', memory: this.#memory });
  }

  /** The clock of the profiles opened with it; 0: the system's. */
  get nowMs() {
    return this.#nowMs;
  }

  set nowMs(moment) {
    if (!Number.isSafeInteger(moment) || moment < 0) throw fail('ARGUMENT', 'nowMs is a moment.');
    this.#nowMs = moment;
    native.setRam(this.#memory, this.#nowMs, this.#locked);
  }

  /** True: the store answers that it is locked. */
  get locked() {
    return this.#locked;
  }

  set locked(locked) {
    this.#locked = Boolean(locked);
    native.setRam(this.#memory, this.#nowMs, this.#locked);
  }
}

/** A plain file, for development: whoever can read it and the profile can read everything. */
function insecureFile(path) {
  return new KeyStore({ kind: 'insecure_file', path });
}

/** What the person types. The bytes are copied; overwrite your own. */
function passphrase(words) {
  const typed = typeof words === 'string';
  const bytes = typed ? Buffer.from(words, 'utf8') : words;
  if (!(bytes instanceof Uint8Array) || (typed && HALF.test(words))) {
    throw fail('ARGUMENT', 'A passphrase is a whole text or a Uint8Array.');
  }
  return new KeyStore({ kind: 'passphrase', words: bytes });
}

function checkProvider(provider) {
  for (const name of ['load', 'store', 'wipe']) {
    if (typeof provider?.[name] !== 'function') {
      throw fail('ARGUMENT', `A key store of your own has a function ${name}.`);
    }
  }
}

/** A key store of the app's own: {load, store, wipe}, each answering at once. */
function lent(provider, { name = 'lent', strength = 'service' } = {}) {
  checkProvider(provider);
  if (!(strength in STRENGTHS)) throw fail('ARGUMENT', 'There is no such strength.');
  return new KeyStore({ kind: 'lent', provider, name, strength: STRENGTHS[strength] });
}

/** What the addon reads of a store. */
function shapeOf(store) {
  const shape = shapes.get(store);
  if (!shape) throw fail('ARGUMENT', 'keyStore is a key store of this package.');
  return shape;
}

module.exports = { RamStore, insecureFile, passphrase, lent, shapeOf };
