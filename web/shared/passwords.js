// What the server takes as a new password. It also refuses the most common ones, by a list that it keeps to itself.

export const SHORTEST_PASSWORD = 10;

/** What the sentences about it have to say. */
export const PASSWORD_LENGTH = Object.freeze({ n: SHORTEST_PASSWORD, max: 200 });

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
