/*
 * Facts in the Test Anything Protocol. A fact is a function that throws, or rejects, where it does
 * not hold. Facts run one after another; one that takes longer than a minute has failed.
 */
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const LIMIT_MS = 60000;
const facts = [];

/** States a fact. */
function fact(name, holds) {
  facts.push({ name, holds });
}

/** A fact that cannot be looked at here. */
function skip(name, reason) {
  facts.push({ name: `${name} # SKIP ${reason}` });
}

function late(name) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${name}: over a minute`)), LIMIT_MS).unref();
  });
}

const folders = [];

/** A fresh folder, gone when the facts are told. */
function folder() {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'sotto-node-'));
  folders.push(made);
  return made;
}

/** Tells all facts and leaves. */
async function tell() {
  let failures = 0;
  for (const [at, { name, holds }] of facts.entries()) {
    try {
      if (holds) await Promise.race([holds(), late(name)]);
      console.log(`ok ${at + 1} - ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`not ok ${at + 1} - ${name}`);
      console.log(String(error.stack || error).replace(/^/gm, '# '));
    }
  }
  console.log(`1..${facts.length}`);
  for (const made of folders) fs.rmSync(made, { recursive: true, force: true });
  process.exit(failures ? 1 : 0); // whatever a failed fact left running
}

module.exports = { fact, skip, folder, tell };
