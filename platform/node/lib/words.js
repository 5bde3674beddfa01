/*
 * Names in JavaScript for what the library numbers. An unknown name is an error, never a default.
 */
'use strict';

const native = require('./load.js');
const { fail } = require('./errors.js');

const { events, categories } = native.names();

function numbers(list, first = 0) {
  return new Map(list.map((name, at) => [name, at + first]).filter(([name]) => name));
}

const TABLES = {
  event: numbers(events),
  category: numbers(categories),
  page: numbers(['other', 'home', 'info', 'detail', 'account', 'download']),
  hour: numbers(['unknown', 'night', 'morning', 'afternoon', 'evening']),
  season: numbers(['unknown', 'spring', 'summer', 'autumn', 'winter']),
  channel: numbers(['unknown', 'app', 'web', 'kiosk', 'staff']),
  entry: numbers(['unknown', 'direct', 'search', 'campaign', 'referral']),
  weather: numbers(['unknown', 'dry', 'rain', 'snow', 'hot', 'cold']),
  wording: numbers(['inferred', 'newcomer', 'expert']),
  reader: numbers(['agent', 'chatbot', 'person']),
  delivery: numbers(['done', 'retry', 'refused'], 1),
};

const REASONS = [
  'untold', 'neighbour', 'similar', 'affinity', 'popular', 'recent', 'repurchase', 'complement',
  'explore', 'rule', 'context', 'owned', 'bundle', 'vector', 'moment', 'held_out',
];
const WHYS = [
  'shown', 'untold', 'unknown', 'discreet', 'dismissed', 'cart', 'page', 'excluded', 'stock',
  'price', 'category', 'rule', 'rule_value', 'rule_others', 'rule_price', 'kind', 'owned', 'like',
  'score',
];

/** The number of a name; undefined stays undefined. */
function number(table, name) {
  if (name === undefined) return undefined;
  const found = TABLES[table].get(name);
  if (found === undefined) throw fail('ARGUMENT', `There is no ${table} of that name.`);
  return found;
}

module.exports = { number, REASONS, WHYS, EVENTS: TABLES.event };
