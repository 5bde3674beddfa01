/*
 * What the renderer may ask for, and nothing else. The main process owns the profile; a page gets
 * finished answers: titles, prices and sentences. It never gets a handle, a key, an export, or a
 * function that takes a path, so a page that was taken over can ask for picks and no more.
 *
 * Knows nothing of Electron: main.js carries the messages there, the tests carry them otherwise.
 */
'use strict';

const LONGEST = 200;

const text = (value) => {
  if (typeof value !== 'string' || value.length > LONGEST) throw new TypeError('a short text');
  return value;
};

const card = ({ item, title, priceMinor, reasons }) => (
  { item, title, priceMinor, because: reasons?.[0]?.text ?? '' });

/** Each may answer later; what is not here cannot be called. */
function requests(profile) {
  const talk = profile.conversation();
  return {
    looked: (item) => profile.record({ type: 'view_item', item: text(item) }),
    cart: (item) => profile.record({ type: 'add_to_cart', item: text(item) }),
    picks: () => profile.recommend({ limit: 6, explain: true }).map(card),
    notThis: (item) => profile.dismiss(text(item)),
    mindset: () => profile.mindset().state,
    ask: (words) => {
      const { words: answer, found } = talk.ask(text(words), { limit: 6 });
      return { answer, found: found.map(({ item, title }) => ({ item, title })) };
    },
    kept: async () => (await profile.kept()).map(({ words }) => words),
    wouldLeave: () => profile.preview().map(({ words, costMicro }) => ({ words, costMicro })),
    forgetAll: () => profile.forget({ all: true }),
  };
}

/** A function (name, arguments) → answer. An unknown name and a wrong argument are refused. */
function service(profile) {
  const table = requests(profile);
  return async (name, values = []) => {
    if (!Object.hasOwn(table, name)) throw new RangeError('there is no such request');
    if (!Array.isArray(values) || values.length > 1) throw new TypeError('one argument at most');
    return table[name](...values);
  };
}

module.exports = { service };
