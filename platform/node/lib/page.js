/*
 * Reads what the addon tells. An answer is a row of 64-bit slots and one text (node_tell.c says how
 * they are written); here they become objects, which JavaScript makes far faster than C can.
 */
'use strict';

const native = require('./load.js');
const { fail } = require('./errors.js');

const SLOTS = 4096;
const KINDS = [
  'u32', 'i32', 'i64', 'u64', 'id', 'f64', 'yes', 'name', 'text', 'option', 'chars', 'path',
  'bytes', 'hex', 'exact', 'key', 'texts', 'reasons',
]; // node_shape.h

const page = new Float64Array(SLOTS);
native.setPage(page);
const pageWide = new BigUint64Array(page.buffer);

/* Where the reader is. One at a time: nothing below gives control away. */
let slots = page;
let wide = pageWide;
let text = '';
let at = 0;
let from = 0;

const number = () => slots[at++];
const words = () => {
  const begun = from;
  from += slots[at++];
  return text.slice(begun, from);
};
const bytes = () => {
  const size = slots[at++];
  const begun = slots.byteOffset + at * 8;
  at += Math.ceil(size / 8);
  return Buffer.from(slots.buffer.slice(begun, begun + size));
};

const READ = {
  id: () => wide[at++],
  yes: () => slots[at++] !== 0,
  text: words,
  chars: words,
  hex: words,
  option: () => words() || null,
  bytes,
  exact: bytes,
  reasons: () => rows(SHAPES.reason),
};

function reader([key, kind, names]) {
  if (KINDS[kind] === 'name') return [key, () => names[slots[at++]] ?? ''];
  return [key, READ[KINDS[kind]] || number];
}

/* The two that are read most, spelt out: V8 makes such an object in one step. */
const SPELT = {
  pick: () => ({
    id: wide[at++], item: words(), title: words(), priceMinor: number(), scoreMicro: number(),
  }),
  reason: () => ({
    kind: number(), scoreMicro: number(), text: words(), item: words() || null,
  }),
};

/* Is it spelt as the addon tells it? */
function spelt(name, fields) {
  if (!SPELT[name]) return false;
  at = 0;
  from = 0;
  return Object.keys(SPELT[name]()).join() === fields.map(([key]) => key).join();
}

/* One object of a shape. */
function maker(name, fields) {
  const readers = fields.map(reader);
  return spelt(name, fields) ? SPELT[name] : (() => {
    const made = {};
    for (let i = 0; i < readers.length; i += 1) made[readers[i][0]] = readers[i][1]();
    return made;
  });
}

const SHAPES = {};
for (const [name, fields] of Object.entries(native.shapes())) SHAPES[name] = maker(name, fields);

function rows(shape) {
  const made = new Array(slots[at++]);
  for (let i = 0; i < made.length; i += 1) made[i] = shape();
  return made;
}

/* Begins to read an answer: the text alone where it is in the page, else [bytes, text]. */
function begin(told) {
  at = 0;
  from = 0;
  if (typeof told === 'string') {
    [slots, wide, text] = [page, pageWide, told];
    return;
  }
  const copy = Uint8Array.prototype.slice.call(told[0]); // aligned
  slots = new Float64Array(copy.buffer, copy.byteOffset, copy.length / 8);
  wide = new BigUint64Array(copy.buffer, copy.byteOffset, copy.length / 8);
  [, text] = told;
}

/* Texts of the library are UTF-8; were one not, lengths would not add up. */
function ended(value) {
  if (from !== text.length) throw fail('INTERNAL', 'An answer was not read to its end.');
  return value;
}

/** One object. */
const one = (name, told) => {
  begin(told);
  return ended(SHAPES[name]());
};

/** A list. */
const list = (name, told) => {
  begin(told);
  return ended(rows(SHAPES[name]));
};

/** An object, and a list that belongs to it. */
const both = (name, key, inner, told) => {
  begin(told);
  const made = SHAPES[name]();
  made[key] = rows(SHAPES[inner]);
  return ended(made);
};

/** Two lists. */
const lists = (first, second, told) => {
  begin(told);
  return [rows(SHAPES[first]), ended(rows(SHAPES[second]))];
};

/** A number. */
const count = (told) => {
  begin(told);
  return number();
};

/** A text. */
const whole = (told) => (typeof told === 'string' ? told : told[1]);

module.exports = { one, list, both, lists, count, whole };
