import { t } from '/shared/i18n.js';

const MINUTE_MS = 60_000;
const SOON_MS = 5 * MINUTE_MS;
const LATE_MS = 15 * MINUTE_MS;

/**
 * How long somebody waits already: 42 s, 12 min, 2 h 05 min, 3 d 4 h.
 * @param {number} ms
 */
export function waited(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const min = Math.floor(s / 60);
  const h = Math.floor(min / 60);
  if (s < 60) return t('desk.waits.s', { s });
  if (min < 60) return t('desk.waits.min', { min });
  if (h < 24) return t('desk.waits.h', { h, min: String(min % 60).padStart(2, '0') });
  return t('desk.waits.d', { d: Math.floor(h / 24), h: h % 24 });
}

/**
 * The step of urgency that a wait has come to.
 * @param {number} ms
 * @returns {'calm'|'soon'|'late'}
 */
export const urgency = (ms) => (ms < SOON_MS ? 'calm' : ms < LATE_MS ? 'soon' : 'late');
