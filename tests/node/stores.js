/*
 * Key stores from JavaScript, above all the app's own: what it throws, gives and forgets to give;
 * and that a call at once never waits for ever while a key is asked for.
 */
'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { fact, folder, tell } = require('./tap.js');
const { sotto, shopper, error, all } = require('./shop.js');

/* What Electron's safeStorage gives an app: it encrypts a text under a key of the system's. */
class SafeStorage {
  #system = crypto.randomBytes(32);

  encryptString(text) {
    const nonce = crypto.randomBytes(12);
    const cipher = crypto.createCipheriv('aes-256-gcm', this.#system, nonce);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  decryptString(sealed) {
    const open = crypto.createDecipheriv('aes-256-gcm', this.#system, sealed.subarray(0, 12));
    open.setAuthTag(sealed.subarray(-16));
    return open.update(sealed.subarray(12, -16), undefined, 'utf8') + open.final('utf8');
  }
}

/* The key store an Electron app lends: as platform/node/example/key_store.js. */
function electronStore(file, safeStorage) {
  const { keyStore } = require(path.join(process.env.SOTTO_PACKAGE, 'example/key_store.js'));
  return keyStore(file, safeStorage);
}

/* Three functions over one variable, each counted. */
function memoryProvider() {
  const provider = {
    key: null,
    calls: { load: 0, store: 0, wipe: 0 },
    load() { provider.calls.load += 1; return provider.key; },
    store(key) { provider.calls.store += 1; provider.key = Uint8Array.from(key); },
    wipe() { provider.calls.wipe += 1; provider.key = null; },
  };
  return provider;
}

const open = (keyStore, directory, more) => sotto.Profile.open(
  { keyStore, directory, consent: all, ...more });

fact('an app\'s own store keeps the key, forget replaces it, erase destroys it', async () => {
  const provider = memoryProvider();
  const store = sotto.lent(provider, { name: 'mine', strength: 'hardware' });
  const directory = path.join(folder(), 'profile');
  const profile = await shopper({ keyStore: store, directory });
  assert.equal(provider.calls.store, 1);
  const first = provider.key;
  profile.record({ type: 'view_item', item: 'x' });
  await profile.forget({ item: 'x' });
  assert.notDeepEqual(provider.key, first);
  await profile.close();
  await (await open(store, directory, { existing: true })).close();
  const receipt = await sotto.erase(directory, store);
  assert.deepEqual([receipt.storeName, receipt.strength, receipt.keyDestroyed],
    ['mine', 'hardware', true]);
  assert.equal(provider.key, null);
});

fact('the store of the Electron example keeps a profile, sealed by safeStorage', async () => {
  const place = folder();
  const file = path.join(place, 'key.sealed');
  const safeStorage = new SafeStorage();
  const directory = path.join(place, 'profile');
  const profile = await shopper({ keyStore: electronStore(file, safeStorage), directory });
  profile.record({ type: 'view_item', item: 'x' });
  await profile.forget({ item: 'x' });
  await profile.close();
  await (await open(electronStore(file, safeStorage), directory, { existing: true })).close();
  const stranger = electronStore(file, new SafeStorage());
  const refused = await error(() => open(stranger, directory, { existing: true }));
  assert.equal(refused.code, 'SOTTO_E_KEY_LOCKED');
  assert.ok(refused.cause instanceof Error);
  await sotto.erase(directory, electronStore(file, safeStorage));
  assert.deepEqual(fs.readdirSync(place).filter((name) => name.startsWith('key')), []);
});

fact('what the app\'s store throws is the cause of the error, and nothing was lost', async () => {
  const provider = memoryProvider();
  const store = sotto.lent(provider);
  const directory = path.join(folder(), 'profile');
  const profile = await shopper({ keyStore: store, directory });
  profile.record({ type: 'view_item', item: 'x' });
  const own = new Error('the keyring is locked');
  const { store: keep, load } = provider;
  provider.store = () => { throw own; };
  const refused = await error(() => profile.forget({ item: 'x' }));
  assert.equal(refused.code, 'SOTTO_E_KEY_LOCKED');
  assert.ok(refused instanceof sotto.KeyError);
  assert.equal(refused.cause, own);
  provider.store = keep;
  await profile.forget({ item: 'x' });
  await profile.close();
  provider.load = () => { throw own; };
  assert.equal((await error(() => open(store, directory))).cause, own);
  provider.load = load;
  await (await open(store, directory)).close();
});

fact('a store that gives no key, a short one, a promise or a text is told apart', async () => {
  const directory = path.join(folder(), 'profile');
  const provider = memoryProvider();
  const store = sotto.lent(provider);
  await (await open(store, directory)).close();
  const { key } = provider;
  const answers = [
    [null, 'SOTTO_E_KEY_LOST'], [undefined, 'SOTTO_E_KEY_LOST'],
    [new Uint8Array(32), 'SOTTO_E_KEY_WRONG'], [new Uint8Array(31), 'SOTTO_E_PORT'],
    [Promise.resolve(key), 'SOTTO_E_PORT'], ['secret', 'SOTTO_E_PORT'],
    [new Uint16Array(32), 'SOTTO_E_PORT'],
  ];
  for (const [answer, code] of answers) {
    provider.load = () => answer;
    assert.equal((await error(() => open(store, directory))).code, code, String(answer));
  }
  provider.load = () => key;
  await (await open(store, directory)).close();
  provider.store = async () => {};
  const other = path.join(folder(), 'other');
  provider.load = () => null;
  assert.equal((await error(() => open(store, other))).code, 'SOTTO_E_PORT');
});

fact('a store that lacks a function is refused at once', async () => {
  for (const provider of [{}, null, { load() {}, store() {} }, { load: 1, store: 2, wipe: 3 }]) {
    assert.equal((await error(() => sotto.lent(provider))).code, 'SOTTO_E_ARGUMENT');
  }
  const strange = await error(() => sotto.lent(memoryProvider(), { strength: 'iron' }));
  assert.equal(strange.code, 'SOTTO_E_ARGUMENT');
});

fact('a call at once, made while the key is asked for, answers it and goes on', async () => {
  const provider = memoryProvider();
  const profile = await shopper(
    { keyStore: sotto.lent(provider), directory: path.join(folder(), 'profile') });
  for (let i = 0; i < 8; i += 1) {
    profile.record({ type: 'view_item', item: `x${i}` });
    const before = provider.calls.store;
    const forgotten = profile.forget({ item: `x${i}` });
    await null; // it has begun on a working thread …
    await null;
    profile.mindset(); // … and this thread does not come back to the loop before it has ended
    assert.equal(provider.calls.store, before + 1);
    await forgotten;
  }
  await profile.close();
});

fact('a store\'s function that calls its own profile gets an error, not a deadlock', async () => {
  const provider = memoryProvider();
  const profile = await shopper(
    { keyStore: sotto.lent(provider), directory: path.join(folder(), 'profile') });
  let thrown = null;
  const { store } = provider;
  provider.store = (key) => {
    try { profile.mindset(); } catch (refused) { thrown = refused; }
    store(key);
  };
  profile.record({ type: 'view_item', item: 'x' });
  await profile.forget({ item: 'x' });
  assert.equal(thrown?.code, 'SOTTO_E_BUSY');
  await profile.close();
});

fact('a locked store, a wrong passphrase and a lost key file are told apart', async () => {
  const place = folder();
  const ram = new sotto.RamStore();
  const profile = await open(ram, path.join(place, 'ram'));
  await profile.close();
  ram.locked = true;
  assert.equal((await error(() => open(ram, path.join(place, 'ram')))).code, 'SOTTO_E_KEY_LOCKED');
  ram.locked = false;
  await (await open(ram, path.join(place, 'ram'))).close();
  const words = Buffer.from('correct horse', 'utf8');
  await (await open(sotto.passphrase(words), path.join(place, 'words'))).close();
  words.fill(0);
  await (await open(sotto.passphrase('correct horse'), path.join(place, 'words'))).close();
  const wrong = await error(() => open(sotto.passphrase('wrong'), path.join(place, 'words')));
  assert.equal(wrong.code, 'SOTTO_E_KEY_WRONG');
  const file = path.join(place, 'key');
  await (await open(sotto.insecureFile(file), path.join(place, 'file'))).close();
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  fs.rmSync(file);
  const lost = await error(() => open(sotto.insecureFile(file), path.join(place, 'file')));
  assert.equal(lost.code, 'SOTTO_E_KEY_LOST');
});

fact('no plaintext is on the disk, whatever the store', async () => {
  const place = folder();
  const stores = [new sotto.RamStore(), sotto.passphrase('words'),
    sotto.insecureFile(path.join(place, 'key')), sotto.lent(memoryProvider())];
  for (const [at, keyStore] of stores.entries()) {
    const directory = path.join(place, `profile${at}`);
    const profile = await shopper({ keyStore, directory });
    profile.record({ type: 'view_item', item: 'canary-alpine-tent' });
    await profile.close();
    for (const name of fs.readdirSync(directory)) {
      const bytes = fs.readFileSync(path.join(directory, name));
      assert.ok(!bytes.includes('canary') && !bytes.includes('SQLite format 3'), name);
    }
  }
});

tell();
