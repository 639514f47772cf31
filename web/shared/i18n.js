// Words live in catalogues: key → text with {holes}, or {one, other} chosen by the variable `n`.

/** @typedef {string | {one: string, other: string, [plural: string]: string}} Message */
/** @typedef {Record<string, Message>} Catalogue */

/** @type {Record<string, () => Promise<{default: Catalogue}>>} */
const SHARED = { en: () => import('./locales/en.js'), de: () => import('./locales/de.js') };

/** @type {typeof SHARED} the words of ticket-panel.js */
const PANEL = { en: () => import('./locales/panel-en.js'), de: () => import('./locales/panel-de.js') };

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
export function chooseLanguage(wishes, known = Object.keys(SHARED)) {
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
 * Loads the shared words and those of a face (the desk's, say).
 * @param {string} lang
 * @param {Record<string, () => Promise<{default: Catalogue}>>} [more]
 */
export async function loadLanguage(lang, more) {
  const parts = await Promise.all([SHARED[lang](), ...(more?.[lang] ? [more[lang]()] : [])]);
  for (const part of parts) setCatalogue(lang, part.default);
  if (typeof document !== 'undefined') document.documentElement.lang = lang;
}

/** Adds the words that are needed when a chat is paused or over. */
export async function loadPanelWords() {
  const lang = current;
  const part = await PANEL[lang]();
  if (lang === current && !has('end.title')) setCatalogue(lang, part.default);
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
