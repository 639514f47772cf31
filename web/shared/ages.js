// How long ago, how long already: for lists.

import { language, t } from './i18n.js';
import { format } from './time.js';

/**
 * now, 5 min, 3 h, then the day: short, for lists.
 * @param {string|number|Date} at
 * @param {number} [now]
 */
export function relative(at, now = Date.now()) {
  const s = Math.max(0, (now - new Date(at).getTime()) / 1000);
  if (s < 45) return t('time.now');
  const unit = (/** @type {number} */ n, /** @type {'minute'|'hour'} */ u) => new Intl.NumberFormat(language(), {
    style: 'unit', unit: u, unitDisplay: 'short',
  }).format(n);
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
  return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}`
    : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
