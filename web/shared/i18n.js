// Words live in catalogues: key → text with {holes}, or {one, other} chosen by the variable `n`.

/** @typedef {string | {one: string, other: string, [plural: string]: string}} Message */
/** @typedef {Record<string, Message>} Catalogue */

const LANGUAGES = ['en', 'de'];

/** @type {Catalogue} */
let words = {};
let current = 'en';
let plurals = new Intl.PluralRules('en');

/** @returns {string} */
export const language = () => current;

/**
 * The first of the wishes that there is a catalogue for.
 * @param {Array<string|null|undefined>} wishes like `de-AT`
 * @param {string[]} [known]
 */
export function chooseLanguage(wishes, known = LANGUAGES) {
  for (const wish of wishes) {
    const short = wish?.toLowerCase().split(/[-_]/)[0];
    if (short && known.includes(short)) return short;
  }
  return 'en';
}

/**
 * @param {string} lang
 * @param {Catalogue} catalogue merged over what is there
 */
export function setCatalogue(lang, catalogue) {
  if (lang !== current) words = {};
  current = lang;
  plurals = new Intl.PluralRules(lang);
  words = { ...words, ...catalogue };
}

/**
 * Loads a page's words in one language.
 * @param {string} lang
 * @param {Record<string, () => Promise<{default: Catalogue}>>} words of the page, by language
 */
export async function loadLanguage(lang, words) {
  setCatalogue(lang, (await words[lang]()).default);
  if (typeof document !== 'undefined') document.documentElement.lang = lang;
}

/**
 * Words of a view that is opened later, over what is there.
 * @param {Record<string, () => Promise<{default: Catalogue}>>} more by language
 */
export async function loadMore(more) {
  setCatalogue(current, (await more[current]()).default);
}

/**
 * @param {string} key
 * @param {Record<string, string|number>} [vars]
 * @returns {string}
 */
export function t(key, vars = {}) {
  const message = words[key];
  if (message === undefined) return key;
  const text = typeof message === 'string' ? message : message[plurals.select(Number(vars.n))] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (hole, name) => (name in vars ? String(vars[name]) : hole));
}

/** @param {string} key */
export const has = (key) => key in words;
