import { language, t } from './i18n.js';

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * One that is made once per language.
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 */
export function format(name, options) {
  const key = `${language()} ${name}`;
  let f = formats.get(key);
  // English words for somebody in Britain come with Britain's dates and times.
  const near = () => globalThis.navigator?.languages?.find((one) => one.startsWith(language())) ?? language();
  if (!f) formats.set(key, f = new Intl.DateTimeFormat(near(), options));
  return f;
}

/**
 * 14:05.
 * @param {string|number|Date} at
 */
export const clock = (at) => format('clock', { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

/**
 * For titles: everything.
 * @param {string|number|Date} at
 */
export const full = (at) => format('full', { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at));

/**
 * The local day, to compare.
 * @param {string|number|Date} at
 */
export function dayKey(at) {
  const d = new Date(at);
  return d.getFullYear() * 10_000 + d.getMonth() * 100 + d.getDate();
}

/**
 * Today, Yesterday, Monday 3 March.
 * @param {string|number|Date} at
 * @param {number} [now]
 */
export function day(at, now = Date.now()) {
  const d = new Date(at);
  const today = new Date(now);
  if (dayKey(d) === dayKey(today)) return t('time.today');
  today.setDate(today.getDate() - 1);
  if (dayKey(d) === dayKey(today)) return t('time.yesterday');
  const far = Math.abs(now - d.getTime()) > 300 * 86_400_000;
  return format(far ? 'far' : 'day', {
    weekday: far ? undefined : 'long', day: 'numeric', month: 'long', year: far ? 'numeric' : undefined,
  }).format(d);
}
