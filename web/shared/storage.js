// Where pages keep what must outlive them.

/**
 * A storage that lives as long as the page, for browsers that refuse localStorage to embedded pages.
 * @returns {Storage}
 */
export function memoryStorage() {
  const map = new Map();
  return /** @type {any} */ ({
    get length() { return map.size; },
    key: (/** @type {number} */ i) => [...map.keys()][i] ?? null,
    getItem: (/** @type {string} */ k) => map.get(k) ?? null,
    setItem: (/** @type {string} */ k, /** @type {string} */ v) => { map.set(k, String(v)); },
    removeItem: (/** @type {string} */ k) => { map.delete(k); },
    clear: () => map.clear(),
  });
}

/**
 * Whether what is put there outlives the page.
 * @param {Storage} storage
 */
export const keeps = (storage) => storage instanceof Storage;

/** @returns {Storage} */
export function bestStorage() {
  try {
    const s = globalThis.localStorage;
    s.setItem('beckon:probe', '1');
    s.removeItem('beckon:probe');
    return s;
  } catch {
    return memoryStorage();
  }
}
