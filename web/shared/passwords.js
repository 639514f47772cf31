// What the server takes as a new password. It also refuses the most common ones, by a list that it keeps to itself.

import { PASSWORD_CHARACTERS } from './limits.js';

export const SHORTEST_PASSWORD = PASSWORD_CHARACTERS.least;

/** What the sentences about it have to say. */
export const PASSWORD_LENGTH = Object.freeze({ n: SHORTEST_PASSWORD, max: PASSWORD_CHARACTERS.most });

/** Attributes of a field for a new password; no maxlength, which would cut a pasted one silently. */
export const NEW_PASSWORD = Object.freeze({
  type: 'password', autocomplete: 'new-password', required: true, minlength: SHORTEST_PASSWORD,
});

/**
 * Whether the server refused the password, rather than another field.
 * @param {unknown} error
 * @returns {boolean}
 */
export function refusedPassword(error) {
  /** @type {{field: string}[]} */ const fields = /** @type {any} */ (error)?.detail?.fields ?? [];
  return fields.some(({ field }) => /^(new_)?password$/.test(field));
}
