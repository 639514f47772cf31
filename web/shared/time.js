import { language, t } from './i18n.js';

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} name
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(name, options) {
  const key = `${language()} ${name}`;
  let f = formats.get(key);
  if (!f) formats.set(key, f = new Intl.DateTimeFormat(language(), options));
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
  return format(far ? 'far' : 'day', { weekday: far ? undefined : 'long', day: 'numeric', month: 'long', year: far ? 'numeric' : undefined }).format(d);
}

/**
 * now, 5 min, 3 h, then the day: short, for lists.
 * @param {string|number|Date} at
 * @param {number} [now]
 */
export function relative(at, now = Date.now()) {
  const s = Math.max(0, (now - new Date(at).getTime()) / 1000);
  if (s < 45) return t('time.now');
  const unit = (/** @type {number} */ n, /** @type {'minute'|'hour'} */ u) => new Intl.NumberFormat(language(), { style: 'unit', unit: u, unitDisplay: 'short' }).format(n);
  if (s < 3570) return unit(Math.max(1, Math.round(s / 60)), 'minute');
  if (s < 72_000) return unit(Math.round(s / 3600), 'hour');
  return format('short', { day: 'numeric', month: 'short' }).format(new Date(at));
}

/**
 * 0:42, 12:05, 3:10:00: how long somebody waits.
 * @param {number} ms
 */
export function stopwatch(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
