/*
 * What an app does wrong, and what it gets: an error that says what, never a crash, never a word of
 * the person's.
 */
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { fact, folder, tell } = require('./tap.js');
const { sotto, shopper, brand, error, all } = require('./shop.js');

const native = require(path.join(process.env.SOTTO_PACKAGE, 'lib/load.js'));

fact('every kind of call after close() is a StateError', async () => {
  const profile = await shopper();
  const talk = profile.conversation();
  await profile.close();
  const calls = [
    () => profile.record({ type: 'view_item', item: 'x' }), () => profile.recommend(),
    () => profile.mindset(), () => profile.choose('hero'), () => talk.ask('a tent'),
    () => profile.flush(), () => profile.export(), () => profile.outbox(),
    () => profile.forget({ all: true }), () => profile.consent(), () => profile.conversation(),
  ];
  for (const call of calls) {
    const thrown = await error(call);
    assert.equal(thrown.code, 'SOTTO_E_STATE', String(call));
    assert.ok(thrown instanceof sotto.StateError && thrown instanceof sotto.SottoError);
    assert.equal(thrown.status, -2);
  }
});

fact('closing again does nothing', async () => {
  const profile = await shopper();
  await Promise.all([profile.close(), profile.close()]);
  profile.closeNow();
  await profile.close();
});

if (Symbol.dispose) {
  fact('a profile is disposable: using closes it', async () => {
    const profile = await shopper();
    profile[Symbol.dispose]();
    assert.equal((await error(() => profile.mindset())).code, 'SOTTO_E_STATE');
    const other = await shopper();
    await other[Symbol.asyncDispose]();
    assert.equal((await error(() => other.mindset())).code, 'SOTTO_E_STATE');
  });
}

fact('close() waits for what was asked before it', async () => {
  const profile = await shopper({ directory: path.join(folder(), 'profile') });
  profile.record({ type: 'view_item', item: 'asked-before' });
  const exported = profile.export();
  const flushed = profile.flush();
  const closed = profile.close();
  assert.equal((await exported).events.length, 1);
  await flushed;
  await closed;
});

fact('closeNow() while a call runs lets that call end, and fails those that wait', async () => {
  const profile = await shopper({ directory: path.join(folder(), 'profile') });
  profile.record({ type: 'view_item', item: 'x' });
  const running = profile.forget({ all: true });
  const waiting = profile.export();
  await null; // the first has begun
  await null;
  profile.closeNow();
  const [ended, failed] = await Promise.allSettled([running, waiting]);
  assert.equal(ended.status, 'fulfilled');
  assert.equal(failed.reason?.code, 'SOTTO_E_STATE');
});

fact('calls at once go on while one on the disk runs', async () => {
  const profile = await shopper({ directory: path.join(folder(), 'profile') });
  for (let i = 0; i < 50; i += 1) {
    const flushed = profile.flush();
    profile.record({ type: 'view_item', item: `item-${i}` });
    assert.equal(profile.mindset().events, i + 1);
    await flushed;
  }
  assert.equal((await profile.export()).events.length, 50);
  await profile.close();
});

fact('fifty calls on the disk at once are done in order', async () => {
  const profile = await shopper({ directory: path.join(folder(), 'profile') });
  const done = [];
  await Promise.all(Array.from({ length: 50 },
    (_, at) => profile.tick().then(() => done.push(at))));
  assert.deepEqual(done, Array.from({ length: 50 }, (_, at) => at));
  await profile.close();
});

fact('arguments of a wrong type are named', async () => {
  const profile = await shopper();
  const wrong = [
    [() => profile.record({ type: 'view_item', item: 5 }), /item must be a string/],
    [() => profile.record({ type: 'view_item', item: 'x', quantity: 1.5 }), /quantity/],
    [() => profile.record({ type: 'view_item', item: 'x', quantity: -1 }), /quantity/],
    [() => profile.record({ type: 'view_item', item: 'x', quantity: 2 ** 40 }), /quantity/],
    [() => profile.record({ type: 'view_item', item: 'x', priceMinor: NaN }), /priceMinor/],
    [() => profile.record({ type: 'view_item', item: 'x', timeMs: '1' }), /timeMs/],
    [() => profile.recommend({ exclude: 'x' }), /exclude must be an array of strings/],
    [() => profile.recommend({ exclude: [1] }), /exclude/],
    [() => profile.recommend({ complete: 1 }), /complete must be true or false/],
    [() => profile.recommend({ seed: -1n }), /seed/],
    [() => profile.recommend({ seed: 2n ** 64n }), /seed/],
    [() => profile.recommend({ limit: Infinity }), /limit/],
    [() => profile.recommend(null), /object/],
    [() => profile.explain('x'), /MISSING|id/],
    [() => profile.title({}), /item/],
    [() => profile.installPack('a\0b'), /zero byte/],
    [() => profile.installPack(7), /path/],
    [() => profile.answer('abc'), /16 bytes/],
    [() => profile.forget({}), /one thing/],
    [() => profile.forget({ item: 'x', all: true }), /one thing/],
    [() => profile.setConsent({ kep: true }), /purpose/],
    [() => profile.setConsent({ keep: 'yes' }), /verdict/],
    [() => profile.setConsent(undefined), /consent/],
    [() => profile.settle(1n, 'sent'), /delivery/],
    [() => profile.pauseLearning('no'), /paused/],
    [() => profile.statePreference('color', 'green', 'much'), /strength/],
  ];
  for (const [call, message] of wrong) {
    const thrown = await error(call);
    assert.ok(thrown instanceof sotto.SottoError, `${call}: ${thrown.stack}`);
    assert.match(`${thrown.code} ${thrown.message}`, message, String(call));
  }
  assert.equal((await profile.kept()).length, 0);
  await profile.close();
});

fact('an event of no known name keeps nothing', async () => {
  const profile = await shopper();
  for (const event of [{ type: 'looked' }, {}, null, 'view_item', { type: 'toString' }]) {
    assert.equal((await error(() => profile.record(event))).code, 'SOTTO_E_EVENT_NAME');
  }
  assert.equal((await error(() => profile.record({ type: 'view_item' }))).code,
    'SOTTO_E_EVENT_ITEM');
  assert.equal((await error(() => profile.recordJson('{'))).code, 'SOTTO_E_JSON');
  assert.equal((await error(() => profile.import('[]'))).code, 'SOTTO_E_JSON');
  await profile.close();
});

fact('opening without what is needed says so', async () => {
  const keyStore = new sotto.RamStore();
  const wrong = [
    undefined, {}, { keyStore }, { consent: all }, { keyStore: {}, consent: all },
    { keyStore: { kind: 'ram', memory: {} }, consent: all },
    { keyStore, consent: all, packKeys: ['short'] },
    { keyStore, consent: all, packKeys: [new Uint8Array(31)] },
    { keyStore, consent: all, directory: 5 },
    { keyStore, consent: all, limits: { retentionDays: -1 } },
    { keyStore: sotto.insecureFile(undefined), consent: all },
  ];
  for (const options of wrong) {
    const thrown = await error(() => sotto.Profile.open(options));
    assert.equal(thrown.code, 'SOTTO_E_ARGUMENT', JSON.stringify(options));
  }
  assert.equal((await error(() => new sotto.Profile())).code, 'SOTTO_E_ARGUMENT');
  assert.equal((await error(() => sotto.erase(5, keyStore))).code, 'SOTTO_E_ARGUMENT');
});

fact('an option or a field of no known name is refused, and nothing is kept', async () => {
  const directory = path.join(folder(), 'profile');
  const slips = [{ directry: directory }, { directory, keystore: 1 }, { directory, undefined: 1 },
    { directory, limits: { retention: 1 } }, { directory, limits: 5 }];
  for (const slip of slips) {
    const thrown = await error(() => shopper(slip));
    assert.equal(thrown.code, 'SOTTO_E_ARGUMENT', JSON.stringify(slip));
    assert.ok(!fs.existsSync(directory));
  }
  const profile = await shopper();
  for (const call of [() => profile.record({ type: 'view_item', item: 'x', quantty: 2 }),
    () => profile.recommend({ limt: 3 }), () => profile.why('x', { limt: 3 })]) {
    assert.match((await error(call)).message, /no field of that name/, String(call));
  }
  assert.equal((await profile.kept()).length, 0);
  assert.equal(profile.recommend({ limit: 1, explain: false }).length, 1);
  await profile.close();
});

fact('packKeys is an array of at most two keys, and each is whole', async () => {
  const key = brand.signing_key;
  for (const packKeys of [key, Buffer.from(key, 'hex'), {}, 5, [key, key, key]]) {
    const thrown = await error(() => shopper({ packKeys }));
    assert.match(thrown.message, /an array of at most two keys/);
  }
  for (const packKeys of [[`${key}zz`], [`${key}0`], [key, null], [key, 'zz'.repeat(32)]]) {
    assert.match((await error(() => shopper({ packKeys }))).message, /32 bytes/);
  }
  await (await shopper({ packKeys: [key, new Uint8Array(32)] })).close();
});

fact('a consent and a passphrase that are none are refused', async () => {
  const profile = await shopper();
  for (const consent of [{ categories: null }, { categories: { internal: null } }, { host: 5 },
    { categories: 'internal' }, { host: { categories: null } }]) {
    const thrown = await error(() => profile.setConsent({ keep: true, ...consent }));
    assert.equal(thrown.code, 'SOTTO_E_ARGUMENT', JSON.stringify(consent));
  }
  assert.equal(profile.consent().categories.internal.keep, 'granted');
  for (const words of [undefined, null, 5, {}, 'half \ud800 of one']) {
    assert.equal((await error(() => sotto.passphrase(words))).code, 'SOTTO_E_ARGUMENT');
  }
  sotto.passphrase('a whole one: \ud83d\ude00');
  await profile.close();
});

fact('an object that is no profile is refused by the addon itself', async () => {
  const foreign = [undefined, null, 0, {}, 'x', Symbol('x'), native.ram(), () => {}];
  for (const name of ['record', 'mindset', 'flush', 'close', 'export', 'search', 'answer']) {
    for (const value of foreign) {
      assert.equal((await error(() => native[name](value))).code, 'SOTTO_E_ARGUMENT', name);
    }
  }
});

fact('a getter that throws is the caller\'s own error', async () => {
  const profile = await shopper();
  const own = new Error('mine');
  const event = { get type() { throw own; } };
  assert.equal(await error(() => profile.record(event)), own);
  const limits = { get retentionDays() { throw own; } };
  assert.equal(await error(() => sotto.Profile.open(
    { keyStore: new sotto.RamStore(), consent: all, limits })), own);
  await profile.close();
});

fact('a list that claims to be longer than any memory is an error, not a crash', async () => {
  const profile = await shopper();
  const exclude = Array.from({ length: 200 }, (_, i) => `item-${i}`);
  exclude.length = 4294967295;
  assert.throws(() => profile.recommend({ limit: 3, exclude }), { name: /Error$/ });
  assert.equal(profile.recommend({ limit: 3 }).length, 3);
  await profile.close();
});

fact('lone surrogates and zero bytes in a text do no harm', async () => {
  const profile = await shopper();
  profile.record({ type: 'view_item', item: 'a\ud800b' });
  const zero = await error(() => profile.record({ type: 'view_item', item: 'c\0d' }));
  assert.equal(zero.code, 'SOTTO_E_EVENT_ITEM');
  const items = (await profile.export()).events.map((event) => event.item_id);
  assert.equal(items[0], 'a\ufffdb');
  const long = await error(() => profile.record({ type: 'view_item', item: 'x'.repeat(70000) }));
  assert.equal(long.code, 'SOTTO_E_EVENT_ITEM');
  assert.equal((await error(() => profile.conversation().ask('x'.repeat(3000)))).code,
    'SOTTO_E_LIMIT');
  await profile.close();
});

fact('no error tells anything of the person', async () => {
  const canary = 'canary-pregnancy-test';
  const directory = path.join(folder(), 'profile');
  const profile = await shopper({ directory });
  profile.record({ type: 'view_item', item: canary });
  const calls = [
    () => profile.record({ type: 'view_item', item: canary, quantity: 2e6 }),
    () => profile.record({ type: 'view_item', item: canary.repeat(99) }),
    () => profile.recordJson(`{"name": "${canary}", "params": {"items": [{"item_id": 1}]}}`),
    () => profile.import(`{"events": [{"item": "${canary}"}]}`),
    () => profile.title(canary), () => profile.choose(canary),
    () => profile.recommend({ slot: canary }),
    () => profile.recommend({ category: canary }), () => profile.statePreference(canary, canary),
    () => profile.conversation().ask(canary, { slot: canary }), () => profile.outcome(77n, 1),
    () => profile.setMessages({ en: { [canary]: canary } }), () => profile.installPack(canary),
    () => sotto.Profile.open({ keyStore: new sotto.RamStore(), consent: all, directory }),
  ];
  for (const call of calls) {
    const thrown = await error(call);
    const told = `${thrown.message} ${thrown.code} ${JSON.stringify(thrown)} ${thrown.cause ?? ''}`;
    assert.ok(!told.includes('canary') && !told.includes('pregnancy'), `${call}: ${told}`);
  }
  await profile.close();
});

fact('an error has its class, its code and its number', async () => {
  const thrown = await error(() => sotto.Profile.open(
    { keyStore: new sotto.RamStore(), consent: all, directory: folder(), existing: true }));
  assert.ok(thrown instanceof sotto.MissingError && thrown instanceof Error, thrown.stack);
  assert.equal(thrown.name, 'MissingError');
  assert.equal(thrown.code, 'SOTTO_E_MISSING');
  assert.equal(thrown.status, -5);
});

tell();
