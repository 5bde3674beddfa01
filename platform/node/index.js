/*
 * Sotto for Node and Electron's main process. The whole surface; index.d.ts documents it.
 */
'use strict';

const { SottoError, errors } = require('./lib/errors.js');
const { Profile, Conversation, erase, version } = require('./lib/profile.js');
const { RamStore, insecureFile, passphrase, lent } = require('./lib/stores.js');

module.exports = {
  Profile, Conversation, erase, version, SottoError, ...errors, RamStore, insecureFile, passphrase,
  lent,
};
