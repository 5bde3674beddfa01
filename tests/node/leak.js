/*
 * 100,000 calls of every kind, and 1,000 profiles opened and closed, leave the process as large as
 * it was after a warm-up, with no more open files. Run with --expose-gc.
 *
 * The bound is less than half of what 100,000 lost allocations of the smallest size (32 bytes) come
 * to. What is over it is measured again, up to three times: a heap may still settle, but a leak
 * leaks each time.
 */
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { fact, folder, tell } = require('./tap.js');
const { sotto, shopper, all } = require('./shop.js');

const MOST_BYTES = 1.5e6;
const TURNS = 4;

const files = () => fs.readdirSync('/proc/self/fd').length;

/* What the C library holds, without V8: its own heap grows and shrinks as it likes. */
function native() {
  global.gc();
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}

const swallow = (call) => {
  try { call(); } catch (refused) { assert.ok(refused instanceof sotto.SottoError); }
};

/* Sixty-four calls of all kinds. */
function round(profile, talk, item) {
  for (let i = 0; i < 24; i += 1) profile.mindset();
  for (let i = 0; i < 18; i += 1) profile.title(item);
  profile.affinities();
  profile.needs();
  profile.budget();
  profile.preview();
  profile.pack();
  profile.consent();
  profile.audiences();
  profile.mindsetReasons();
  const [pick] = profile.recommend({ limit: 3, exclude: [item] });
  profile.explain(pick);
  profile.explain(pick);
  profile.choose('reassurance');
  profile.explainChoice();
  profile.setContext({ hour: 'evening' });
  profile.pauseLearning(false);
  talk.ask('a green tent', { limit: 2 });
  talk.reset();
  for (let i = 0; i < 3; i += 1) swallow(() => profile.title('unknown'));
  swallow(() => profile.record({ type: 'view_item', item: 5 }));
  swallow(() => profile.recordJson('{'));
}

/* Runs until it grows by less than the bound. */
async function settles(what, run) {
  let grown = Infinity;
  for (let turn = 0; turn < TURNS && grown >= MOST_BYTES; turn += 1) {
    const before = native();
    await run();
    grown = native() - before;
    console.log(`# grown by ${grown} bytes in ${what}`);
  }
  assert.ok(grown < MOST_BYTES, `${grown} bytes`);
}

async function rounds(count) {
  const profile = await shopper({ consent: { personalize: true } });
  const [{ item }] = profile.recommend();
  profile.record({ type: 'view_item', item });
  const talk = profile.conversation();
  for (let i = 0; i < count; i += 1) round(profile, talk, item);
  await profile.close();
}

async function later(count) {
  const profile = await shopper({ consent: { personalize: true } });
  for (let i = 0; i < count; i += 1) {
    await profile.kept();
    await profile.outbox();
    await profile.settle(1n, 'done').catch(() => {});
    await profile.tick();
  }
  await profile.close();
}

fact('100,000 calls leak nothing', async () => {
  await rounds(500);
  await settles('102,400 calls', () => rounds(1600)); // of 64 calls
});

fact('20,000 promises leak nothing', async () => {
  await later(1500);
  await settles('20,000 promises', () => later(5000));
});

fact('1,000 profiles opened and closed leak neither memory nor files', async () => {
  const provider = { load: () => null, store() {}, wipe() {} };
  const open = async (count) => {
    for (let i = 0; i < count; i += 1) {
      const keyStore = i % 2 ? new sotto.RamStore() : sotto.lent(provider);
      const profile = await sotto.Profile.open({ keyStore, consent: all });
      if (i % 3) await profile.close();
      else profile.closeNow();
      if (i % 20 === 0) await new Promise(setImmediate); // what was freed is freed on the loop
    }
  };
  await open(300);
  const opened = files();
  await settles('1,000 profiles', async () => {
    await open(1000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  assert.equal(files(), opened);
});

fact('a profile on the disk, opened and closed 50 times, leaves no file open', async () => {
  const keyStore = new sotto.RamStore();
  const directory = path.join(folder(), 'profile');
  const opened = files();
  for (let i = 0; i < 50; i += 1) {
    await (await sotto.Profile.open({ keyStore, directory, consent: all })).close();
  }
  assert.equal(files(), opened);
});

tell();
