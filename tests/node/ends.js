/*
 * How things end: worker threads, terminated or not; a process that exits, throws or is killed with
 * a profile open; two processes on one profile; a profile that nobody closes.
 */
'use strict';

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { fact, folder, tell } = require('./tap.js');
const { sotto, error, all } = require('./shop.js');

const SHOP = JSON.stringify(path.join(__dirname, 'shop.js'));
const LIMIT_MS = 45000;

/* The beginning of every program below: a profile in the folder that was passed. */
const BEGIN = `
const { sotto, shopper, all } = require(${SHOP});
const fs = require('node:fs');
const directory = process.argv[1] + '/profile';
const file = process.argv[1] + '/key';
const provider = {
  load: () => (fs.existsSync(file) ? fs.readFileSync(file) : null),
  store: (key) => fs.writeFileSync(file, key),
  wipe: () => fs.rmSync(file, { force: true }),
};
const open = (keyStore = sotto.insecureFile(file)) => sotto.Profile.open(
  { keyStore, directory, consent: all });
`;

/** Runs a program to its end; {status, signal, stdout, stderr}. */
function program(place, text) {
  return spawnSync(process.execPath, ['-e', `${BEGIN}(async () => {${text}})();`, place],
    { encoding: 'utf8', timeout: LIMIT_MS });
}

async function itemsIn(place) {
  const profile = await sotto.Profile.open({
    keyStore: sotto.insecureFile(`${place}/key`), directory: `${place}/profile`, consent: all,
    existing: true,
  });
  const items = (await profile.export()).events.map((event) => event.item_id);
  await profile.close();
  return items;
}

/* Under the key that the program's own store kept; a fresh one where it kept none. */
async function opensAgain(place) {
  const profile = await sotto.Profile.open(
    { keyStore: sotto.insecureFile(`${place}/key`), directory: `${place}/profile`, consent: all });
  await profile.close();
}

const RECORD = "const profile = await open(); profile.record({ type: 'view_item', item: 'kept' });";

const endings = [
  ['returns from its program', '', 0],
  ['calls process.exit()', 'process.exit(3);', 3],
  ['throws', "throw new Error('own');", 1],
  ['exits while a call on the disk runs', 'profile.flush(); profile.export(); process.exit(4);', 4],
  ['exits while it forgets something else',
    "profile.forget({ item: 'other' }); setImmediate(() => process.exit(5));", 5],
];
for (const [name, text, status] of endings) {
  fact(`a process that ${name} keeps what it recorded`, async () => {
    const place = folder();
    const run = program(place, RECORD + text);
    assert.equal(run.status, status, run.stderr);
    assert.deepEqual(await itemsIn(place), ['kept']);
  });
}

const lentEndings = [
  ['while the app\'s store is asked for the key',
    'open(sotto.lent(provider)); setImmediate(() => process.exit(6));', 6],
  ['inside the app\'s store',
    `provider.store = () => process.exit(7); open(sotto.lent(provider));`, 7],
  ['with a profile of the app\'s store open',
    'await open(sotto.lent(provider)); process.exit(8);', 8],
];
for (const [name, text, status] of lentEndings) {
  fact(`a process that exits ${name} ends, and the profile opens again`, async () => {
    const place = folder();
    const run = program(place, text);
    assert.equal(run.status, status, `${run.signal} ${run.stderr}`);
    await opensAgain(place);
  });
}

fact('an open profile does not keep a process alive', async () => {
  const place = folder();
  const run = program(place, 'await open(sotto.lent(provider)); console.log("end");');
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, 'end\n');
});

fact('a killed process loses nothing that was flushed, and frees the profile', async () => {
  const place = folder();
  const text = `${BEGIN}(async () => { ${RECORD} await profile.flush(); console.log('flushed');
    setInterval(() => profile.record({ type: 'view_item', item: 'after' }), 1); })();`;
  const child = spawn(process.execPath, ['-e', text, place],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => { child.stdout.once('data', resolve); });
  child.kill('SIGKILL');
  await new Promise((resolve) => { child.once('exit', resolve); });
  assert.equal((await itemsIn(place))[0], 'kept');
});

fact('two processes on one profile: the second is told that it is busy', async () => {
  const place = folder();
  const profile = await sotto.Profile.open(
    { keyStore: sotto.insecureFile(`${place}/key`), directory: `${place}/profile`, consent: all });
  const run = program(place, 'await open().catch((refused) => console.log(refused.code));');
  assert.equal(run.stdout, 'SOTTO_E_BUSY\n', run.stderr);
  const twice = await error(() => sotto.Profile.open(
    { keyStore: sotto.insecureFile(`${place}/key`), directory: `${place}/profile`, consent: all }));
  assert.ok(twice instanceof sotto.BusyError);
  await profile.close();
});

/* A worker thread with a program; resolves with what it posts, or its exit code. */
function worker(place, text, terminateAfterMs) {
  const source = `process.argv[1] = ${JSON.stringify(place)};${BEGIN}
    const { parentPort } = require('node:worker_threads'); (async () => {${text}})();`;
  const thread = new Worker(source, { eval: true });
  const said = [];
  thread.on('message', (message) => said.push(message));
  if (terminateAfterMs !== undefined) setTimeout(() => thread.terminate(), terminateAfterMs);
  return new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => resolve(said));
  });
}

fact('four worker threads have profiles of their own, at once', async () => {
  const places = Array.from({ length: 4 }, folder);
  const text = `${RECORD} for (let i = 0; i < 300; i += 1) {
      profile.record({ type: 'view_item', item: 'i' + i }); profile.mindset(); }
    await profile.flush(); parentPort.postMessage((await profile.export()).events.length);
    await profile.close();`;
  const said = await Promise.all(places.map((place) => worker(place, text)));
  assert.deepEqual(said.flat(), [301, 301, 301, 301]);
});

fact('a worker thread that is terminated at any moment hangs nothing', async () => {
  const text = `for (;;) { const profile = await open(sotto.lent(provider));
    profile.record({ type: 'view_item', item: 'x' }); await profile.forget({ item: 'x' });
    await profile.close(); }`;
  for (let at = 0; at < 6; at += 1) {
    const place = folder();
    await worker(place, text, 40 + at * 34);
    await opensAgain(place);
  }
});

fact('a worker thread that ends without close() keeps what it recorded', async () => {
  const place = folder();
  await worker(place, RECORD);
  assert.deepEqual(await itemsIn(place), ['kept']);
});

fact('with libsqlite3 preloaded the profile is encrypted', async () => {
  const place = folder();
  const run = spawnSync(process.execPath,
    ['-e', `${BEGIN}(async () => {${RECORD} await profile.close(); })();`, place],
    { encoding: 'utf8', env: { ...process.env, LD_PRELOAD: 'libsqlite3.so.0' } });
  assert.equal(run.status, 0, run.stderr);
  const database = fs.readFileSync(`${place}/profile/profile.db`);
  assert.ok(database.length > 0 && !database.includes('SQLite format 3'));
  assert.deepEqual(await itemsIn(place), ['kept']);
});

fact('a profile cannot be sent to another thread', async () => {
  const place = folder();
  const text = `const profile = await open(); let copied = 'sent';
    try { copied = structuredClone(profile).mindset(); } catch (refused) { copied = 'refused'; }
    parentPort.postMessage(copied); await profile.close();`;
  assert.deepEqual(await worker(place, text), ['refused']);
});

fact('a profile that nobody holds is closed when it is collected', async () => {
  const place = folder();
  const text = `await (async () => { ${RECORD} })(); let freed = false;
    for (let i = 0; i < 50 && !freed; i += 1) { global.gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
      freed = await open().then((again) => again.close()).then(() => true, () => false); }
    console.log(freed);`;
  const run = spawnSync(process.execPath,
    ['--expose-gc', '-e', `${BEGIN}(async () => {${text}})();`, place],
    { encoding: 'utf8', timeout: LIMIT_MS });
  assert.equal(run.stdout, 'true\n', run.stderr);
  assert.deepEqual(await itemsIn(place), ['kept']);
});

fact('a profile that is dropped while a call runs ends that call well', async () => {
  const text = `const begin = async () => {
      let key = null;
      let refuse = false;
      const keyStore = sotto.lent({ load: () => key, wipe: () => {}, store(given) {
        if (refuse) throw new Error('own'); key = Uint8Array.from(given); } });
      const profile = await open(keyStore);
      profile.record({ type: 'view_item', item: 'kept' });
      await profile.flush();
      refuse = true;
      return [profile.forget({ item: 'kept' })]; };
    for (let i = 0; i < 10; i += 1) {
      const [promise] = await begin();
      for (let turn = 0; turn < 4; turn += 1) { global.gc(); await null; }
      await new Promise(setImmediate); global.gc();
      const refused = await promise.catch((error) => error);
      if (refused.cause?.message !== 'own') throw refused;
      fs.rmSync(directory, { recursive: true }); }
    console.log('done');`;
  const run = spawnSync(process.execPath,
    ['--expose-gc', '-e', `${BEGIN}(async () => {${text}})();`, folder()],
    { encoding: 'utf8', timeout: LIMIT_MS, env: { ...process.env, MALLOC_PERTURB_: '165' } });
  assert.equal(run.stdout, 'done\n', `${run.signal} ${run.stderr}`);
});

tell();
