/*
 * What the tests of the Node package share: the package, the sample shop's pack, a profile with it.
 *
 * From the environment: SOTTO_PACKAGE the package's folder, SOTTO_SHOP the pack's, and SOTTO_NODE
 * the addon where it is not in the package yet.
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const sotto = require(process.env.SOTTO_PACKAGE);
const pack = path.join(process.env.SOTTO_SHOP, 'shop.sottopack');
const brand = JSON.parse(fs.readFileSync(path.join(process.env.SOTTO_SHOP, 'brand.public')));
const DAY = 86400000;
const all = { keep: true, personalize: true, contribute: true, experiment: false };

/** A profile of the sample shop; what is not said is granted, in memory, in English. */
async function shopper(options = {}) {
  const profile = await sotto.Profile.open({
    keyStore: new sotto.RamStore(), consent: all, packKeys: [brand.signing_key], ...options,
  });
  await profile.installPack(pack);
  return profile;
}

/** What a call throws or rejects with; fails where it does neither. */
async function error(call) {
  try {
    await call();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

module.exports = { sotto, pack, brand, shopper, error, all, DAY };
