// A link's token works once and is a secret: it leaves the address bar, and with it every Referer and the history's
// list.
// The entry of the tab's history keeps it, and what was typed, so that a reload goes on.

/** @typedef {{token: string, typed: Record<string, string>}} Kept */

const nothing = () => ({ token: '', typed: {} });

/** @returns {Kept} */
function read() {
  const kept = history.state?.link;
  return typeof kept?.token === 'string' ? { token: kept.token, typed: { ...kept.typed } } : nothing();
}

/** @param {Kept|null} kept */
function write(kept) {
  try {
    history.replaceState(kept && { link: kept }, '', location.pathname);
  } catch { /* a browser allows only so many in a row: the next one counts */ }
}

/**
 * The token of the address, which loses it, or of this page before it was loaded again.
 * @param {string} given the part of the address that has parameters, without its first character
 * @returns {string}
 */
export function takeToken(given) {
  const token = new URLSearchParams(given).get('token');
  write(token ? { ...nothing(), token } : read());
  // The same page's address with another token loads nothing by itself.
  addEventListener('hashchange', () => location.reload());
  return read().token;
}

/**
 * A field that a reload leaves as it is. Never for passwords.
 * @param {HTMLInputElement} input
 * @param {string} name
 */
export function keepTyped(input, name) {
  input.value = read().typed[name] ?? input.value;
  input.addEventListener('input', () => {
    const { token, typed } = read();
    write({ token, typed: { ...typed, [name]: input.value } });
  });
}

/** The link has done its work, or never will. */
export const forgetLink = () => write(null);
