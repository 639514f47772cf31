// Who a customer is to this browser: a token, shared by its tabs.

import { keeps } from './storage.js';

/** @typedef {{token: string, me: import('./types.js').Me}} Identity */

export const ME = 'beckon:me';

/**
 * @param {Storage} storage
 * @returns {Identity|null}
 */
export function readIdentity(storage) {
  try {
    const it = JSON.parse(storage.getItem(ME) ?? 'null');
    return it?.token && it.me?.id ? it : null;
  } catch {
    return null;
  }
}

/**
 * @param {Storage} storage
 * @param {Identity|null} identity
 */
export function keepIdentity(storage, identity) {
  if (identity) storage.setItem(ME, JSON.stringify({ token: identity.token, me: identity.me }));
  else storage.removeItem(ME);
}

/**
 * An anonymous customer: the one whom another tab made meanwhile, or a new one.
 * @param {Storage} storage
 * @param {import('./api.js').Api} api
 * @returns {Promise<Identity>}
 */
function signUp(storage, api) {
  const sign = async () => {
    const stored = readIdentity(storage);
    if (stored) return stored;
    const made = await api.post('/visitors', {});
    keepIdentity(storage, made);
    return made;
  };
  // A page that may not store may not lock either, and shares nothing that needs it.
  return navigator.locks && keeps(storage) ? navigator.locks.request('beckon:visitor', sign) : sign();
}

/** Makes a visitor, and tries again until there is one. */
export class SignUp {
  /**
   * @param {Storage} storage
   * @param {import('./api.js').Api} api
   * @param {() => boolean} needed
   * @param {(identity: Identity|null) => void} done null: not yet, the server cannot be reached
   */
  constructor(storage, api, needed, done) {
    this.storage = storage;
    this.api = api;
    this.needed = needed;
    this.done = done;
    this.running = false;
    this.attempts = 0;
  }

  async run() {
    if (this.running || !this.needed()) return;
    this.running = true;
    /** @type {Identity|null} */ let identity = null;
    try {
      identity = await signUp(this.storage, this.api);
      this.attempts = 0;
    } catch (e) {
      this.attempts += 1;
      const wait = /** @type {import('./api.js').ApiError} */ (e).retryAfterMs
        || Math.min(15_000, 1_000 * 2 ** (this.attempts - 1));
      setTimeout(() => this.run(), wait);
    }
    this.running = false;
    this.done(identity);
  }
}
