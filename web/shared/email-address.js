// The server's rule for addresses (EmailAddress.swift), so that a typing mistake is said before it is sent.

const PART = String.raw`[^\s@"(),:;<>[\]\\]+`;
const LABEL = String.raw`[^\s@.\-"(),:;<>[\]\\](?:[^\s@."(),:;<>[\]\\]*[^\s@.\-"(),:;<>[\]\\])?`;
const ADDRESS = new RegExp(`^${PART}@${LABEL}(?:\\.${LABEL})+$`);
const LONGEST = 254;

/** @param {string} text */
export const isEmailAddress = (text) => text.length <= LONGEST && ADDRESS.test(text);
