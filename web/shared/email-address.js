// The server's rule for addresses (EmailAddress.swift), so that a typing mistake is said before it is sent.

import { EMAIL_BYTES } from './limits.js';

const PART = String.raw`[^\s@"(),:;<>[\]\\]+`;
const LABEL = String.raw`[^\s@.\-"(),:;<>[\]\\](?:[^\s@."(),:;<>[\]\\]*[^\s@.\-"(),:;<>[\]\\])?`;
const ADDRESS = new RegExp(`^${PART}@${LABEL}(?:\\.${LABEL})+$`);

/** @param {string} text */
export const isEmailAddress = (text) => new TextEncoder().encode(text).length <= EMAIL_BYTES && ADDRESS.test(text);
