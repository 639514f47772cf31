// What went wrong, in words of the one table: `err.<code>`, and for the staff or something that was tried, what
// differs.

import { has, t } from './i18n.js';

/**
 * @typedef {object} How
 * @property {'user'|'staff'} [viewer]
 * @property {boolean} [tried] it was a press of a button, not a message that waits
 * @property {string} [otherwise] key of what to say where there are no words for it
 * @property {Record<string, string|number>} [vars]
 */

/**
 * @param {string} code of the server
 * @param {How} [how]
 */
export function errorWords(code, how = {}) {
  const { viewer, tried, otherwise = 'err.unknown', vars } = how;
  const key = `err.${code}`;
  const keys = [tried && `${key}.act`, viewer === 'staff' && `${key}.staff`, key, otherwise];
  const found = keys.find((one) => one && has(one));
  return found ? t(found, vars) : '';
}
