// The server's limits that pages say before anything is sent. web/tests/limits.test.js holds them against contract/,
// and what is not there yet against the server's sources. Those of documents come with their descriptions.

/** Of a message, a note, and what is left of them in a draft. */
export const TEXT_CHARACTERS = 8_000;
export const COMMENT_CHARACTERS = 1_000;
export const NAME_CHARACTERS = 80;
export const PREVIEW_CHARACTERS = 140;
export const QUERY_CHARACTERS = 200;
export const EMAIL_BYTES = 254;
export const PASSWORD_CHARACTERS = Object.freeze({ least: 10, most: 200 });
/** On one page of a list. */
export const LIST_ROWS = 100;

/**
 * How long a text is for the server: in Unicode's characters, of which some signs need two of a script's.
 * @param {string} text
 */
export const characters = (text) => [...text].length;
