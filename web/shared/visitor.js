// Who a customer is to this browser: a token, shared by its tabs.

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
export function signUp(storage, api) {
  const sign = async () => {
    const stored = readIdentity(storage);
    if (stored) return stored;
    const made = await api.post('/visitors', {});
    keepIdentity(storage, made);
    return made;
  };
  // A page that may not store may not lock either, and shares nothing that needs it.
  return navigator.locks && storage instanceof Storage ? navigator.locks.request('beckon:visitor', sign) : sign();
}
