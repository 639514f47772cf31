import { isEmailAddress } from '../shared/email-address.js';
import { characters } from '../shared/limits.js';
import { SHORTEST_PASSWORD } from '../shared/passwords.js';

/** @typedef {'name'|'email'|'password'} Field */

/**
 * The first thing that is wrong with what was entered, or null.
 * @param {Record<Field, string>} values
 * @returns {{field: Field, key: string}|null}
 */
export function problemWith(values) {
  for (const field of /** @type {const} */ (['name', 'email', 'password'])) {
    if (!values[field]) return { field, key: 'setup.empty' };
  }
  if (!isEmailAddress(values.email)) return { field: 'email', key: 'setup.email.bad' };
  if (characters(values.password) < SHORTEST_PASSWORD) return { field: 'password', key: 'setup.password.short' };
  return null;
}

/**
 * The line that embeds the widget.
 * @param {string} origin
 * @param {string} [inbox] its id
 */
export const snippet = (origin, inbox = 'main') =>
  `<script src="${origin}/widget.js" data-inbox="${inbox}" async></script>`;
