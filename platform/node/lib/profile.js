/*
 * A person's profile on this device. Calls that answer from memory answer at once; those that may
 * wait for the disk give a promise. Promises of one profile run one after another, in the order
 * they were asked for; a call at once does not wait for those still queued, only for the one that
 * runs. After close() every call fails with StateError.
 */
'use strict';

const native = require('./load.js');
const { fail, asObject } = require('./errors.js');
const { shapeOf } = require('./stores.js');
const { toVerdicts, fromVerdicts } = require('./consent.js');
const { number, REASONS, WHYS, EVENTS } = require('./words.js');
const page = require('./page.js');

const OPEN_EXISTING = 1;
const OPEN_KIOSK = 2;
const OPEN_AS_KEPT = 4;
const PACK_KEYS_MOST = 2;

/* What an object may hold; a name that is not here is a slip of the app's, and is refused. */
const OPTIONS = new Set(['keyStore', 'consent', 'directory', 'packKeys', 'packList', 'locale',
  'existing', 'kiosk', 'asKept', 'limits']);
const LIMITS = new Set(['sessionGapMs', 'sessionLimitMs', 'retentionDays', 'retentionKib',
  'epsilonDepthMicro', 'epsilonYearMicro', 'deltaYear2p60', 'epsilon0YearMicro']);
const EVENT = new Set(['type', 'item', 'timeMs', 'quantity', 'page', 'priceMinor', 'dwellMs',
  'resultCount']);
const REQUEST = new Set(['limit', 'slot', 'item', 'category', 'exclude', 'priceFromMinor',
  'priceToMinor', 'diversity', 'seed', 'complete', 'explain']);

process.on('exit', native.leave); // what was recorded becomes durable, secrets are wiped

const hex = (text, size) => {
  const written = typeof text === 'string';
  const bytes = written ? Buffer.from(text, 'hex') : text; // ends at what is no digit
  if (!(bytes instanceof Uint8Array) || bytes.length !== size
    || (written && text.length !== 2 * size)) {
    throw fail('ARGUMENT', `${size} bytes are needed, as a Uint8Array or in hex digits.`);
  }
  return bytes;
};

const only = (names, value, refusal) => {
  for (const name of Object.keys(value)) if (!names.has(name)) throw fail('ARGUMENT', refusal);
  return value;
};

const checked = (request) => only(REQUEST, asObject(request, 'A request'),
  'A request has no field of that name.');

const named = (reasons) => {
  for (const reason of reasons) reason.kind = REASONS[reason.kind] || 'other';
  return reasons;
};

const requestOf = (request) => {
  const r = checked(request);
  return [r.limit, r.slot, r.item, r.category, r.exclude, r.priceFromMinor, r.priceToMinor,
    r.diversity, r.seed, r.complete];
};

const recommend = (home, request) => {
  const r = checked(request);
  return native.recommend(home, r.limit, r.slot, r.item, r.category, r.exclude, r.priceFromMinor,
    r.priceToMinor, r.diversity, r.seed, r.complete);
};

const keysOf = ({ packKeys }) => {
  const keys = packKeys ?? [];
  if (!Array.isArray(keys) || keys.length > PACK_KEYS_MOST) {
    throw fail('ARGUMENT', 'packKeys is an array of at most two keys.');
  }
  return keys.map((key) => hex(key, 32));
};

const limitsOf = ({ limits }) => only(LIMITS, asObject(limits ?? {}, 'limits'),
  'limits has no field of that name.');

const scopeOf = (scope) => {
  const { item, attribute, value, fromMs, toMs, category, all } = asObject(scope, 'What to forget');
  const kinds = [item !== undefined, attribute !== undefined || value !== undefined,
    fromMs !== undefined || toMs !== undefined, category !== undefined, all === true];
  if (kinds.filter(Boolean).length !== 1) throw fail('ARGUMENT', 'Name one thing to forget.');
  return [kinds.indexOf(true) + 1, item, attribute, value, fromMs, toMs,
    number('category', category)];
};

/** A conversation: what still holds of the turns so far, in the app's memory alone. */
class Conversation {
  #profile;
  #state = native.conversation();

  constructor(profile) {
    this.#profile = profile;
  }

  /** Takes a turn: what was understood, and what was found. */
  ask(utterance, { limit, wording, locale, slot } = {}) {
    return this.#profile.searchIn(this.#state, utterance, limit, number('wording', wording), locale,
      slot);
  }

  /** Forgets what was said. */
  reset() {
    native.conversation().copy(this.#state);
  }
}

const SECRET = Symbol('made by Profile.open');

class Profile {
  #home;
  #tail = Promise.resolve();
  #closing = false;

  constructor(secret, home) {
    if (secret !== SECRET) throw fail('ARGUMENT', 'Profile.open() opens a profile.');
    this.#home = home;
  }

  /** Opens a profile, or makes one. */
  static async open(options) {
    const o = only(OPTIONS, asObject(options, 'The argument of open()'),
      'open() has no option of that name.');
    const [first, second] = keysOf(o);
    const flags = (o.existing ? OPEN_EXISTING : 0) | (o.kiosk ? OPEN_KIOSK : 0)
      | (o.asKept ? OPEN_AS_KEPT : 0);
    return new Profile(SECRET, await native.open(shapeOf(o.keyStore), ...toVerdicts(o.consent),
      o.directory, o.locale, first, second, o.packList, flags, limitsOf(o)));
  }

  #open() {
    if (this.#closing) throw fail('STATE', 'The profile is closed.');
    return this.#home;
  }

  /* One after another: Node has few working threads, and one handle has one lock. */
  #later(name, ...values) {
    const home = this.#open();
    const result = this.#tail.then(() => native[name](home, ...values));
    this.#tail = result.catch(() => {});
    return result;
  }

  // What happens in the shop.

  record(event) {
    const e = typeof event === 'object' && event !== null ? event : {};
    const type = EVENTS.get(e.type);
    if (type === undefined) throw fail('EVENT_NAME', 'The event has no type, or an unknown one.');
    only(EVENT, e, 'An event has no field of that name.');
    native.record(this.#open(), type, e.item, e.timeMs, e.quantity, number('page', e.page),
      e.priceMinor, e.dwellMs, e.resultCount);
  }

  recordJson(event) {
    const json = typeof event === 'string' ? event : JSON.stringify(event);
    return page.count(native.recordJson(this.#open(), json));
  }

  setContext(context) {
    const c = asObject(context, 'A context');
    native.setContext(this.#open(), number('hour', c.hour), c.weekday, number('season', c.season),
      number('channel', c.channel), number('entry', c.entry), number('weather', c.weather),
      c.place);
  }

  endSession() {
    return this.#later('endSession');
  }

  pauseLearning(paused = true) {
    native.pauseLearning(this.#open(), paused);
  }

  statePreference(attribute, value, strength = 100) {
    return this.#later('statePreference', attribute, value, strength);
  }

  // What it shows.

  recommend(request = {}) {
    const picks = page.list('pick', recommend(this.#open(), request));
    if (request.explain) for (const pick of picks) pick.reasons = this.explain(pick);
    return picks;
  }

  explain(pick) {
    const id = typeof pick === 'bigint' ? pick : pick?.id;
    return named(page.list('reason', native.explain(this.#open(), id)));
  }

  why(item, request = {}) {
    const told = native.why(this.#open(), item, ...requestOf(request));
    const [[why], reasons] = page.lists('why', 'reason', told);
    return { ...why, kind: WHYS[why.kind] || 'other', reasons: named(reasons) };
  }

  dismiss(item) {
    native.dismiss(this.#open(), item);
  }

  title(item) {
    return page.whole(native.title(this.#open(), item));
  }

  mindset() {
    return page.one('mindset', native.mindset(this.#open()));
  }

  mindsetReasons() {
    return page.list('reason', native.mindsetReasons(this.#open()));
  }

  needs() {
    return page.list('need', native.needs(this.#open()));
  }

  affinities(attribute) {
    return page.list('affinity', native.affinities(this.#open(), attribute));
  }

  audiences() {
    return page.list('audience', native.audiences(this.#open()));
  }

  choose(slot, { item, seed } = {}) {
    return page.one('choice', native.choose(this.#open(), slot, item, seed));
  }

  outcome(choice, reward) {
    native.outcome(this.#open(), typeof choice === 'bigint' ? choice : choice?.decision, reward);
  }

  explainChoice(choice) {
    const decision = typeof choice === 'object' ? choice?.decision : choice;
    return page.list('reason', native.explainChoice(this.#open(), decision ?? 0n));
  }

  async choices() {
    return page.list('decision', await this.#later('choices'));
  }

  conversation() {
    this.#open();
    return new Conversation(this);
  }

  /** @private For Conversation. */
  searchIn(state, ...turn) {
    return page.both('reply', 'found', 'found', native.search(this.#open(), state, ...turn));
  }

  async brief(reader = 'agent', locale = undefined) {
    return JSON.parse(page.whole(await this.#later('brief', number('reader', reader), locale)));
  }

  // The brand: its pack, its questions, what leaves.

  installPack(path) {
    return this.#later('installPack', path);
  }

  pack() {
    return page.one('pack', native.pack(this.#open()));
  }

  preview() {
    return page.list('preview', native.preview(this.#open()));
  }

  async answer(question) {
    return this.#later('answer', hex(question?.question ?? question, 16));
  }

  budget() {
    return page.one('budget', native.budget(this.#open()));
  }

  async outbox() {
    return page.list('report', await this.#later('outbox'));
  }

  async settle(report, delivery) {
    const id = typeof report === 'object' ? report?.id : report;
    return this.#later('settle', id, number('delivery', delivery) ?? 0);
  }

  // The person's rights.

  consent() {
    return fromVerdicts(page.one('consent', native.consent(this.#open())));
  }

  async setConsent(consent) {
    return this.#later('setConsent', ...toVerdicts(consent));
  }

  async kept() {
    return page.list('kept', await this.#later('kept'));
  }

  async export() {
    return JSON.parse(page.whole(await this.#later('export')));
  }

  async import(exported) {
    const json = typeof exported === 'string' ? exported : JSON.stringify(exported);
    return page.count(await this.#later('import', json));
  }

  async forget(scope) {
    return page.count(await this.#later('forget', ...scopeOf(scope)));
  }

  async audit(after = 0) {
    return page.list('audit', await this.#later('audit', after));
  }

  async verifyAudit() {
    return page.count(await this.#later('verifyAudit'));
  }

  setMessages(messages) {
    native.messages(this.#open(), JSON.stringify(messages));
  }

  // Its life.

  flush() {
    return this.#later('flush');
  }

  tick() {
    return this.#later('tick');
  }

  /** Closes after what was asked for before; again: does nothing. */
  close() {
    if (this.#closing) return this.#tail;
    const closed = this.#later('close');
    this.#closing = true;
    return closed;
  }

  /** Closes at once, waiting for what runs; what is still queued fails with StateError. */
  closeNow() {
    if (this.#closing) return;
    this.#closing = true;
    native.closeNow(this.#home);
  }
}

if (Symbol.dispose) Profile.prototype[Symbol.dispose] = Profile.prototype.closeNow;
if (Symbol.asyncDispose) Profile.prototype[Symbol.asyncDispose] = Profile.prototype.close;

/** Erases the profile in a directory; gives the receipt. */
async function erase(directory, keyStore) {
  return page.one('receipt', await native.erase(shapeOf(keyStore), directory));
}

module.exports = { Profile, Conversation, erase, version: native.names().version[0] };
