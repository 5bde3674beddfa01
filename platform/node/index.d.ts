/*
 * The surface of the package, for editors and compilers. Moments are milliseconds since 1970 UTC,
 * money is in minor units of the pack's currency, scores and privacy costs are in millionths; all
 * are whole `number`s below 2^53. Ids of picks, decisions and reports, seeds and exact odds are
 * `bigint`: they use all 64 bits.
 *
 * Calls that answer from memory return; calls that may wait for the disk give a promise. Promises
 * of one profile run one after another. Every error is a SottoError and holds no personal data.
 * Names that are not here are refused in options, events and requests. Half a surrogate in a text
 * is kept as U+FFFD; in a passphrase it is refused.
 */

export type Verdict = boolean | 'unknown' | 'granted' | 'denied';
export type Purpose = 'keep' | 'personalize' | 'contribute' | 'experiment';
export type Category = 'history' | 'financial' | 'professional' | 'social' | 'external' | 'internal'
  | 'tracking';
export type Verdicts = Partial<Record<Purpose, Verdict>>;

/** What the person agreed to. What is not named stays unknown: nothing is kept or contributed. */
export interface ConsentGiven extends Verdicts {
  categories?: Partial<Record<Category, Verdicts>>;
  /** The app's own verdict, from TCF or GPP; it objects to nothing it does not name. */
  host?: Verdicts & { categories?: Partial<Record<Category, Verdicts>> };
  /** Global Privacy Control is on. */
  gpc?: boolean;
}
export interface ConsentInForce {
  gpc: boolean;
  categories: Record<Category, Record<Purpose, 'unknown' | 'granted' | 'denied'>>;
  host: { categories: Record<Category, Record<Purpose, 'unknown' | 'granted' | 'denied'>> };
}

/** Where the secret that opens a profile is kept. */
export abstract class KeyStore { private constructor(); }
/** In this process's memory: its profiles die with the process. */
export class RamStore {
  /** The clock of the profiles opened with it; 0: the system's. For tests. */
  nowMs: number;
  /** True: the store answers that it is locked. For tests. */
  locked: boolean;
}
/** A plain file, for development: whoever can read it and the profile can read everything. */
export function insecureFile(path: string): KeyStore;
/** What the person types; bytes are copied, overwrite your own. */
export function passphrase(words: string | Uint8Array): KeyStore;

/** A key store of the app's own. Each function answers at once; a promise is no answer. */
export interface KeyProvider {
  /** The 32 bytes; null where there are none. An exception: the store refused. */
  load(): Uint8Array | null | undefined;
  /** Durable when it returns. The bytes are overwritten afterwards: copy them. */
  store(key: Uint8Array): void;
  /** Destroys the secret. */
  wipe(): void;
}
export type Strength = 'file' | 'service' | 'hardware' | 'memory' | 'passphrase';
/** Lends a key store; what it throws becomes the `cause` of a KeyError (SOTTO_E_KEY_LOCKED). */
export function lent(
  provider: KeyProvider, options?: { name?: string; strength?: Strength }): KeyStore;

export interface OpenOptions {
  keyStore: KeyStore | RamStore;
  consent: ConsentGiven;
  /** Where the profile lives; without one it lives in memory. */
  directory?: string;
  /** Trusted public keys of packs, at most two: 32 bytes or 64 hex digits each. */
  packKeys?: (string | Uint8Array)[];
  /** File with the brand's public list of packs: only a pack in it can be installed. */
  packList?: string;
  locale?: string;
  /** Do not create. */
  existing?: boolean;
  /** Sessions end after two minutes. */
  kiosk?: boolean;
  /** Read only what is stored, under the consent that is stored. */
  asKept?: boolean;
  limits?: {
    sessionGapMs?: number; sessionLimitMs?: number; retentionDays?: number; retentionKib?: number;
    epsilonDepthMicro?: number; epsilonYearMicro?: number; deltaYear2p60?: bigint;
    epsilon0YearMicro?: number;
  };
}

export type EventType = 'view_item' | 'view_item_list' | 'select_item' | 'add_to_cart'
  | 'remove_from_cart' | 'view_cart' | 'begin_checkout' | 'purchase' | 'refund' | 'add_to_wishlist'
  | 'search' | 'view_promotion' | 'select_promotion' | 'filter' | 'review_read' | 'dwell' | 'screen'
  | 'dismiss';
export interface ShopEvent {
  type: EventType;
  item?: string;
  timeMs?: number;
  quantity?: number;
  page?: 'other' | 'home' | 'info' | 'detail' | 'account' | 'download';
  priceMinor?: number;
  dwellMs?: number;
  resultCount?: number;
}
export interface RequestContext {
  hour?: 'unknown' | 'night' | 'morning' | 'afternoon' | 'evening';
  /** 1 Monday … 7 Sunday. */
  weekday?: number;
  season?: 'unknown' | 'spring' | 'summer' | 'autumn' | 'winter';
  channel?: 'unknown' | 'app' | 'web' | 'kiosk' | 'staff';
  entry?: 'unknown' | 'direct' | 'search' | 'campaign' | 'referral';
  weather?: 'unknown' | 'dry' | 'rain' | 'snow' | 'hot' | 'cold';
  place?: number;
}

export interface PickRequest {
  limit?: number;
  slot?: string;
  /** The item of the page being looked at. */
  item?: string;
  category?: string;
  exclude?: string[];
  priceFromMinor?: number;
  priceToMinor?: number;
  /** 0 none … 1 most. */
  diversity?: number;
  seed?: bigint | number;
  /** Complete the cart: no two of a kind. */
  complete?: boolean;
}
export interface Reason {
  kind: string | number; scoreMicro: number; text: string; item: string | null;
}
export interface Pick {
  /** Names it to explain(), until the next recommend(). */
  id: bigint;
  item: string;
  title: string;
  priceMinor: number;
  scoreMicro: number;
  /** With `explain: true`; they sum exactly to the score. */
  reasons?: Reason[];
}
export interface Why {
  kind: string; place: number; scoreMicro: number; behindMicro: number; text: string;
  reasons: Reason[];
}
export interface Mindset {
  state: 'curious' | 'interested' | 'focused' | 'satisfied' | 'loyal' | 'fading';
  purchaseScore: number; sinceMs: number; events: number;
}
export interface Need { need: string; score: number; words: string; facts: Reason[] }
export interface Affinity {
  attribute: string; value: string; category: Category; strength: number; lift: number;
  evidence: number; stated: boolean;
}
export interface Audience { id: string; label: string; reasons: Reason[] }
export interface Choice {
  kind: 'learned' | 'explored' | 'sticky' | 'held_out' | 'capped' | 'default';
  /** Names it to outcome(); 0n: nothing was decided. */
  decision: bigint;
  propensity: number; arm: string; label: string; content: string;
}
export interface Decision {
  kind: string; decision: bigint; timeMs: number; propensity: number;
  /** Below 0: not known yet. */
  reward: number;
  mindset: string; kept: boolean; slot: string; arm: string; item: string | null;
}
export interface Found {
  item: string; title: string; priceMinor: number; scoreMicro: number; wordsMicro: number;
  personalMicro: number; reason: string; part: string | null; quantity: number;
}
export interface Reply {
  fitting: number; wording: 'newcomer' | 'expert'; words: string; said: string; standing: string;
  meant: string; leftOut: string; found: Found[];
}
/** What still holds of the turns so far, in the app's memory alone. */
export class Conversation {
  ask(utterance: string, options?: {
    limit?: number; wording?: 'inferred' | 'newcomer' | 'expert'; locale?: string; slot?: string;
  }): Reply;
  reset(): void;
}

export interface PackInfo {
  brand: string; currency: string; items: number; questions: number; slots: number;
  sequence: number; createdMs: number; expiresMs: number; hash: string; keyId: string;
}
export interface Preview {
  /** Hex digits. */
  question: string;
  name: string; words: string; answer: string; bucket: number; buckets: number; category: Category;
  state: 'open' | 'answered' | 'category' | 'exhausted' | 'off' | 'invalid' | 'clock' | 'not_due';
  every: number; costMicro: number;
  /** Any output is at most this times likelier under one answer than under another. */
  oddsNumerator: bigint; oddsDenominator: bigint;
  balanceMicro: number; reportBytes: number;
  trust: Trust;
  /** Of split trust alone: see <sotto/contribute.h>. */
  minimumBatch: number; delta2p60: bigint; epsilon0Micro: number; leader: string; helper: string;
}
/** Whom an answer's privacy rests on. */
export type Trust = 'local' | 'split';
export interface Budget {
  epoch: number; balanceMicro: number; depthMicro: number; spentMicro: number;
  spentDelta2p60: bigint; spentEpsilon0Micro: number; weeklyMicro: number; nextMs: number;
  anchored: boolean; behind: boolean;
}
export interface Report {
  id: bigint; question: string; epoch: number; attempts: number;
  /** Do not send before. */
  sendAfterMs: number;
  costMicro: number;
  /** The exact bytes that leave. */
  body: Uint8Array;
  trust: Trust;
  /** Split trust: where and how the body is uploaded; of a local report all three are empty. */
  url: string; method: string; mediaType: string;
}
export interface Kept { category: Category; kind: string; words: string; timeMs: number }
export interface AuditRow {
  sequence: number; timeMs: number; act: string; costMicro: number; detail: string; words: string;
  hash: string;
}
export interface Receipt {
  strength: Strength; storeName: string; keyDestroyed: boolean; filesRemoved: number;
  timeMs: number;
}
/** What to forget: exactly one of these. */
export type Scope = { item: string } | { attribute: string; value: string }
  | { fromMs: number; toMs: number } | { category: Category } | { all: true };

/** A person's profile on this device. Belongs to the thread that opened it. */
export class Profile {
  private constructor();
  /** Opens a profile, or makes one. */
  static open(options: OpenOptions): Promise<Profile>;

  record(event: ShopEvent): void;
  /** A GA4 or Segment event as it is; gives how many events it became. */
  recordJson(event: object | string): number;
  setContext(context: RequestContext): void;
  endSession(): Promise<void>;
  pauseLearning(paused?: boolean): void;
  /** What the person said of themselves: -100 … 100; 0 removes it. */
  statePreference(attribute: string, value: string, strength?: number): Promise<void>;

  recommend(request?: PickRequest & { explain?: boolean }): Pick[];
  explain(pick: Pick | bigint): Reason[];
  why(item: string, request?: PickRequest): Why;
  /** "Not this": never picked again until forgotten. */
  dismiss(item: string): void;
  title(item: string): string;
  mindset(): Mindset;
  mindsetReasons(): Reason[];
  needs(): Need[];
  affinities(attribute?: string): Affinity[];
  audiences(): Audience[];
  choose(slot: string, options?: { item?: string; seed?: bigint | number }): Choice;
  outcome(choice: Choice | bigint, reward: number): void;
  explainChoice(choice?: Choice | bigint): Reason[];
  choices(): Promise<Decision[]>;
  conversation(): Conversation;
  brief(reader?: 'agent' | 'chatbot' | 'person', locale?: string): Promise<object>;

  installPack(path: string): Promise<void>;
  pack(): PackInfo;
  /** Every question, what would be answered, the odds and the cost. Spends nothing. */
  preview(): Preview[];
  /** Answers a question with noise. Spends. */
  answer(question: Preview | string | Uint8Array): Promise<void>;
  budget(): Budget;
  outbox(): Promise<Report[]>;
  settle(report: Report | bigint, delivery: 'done' | 'retry' | 'refused'): Promise<void>;

  consent(): ConsentInForce;
  /** A withdrawal takes effect before the promise is kept. */
  setConsent(consent: ConsentGiven): Promise<void>;
  kept(): Promise<Kept[]>;
  /** The whole profile. It is plaintext: say so to the person. */
  export(): Promise<object>;
  import(exported: object | string): Promise<number>;
  /** Gives how many rows went. */
  forget(scope: Scope): Promise<number>;
  audit(after?: number): Promise<AuditRow[]>;
  verifyAudit(): Promise<number>;
  /** Replaces or adds user-facing sentences: {locale: {name: text}}. */
  setMessages(messages: object): void;

  flush(): Promise<void>;
  tick(): Promise<void>;
  /** Closes after what was asked for before. */
  close(): Promise<void>;
  /** Closes at once; what is still queued fails with StateError. */
  closeNow(): void;
}

/** Erases the profile in a directory. */
export function erase(directory: string, keyStore: KeyStore | RamStore): Promise<Receipt>;
/** The library's version. */
export const version: string;

/** A call that did not succeed. */
export class SottoError extends Error {
  /** Such as 'SOTTO_E_BUSY'. */
  readonly code: string;
  readonly status: number;
}
export class ArgumentError extends SottoError {}
export class StateError extends SottoError {}
export class MissingError extends SottoError {}
export class DeniedError extends SottoError {}
export class BudgetError extends SottoError {}
export class LimitError extends SottoError {}
/** Wrong, lost or locked: see `code`. */
export class KeyError extends SottoError {}
export class TamperedError extends SottoError {}
/** The disk is full, read-only or broken, or a file is damaged: see `code`. */
export class StorageError extends SottoError {}
export class BusyError extends SottoError {}
/** Expired, older, untrusted or unlisted: see `code`. */
export class PackError extends SottoError {}
export class EventError extends SottoError {}
/** The SQLite of this process cannot encrypt; nothing was stored. */
export class CipherError extends SottoError {}
