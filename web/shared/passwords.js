// What the server takes as a new password. It also refuses the most common ones, by a list that it keeps to itself.

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

/** Attributes of a field for a new password. */
export const NEW_PASSWORD = Object.freeze({ type: 'password', autocomplete: 'new-password', required: true, minlength: SHORTEST_PASSWORD, maxlength: LONGEST_PASSWORD });

/**
 * Whether the server refused the password, rather than another field: its messages begin with the field's name.
 * @param {{code?: string, message?: string}} error
 */
export const refusedPassword = ({ code, message }) => code === 'bad_request' && /^password\b/.test(message ?? '');
