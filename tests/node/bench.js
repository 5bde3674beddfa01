/*
 * What JavaScript adds to a call, measured beside C in one run, in processor time (V8's collector
 * included), because other programs run too: the median of batches each way, the better of five
 * turns. At most 2 microseconds for each of the calls an app makes most.
 *
 * usage: bench.js CALL_COST
 */
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { fact, tell } = require('./tap.js');
const { shopper, brand, pack } = require('./shop.js');

const BATCHES = 41;
const CALLS = 500;
const MOST_NS = 2000;
const TURNS = 5;

function median(call) {
  const batches = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const begun = process.cpuUsage();
    for (let i = 0; i < CALLS; i += 1) call();
    const { user, system } = process.cpuUsage(begun);
    batches.push((user + system) * 1000 / CALLS);
  }
  return batches.sort((a, b) => a - b)[BATCHES >> 1];
}

async function turn() {
  const profile = await shopper({ consent: { personalize: true } });
  const [{ item }] = profile.recommend({ limit: 3 });
  const node = {
    mindset: median(() => profile.mindset()),
    title: median(() => profile.title(item)),
    record: median(() => profile.record({ type: 'view_item', item })),
    recommend: median(() => profile.recommend({ limit: 3 })),
  };
  await profile.close();
  return node;
}

/** {call: [C, JavaScript, added]} in nanoseconds; the least of each over the turns. */
async function compare() {
  const least = {};
  for (let i = 0; i < TURNS; i += 1) {
    const c = JSON.parse(execFileSync(process.argv[2], [pack, brand.signing_key]));
    for (const [name, ns] of Object.entries(await turn())) {
      const known = least[name] || [Infinity, Infinity];
      least[name] = [Math.min(known[0], c[name]), Math.min(known[1], ns)];
    }
  }
  return least;
}

fact('a call from JavaScript costs at most 2 microseconds more than from C', async () => {
  const least = await compare();
  for (const [name, [c, node]] of Object.entries(least)) {
    console.log(`# ${name.padEnd(10)} C ${c.toFixed(0).padStart(7)} ns   JavaScript `
      + `${node.toFixed(0).padStart(7)} ns   added ${(node - c).toFixed(0).padStart(6)} ns`);
  }
  for (const [name, [c, node]] of Object.entries(least)) assert.ok(node - c <= MOST_NS, name);
});

tell();
