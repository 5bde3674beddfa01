/*
 * The Electron example's service, with another process in the renderer's place: it asks over a
 * message channel, first as the page does, then as a page that was taken over would. Electron
 * itself is not run here; main.js, preload.js and page.js are only checked to be JavaScript.
 */
'use strict';

const assert = require('node:assert');
const { fork, spawnSync } = require('node:child_process');
const path = require('node:path');
const { fact, folder, tell } = require('./tap.js');
const { shopper } = require('./shop.js');

const EXAMPLE = path.join(process.env.SOTTO_PACKAGE, 'example');

/* The other process: asks what it is told to, and says what came back. */
if (process.argv[2] === 'renderer') {
  process.on('message', (message) => {
    if (message.ask) process.send({ request: message.ask });
    else process.send({ seen: message });
  });
} else {
  main();
}

/* Carries messages both ways, as ipcMain.handle and ipcRenderer.invoke do: copies alone. */
function renderer(answer) {
  const child = fork(__filename, ['renderer'], { serialization: 'advanced' });
  const waiting = [];
  child.on('message', ({ request, seen }) => {
    if (seen) return waiting.shift()(seen);
    const [name, values] = request;
    return Promise.resolve().then(() => answer(name, values)).then(
      (value) => child.send({ value }), (error) => child.send({ error: error.message }));
  });
  const ask = (name, ...values) => new Promise((resolve) => {
    waiting.push(resolve);
    child.send({ ask: [name, values] });
  });
  return { ask, end: () => child.disconnect() };
}

function main() {
  fact('the page gets picks with a reason, and what it does changes them', async () => {
    const { service } = require(path.join(EXAMPLE, 'shop_service.js'));
    const profile = await shopper({ directory: path.join(folder(), 'profile') });
    const page = renderer(service(profile));
    const { value: before } = await page.ask('picks');
    assert.equal(before.length, 6);
    await page.ask('looked', before[0].item);
    await page.ask('cart', before[0].item);
    assert.equal((await page.ask('mindset')).value, 'focused');
    const { value: after } = await page.ask('picks');
    assert.ok(after.every(({ because }) => because.length > 0));
    const answer = (await page.ask('ask', 'una tienda verde')).value;
    assert.ok(answer.answer.length > 0);
    assert.ok((await page.ask('kept')).value.length > 0);
    assert.ok((await page.ask('wouldLeave')).value.length > 0);
    assert.ok((await page.ask('forgetAll')).value > 0);
    page.end();
    await profile.close();
  });

  fact('a page that was taken over can ask for nothing else', async () => {
    const { service } = require(path.join(EXAMPLE, 'shop_service.js'));
    const profile = await shopper();
    const page = renderer(service(profile));
    for (const name of ['export', 'installPack', 'close', 'constructor', '__proto__', 'toString',
      'setConsent', 'erase', 5, null]) {
      assert.match((await page.ask(name)).error, /no such request/, String(name));
    }
    for (const value of [5, {}, null, 'x'.repeat(1000), ['x']]) {
      assert.match((await page.ask('looked', value)).error, /short text/);
    }
    assert.match((await page.ask('looked', 'x', 'y')).error, /one argument/);
    const told = JSON.stringify([(await page.ask('picks')).value, (await page.ask('kept')).value]);
    assert.ok(!/score|Micro|[0-9a-f]{32}/.test(told.replaceAll('priceMinor', '')), told);
    page.end();
    await profile.close();
  });

  fact('every file of the example is JavaScript', () => {
    for (const name of ['main.js', 'preload.js', 'page.js', 'key_store.js', 'shop_service.js']) {
      const run = spawnSync(process.execPath, ['--check', path.join(EXAMPLE, name)]);
      assert.equal(run.status, 0, String(run.stderr));
    }
  });

  tell();
}
