/*
 * Consent as people write it, {keep: true, personalize: true, categories: {internal: {keep:
 * false}}}, to and from the table of verdicts that the library takes. What is not named stays
 * unknown, and unknown keeps nothing and contributes nothing.
 */
'use strict';

const native = require('./load.js');
const { fail, asObject } = require('./errors.js');

const { categories: CATEGORIES, purposes: PURPOSES } = native.names();
const VERDICTS = ['unknown', 'granted', 'denied'];

function verdictOf(value) {
  if (value === true) return 1;
  if (value === false) return 2;
  const verdict = VERDICTS.indexOf(value);
  if (verdict < 0) throw fail('ARGUMENT', 'A verdict is true, false, granted, denied or unknown.');
  return verdict;
}

function place(names, name, what) {
  const at = names.indexOf(name);
  if (at < 0) throw fail('ARGUMENT', `There is no ${what} of that name.`);
  return at;
}

/* Sets {purpose: verdict} in the rows of the given categories. */
function fill(table, rows, verdicts) {
  for (const [purpose, value] of Object.entries(asObject(verdicts, 'What is said of a category'))) {
    const column = place(PURPOSES, purpose, 'purpose');
    for (const row of rows) table[row * PURPOSES.length + column] = verdictOf(value);
  }
}

function tableOf(consent, unsaid) {
  const table = new Uint8Array(CATEGORIES.length * PURPOSES.length).fill(unsaid);
  const { categories = {}, host, gpc, ...all } = consent;
  fill(table, [...CATEGORIES.keys()], all);
  for (const [category, verdicts] of Object.entries(asObject(categories, 'categories'))) {
    fill(table, [place(CATEGORIES, category, 'category')], verdicts);
  }
  return table;
}

/** [verdicts, host verdicts, gpc] of a consent. The host objects to nothing it does not name. */
function toVerdicts(consent) {
  if (typeof consent !== 'object' || consent === null) {
    throw fail('ARGUMENT', 'consent is an object such as {keep: true, personalize: true}.');
  }
  const host = asObject(consent.host ?? {}, 'host');
  return [tableOf(consent, 0), tableOf(host, 1), Boolean(consent.gpc)];
}

function named(table) {
  const verdicts = {};
  CATEGORIES.forEach((category, row) => {
    verdicts[category] = {};
    PURPOSES.forEach((purpose, column) => {
      verdicts[category][purpose] = VERDICTS[table[row * PURPOSES.length + column]];
    });
  });
  return verdicts;
}

/** {gpc, categories, host: {categories}}: what toVerdicts() takes back. */
function fromVerdicts({ verdicts, hostVerdicts, gpc }) {
  return { gpc, categories: named(verdicts), host: { categories: named(hostVerdicts) } };
}

module.exports = { toVerdicts, fromVerdicts, CATEGORIES };
