/*
 * Every part of the interface, once from JavaScript, over the sample shop.
 */
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { fact, folder, tell } = require('./tap.js');
const { sotto, shopper, error, all, DAY, brand, pack } = require('./shop.js');

const sum = (reasons) => reasons.reduce((total, reason) => total + reason.scoreMicro, 0);

fact('picks come with reasons that sum exactly to the score', async () => {
  const profile = await shopper();
  const [first] = profile.recommend({ limit: 3 });
  profile.record({ type: 'view_item', item: first.item });
  const picks = profile.recommend({ limit: 6, explain: true });
  assert.equal(picks.length, 6);
  for (const pick of picks) assert.equal(sum(pick.reasons), pick.scoreMicro);
  assert.ok(picks.some((pick) => pick.reasons.some(({ item }) => item === first.item)));
  assert.equal(typeof picks[0].id, 'bigint');
  await profile.close();
});

fact('an event changes mindset, needs and affinities', async () => {
  const profile = await shopper();
  const [{ item }] = profile.recommend();
  assert.equal(profile.mindset().events, 0);
  profile.record({ type: 'view_item', item });
  profile.record({ type: 'add_to_cart', item, quantity: 2, priceMinor: 4995 });
  assert.equal(profile.mindset().state, 'focused');
  assert.equal(profile.mindset().events, 2);
  assert.ok(profile.mindsetReasons().length > 0);
  assert.equal(profile.needs().length, 8);
  assert.ok(profile.affinities().length > 0);
  assert.ok(profile.affinities('brand').every(({ attribute }) => attribute === 'brand'));
  await profile.close();
});

fact('a GA4 event is taken as it is', async () => {
  const profile = await shopper();
  const [first, second] = profile.recommend();
  const event = {
    name: 'purchase', params: { items: [{ item_id: first.item }, { item_id: second.item }] },
  };
  assert.equal(profile.recordJson(event), 2);
  assert.equal(profile.recordJson(JSON.stringify(event)), 2);
  await profile.close();
});

fact('why tells why an item is not picked, and dismiss keeps it away', async () => {
  const profile = await shopper();
  const [{ item, title }] = profile.recommend({ limit: 1 });
  assert.equal(profile.title(item), title);
  assert.equal(profile.why(item, { limit: 3 }).kind, 'shown');
  profile.dismiss(item);
  const why = profile.why(item, { limit: 3 });
  assert.equal(why.kind, 'dismissed');
  assert.ok(why.text.length > 0);
  assert.equal(profile.why('no-such-item').kind, 'unknown');
  assert.ok(profile.recommend({ limit: 100 }).every((pick) => pick.item !== item));
  await profile.close();
});

fact('a request is obeyed: exclusions, prices, limit, seed', async () => {
  const profile = await shopper();
  const [first] = profile.recommend({ limit: 1 });
  const request = {
    limit: 5, exclude: [first.item], priceFromMinor: 1000, priceToMinor: 9000, diversity: 0,
    seed: 7n,
  };
  const picks = profile.recommend(request);
  assert.equal(picks.length, 5);
  for (const { item, priceMinor } of picks) {
    assert.ok(item !== first.item && priceMinor >= 1000 && priceMinor <= 9000);
  }
  const again = profile.recommend(request);
  assert.deepEqual(again.map(({ item }) => item), picks.map(({ item }) => item));
  await profile.close();
});

fact('an arm is chosen with its chance, its outcome is taken once', async () => {
  const profile = await shopper();
  const choice = profile.choose('reassurance');
  assert.ok(choice.propensity > 0 && choice.propensity <= 1 && choice.content.length > 0);
  assert.ok(profile.explainChoice(choice).length > 0);
  assert.equal((await profile.choices()).length, 1);
  assert.equal((await error(() => profile.choose('no-such-slot'))).code, 'SOTTO_E_MISSING');
  assert.equal((await error(() => profile.outcome(12345n, 1))).code, 'SOTTO_E_MISSING');
  await profile.close();
});

fact('a conversation is understood in English and Spanish, turn by turn', async () => {
  const profile = await shopper();
  const talk = profile.conversation();
  const first = talk.ask('a green tent');
  assert.match(first.said, /color=green/);
  assert.ok(first.found.length > 0 && first.fitting >= first.found.length);
  const second = talk.ask('under 200 euros');
  assert.match(second.standing, /color=green/);
  assert.match(second.standing, /price<=20000/);
  talk.reset();
  const spanish = talk.ask('una tienda verde', { locale: 'es', limit: 2, wording: 'expert' });
  assert.match(spanish.said, /color=green/);
  assert.ok(spanish.found.length <= 2 && spanish.wording === 'expert');
  await profile.close();
});

fact('text keeps every character of the world, in and out', async () => {
  const profile = await shopper({ locale: 'es' });
  const item = 'ñandú-€-日本-👩‍🚀';
  profile.record({ type: 'view_item', item });
  const kept = await profile.kept();
  assert.ok(kept.some(({ words }) => words.includes(item)), JSON.stringify(kept));
  await profile.close();
});

fact('a question is previewed, answered and settled, and the budget pays', async () => {
  const keyStore = new sotto.RamStore();
  keyStore.nowMs = Date.now();
  const profile = await shopper({ keyStore, directory: path.join(folder(), 'profile') });
  profile.record({ type: 'view_item', item: profile.recommend()[0].item });
  for (let week = 0; week < 5; week += 1) { // the budget starts empty and fills weekly
    keyStore.nowMs += 7 * DAY;
    await profile.tick();
  }
  const [question] = profile.preview().filter(({ state }) => state === 'open');
  assert.ok(question.words.length > 0 && question.costMicro > 0);
  assert.equal(typeof question.oddsNumerator, 'bigint');
  await profile.answer(question);
  assert.equal(profile.budget().spentMicro, question.costMicro);
  assert.equal((await error(() => profile.answer(question))).code, 'SOTTO_E_STATE');
  const [report] = await profile.outbox();
  assert.equal(report.question, question.question);
  assert.equal(report.body.length, question.reportBytes);
  await profile.settle(report, 'retry');
  const [waiting] = await profile.outbox();
  assert.equal(waiting.attempts, 1);
  assert.ok(waiting.body.equals(report.body));
  await profile.settle(waiting, 'done');
  assert.deepEqual(await profile.outbox(), []);
  const acts = (await profile.audit()).map(({ act }) => act);
  for (const act of ['created', 'pack', 'answered', 'tried', 'sent']) assert.ok(acts.includes(act));
  assert.equal(await profile.verifyAudit(), acts.length);
  await profile.close();
});

fact('consent is asked for, withdrawn, and obeyed at once', async () => {
  const profile = await shopper({ consent: { ...all, categories: { internal: { keep: false } } } });
  assert.equal(profile.consent().categories.internal.keep, 'denied');
  assert.equal(profile.consent().categories.history.keep, 'granted');
  profile.record({ type: 'view_item', item: profile.recommend()[0].item });
  await profile.setConsent({ keep: false, personalize: false, gpc: true });
  assert.equal(profile.consent().gpc, true);
  assert.equal((await error(() => profile.mindset())).code, 'SOTTO_E_DENIED');
  assert.ok((await error(() => profile.mindset())) instanceof sotto.DeniedError);
  await profile.close();
});

fact('what is exported is imported, and forgotten when asked', async () => {
  const profile = await shopper();
  const [one, two] = profile.recommend();
  profile.record({ type: 'view_item', item: one.item });
  profile.record({ type: 'view_item', item: two.item });
  const exported = await profile.export();
  assert.equal(exported.events.length, 2);
  const other = await shopper();
  assert.equal(await other.import(exported), 2);
  assert.ok(await other.forget({ item: one.item }) > 0);
  const left = JSON.stringify(await other.export());
  assert.ok(!left.includes(one.item) && left.includes(two.item));
  assert.ok(await other.forget({ all: true }) > 0);
  assert.equal((await other.export()).events.length, 0);
  await Promise.all([profile.close(), other.close()]);
});

fact('a profile on disk is there again after a close, and gone after an erase', async () => {
  const keyStore = new sotto.RamStore();
  const directory = path.join(folder(), 'profile');
  const profile = await shopper({ keyStore, directory });
  profile.record({ type: 'view_item', item: 'seen-before' });
  await profile.close();
  const again = await sotto.Profile.open({
    keyStore, directory, consent: all, existing: true, packKeys: [brand.signing_key],
  });
  assert.equal((await again.export()).events.length, 1);
  assert.equal(again.pack().brand, 'Vereda');
  await again.close();
  const receipt = await sotto.erase(directory, keyStore);
  assert.deepEqual([receipt.keyDestroyed, receipt.strength], [true, 'memory']);
  const gone = await error(() => sotto.Profile.open(
    { keyStore, directory, consent: all, existing: true }));
  assert.equal(gone.code, 'SOTTO_E_MISSING');
});

fact('the rest answers: brief, audiences, context, pause, session, flush, preference', async () => {
  const profile = await shopper();
  profile.setContext({ hour: 'evening', weekday: 5, season: 'winter', channel: 'app' });
  await profile.statePreference('color', 'green', 80);
  assert.ok(profile.affinities('color').some(({ value, stated }) => value === 'green' && stated));
  assert.ok(Array.isArray(profile.audiences()));
  assert.equal((await profile.brief('chatbot', 'es')).locale, 'es');
  profile.pauseLearning();
  profile.pauseLearning(false);
  await profile.endSession();
  await profile.flush();
  await profile.tick();
  profile.setMessages({ en: {} });
  await profile.close();
});

fact('an untrusted pack, a missing pack and no pack are told apart', async () => {
  const stranger = await sotto.Profile.open(
    { keyStore: new sotto.RamStore(), consent: all, packKeys: ['00'.repeat(32)] });
  assert.equal((await error(() => stranger.installPack(pack))).code, 'SOTTO_E_UNTRUSTED');
  assert.equal((await error(() => stranger.installPack('/no/such/pack'))).code, 'SOTTO_E_MISSING');
  assert.equal((await error(() => stranger.recommend())).code, 'SOTTO_E_STATE');
  await stranger.close();
});

fact('import and require give the same objects', async () => {
  const imported = await import(path.join(process.env.SOTTO_PACKAGE, 'index.mjs'));
  assert.equal(imported.Profile, sotto.Profile);
  const exported = Object.keys(imported).filter((name) => name !== 'default');
  assert.deepEqual(exported.sort(), Object.keys(sotto).sort());
});

fact('index.d.ts declares every export and every method', () => {
  const types = fs.readFileSync(path.join(process.env.SOTTO_PACKAGE, 'index.d.ts'), 'utf8');
  for (const name of Object.keys(sotto)) {
    assert.match(types, new RegExp(`export (abstract )?(class|function|const) ${name}\\b`), name);
  }
  const hidden = ['constructor', 'searchIn'];
  for (const name of Object.getOwnPropertyNames(sotto.Profile.prototype)) {
    if (hidden.includes(name)) continue;
    assert.match(types, new RegExp(`^  ${name}\\(`, 'm'), name);
  }
});

tell();
