/*
 * One class of error for each kind of trouble an app treats differently, all of them SottoError,
 * with `code` ('SOTTO_E_…') and `status` (the number). Messages hold no personal data.
 */
'use strict';

const native = require('./load.js');

class SottoError extends Error {
  constructor(status, code, message, options) {
    super(message, options);
    this.name = new.target.name;
    this.status = status;
    this.code = code;
  }
}

class ArgumentError extends SottoError {}
class StateError extends SottoError {}
class MissingError extends SottoError {}
class DeniedError extends SottoError {}
class BudgetError extends SottoError {}
class LimitError extends SottoError {}
class KeyError extends SottoError {}
class TamperedError extends SottoError {}
class StorageError extends SottoError {}
class BusyError extends SottoError {}
class PackError extends SottoError {}
class EventError extends SottoError {}
class CipherError extends SottoError {}

const CLASSES = {
  SOTTO_E_ARGUMENT: ArgumentError, SOTTO_E_STATE: StateError, SOTTO_E_MISSING: MissingError,
  SOTTO_E_DENIED: DeniedError, SOTTO_E_BUDGET: BudgetError, SOTTO_E_LIMIT: LimitError,
  SOTTO_E_SPACE: LimitError, SOTTO_E_MEMORY: LimitError,
  SOTTO_E_KEY_WRONG: KeyError, SOTTO_E_KEY_LOST: KeyError, SOTTO_E_KEY_LOCKED: KeyError,
  SOTTO_E_KEY_DENIED: KeyError, SOTTO_E_KEY_SLOW: KeyError,
  SOTTO_E_TAMPERED: TamperedError, SOTTO_E_CORRUPT: StorageError, SOTTO_E_FORMAT: StorageError,
  SOTTO_E_NO_CIPHER: CipherError, SOTTO_E_DISK_FULL: StorageError,
  SOTTO_E_READ_ONLY: StorageError, SOTTO_E_STORAGE: StorageError, SOTTO_E_BUSY: BusyError,
  SOTTO_E_EXPIRED: PackError, SOTTO_E_ROLLBACK: PackError, SOTTO_E_UNTRUSTED: PackError,
  SOTTO_E_UNLISTED: PackError,
  SOTTO_E_EVENT_NAME: EventError, SOTTO_E_EVENT_ITEM: EventError, SOTTO_E_EVENT_TIME: EventError,
  SOTTO_E_EVENT_AMOUNT: EventError, SOTTO_E_EVENT_TEXT: EventError, SOTTO_E_JSON: EventError,
};

const STATUSES = native.names().statuses;

/** Makes the error of a status; used by the addon and by the checks in JavaScript. */
function makeError(status, code, sentence, detail, cause) {
  const Kind = CLASSES[code] || SottoError;
  const message = detail ? `${sentence.replace(/\.$/, '')}: ${detail}` : sentence;
  return new Kind(status, code, message, cause === undefined ? undefined : { cause });
}

/** An error that this package finds itself; `code` without its SOTTO_E_. */
function fail(code, sentence) {
  const name = `SOTTO_E_${code}`;
  return makeError(-STATUSES.indexOf(name), name, sentence);
}

/** The value, where it is an object. */
function asObject(value, what) {
  if (typeof value !== 'object' || value === null) throw fail('ARGUMENT', `${what} is an object.`);
  return value;
}

native.setFailure(makeError);

module.exports = {
  fail,
  asObject,
  SottoError,
  errors: {
    ArgumentError, StateError, MissingError, DeniedError, BudgetError, LimitError, KeyError,
    TamperedError, StorageError, BusyError, PackError, EventError, CipherError,
  },
};
