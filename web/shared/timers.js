/** The browser's; tests hand in others. */
export const systemTimers = {
  setTimeout: (/** @type {() => void} */ f, /** @type {number} */ ms) => setTimeout(f, ms),
  clearTimeout: (/** @type {any} */ t) => clearTimeout(t),
  now: () => Date.now(),
};
