// Sotto for Node and Electron's main process, for `import`. The same objects as index.js gives.
import sotto from './index.js';

export const {
  Profile, Conversation, erase, version, RamStore, insecureFile, passphrase, lent,
  SottoError, ArgumentError, StateError, MissingError, DeniedError, BudgetError, LimitError,
  KeyError, TamperedError, StorageError, BusyError, PackError, EventError, CipherError,
} = sotto;
export default sotto;
