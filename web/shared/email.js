// The address at which a customer may be reached: asked for while nobody is there, kept here until there is somebody to
// keep it for.

import { keepIdentity } from './visitor.js';

/** @typedef {import('./customer.js').Customer} Customer */

export const EMAIL = 'beckon:email';

/**
 * The address that is known or waits to be.
 * @param {Customer} customer
 */
export const emailOf = (customer) => customer.storage.getItem(EMAIL) ?? customer.identity?.me.email ?? '';

/**
 * @param {Customer} customer
 * @param {string} email
 */
export function leaveEmail(customer, email) {
  customer.storage.setItem(EMAIL, email);
  return sendEmail(customer);
}

/** The address that is under way, so that it is not sent twice at once. */
let sending = '';

/**
 * Nothing is done before there is an identity; what the network kept back is sent with the next connection.
 * @param {Customer} customer
 * @returns {Promise<string|null>} the code of the refusal
 */
export async function sendEmail(customer) {
  const email = customer.storage.getItem(EMAIL);
  const { identity } = customer;
  if (!email || !identity || sending === email) return null;
  sending = email;
  try {
    const me = await customer.api.put('/me/email', { email });
    if (customer.identity !== identity) return null;
    customer.identity = { ...identity, me };
    keepIdentity(customer.storage, customer.identity);
  } catch (e) {
    const { status, code } = /** @type {import('./api.js').ApiError} */ (e);
    if (status === 0 || status === 429 || status >= 500) return code;
    customer.storage.removeItem(EMAIL);
    return code;
  } finally {
    sending = '';
  }
  if (customer.storage.getItem(EMAIL) === email) customer.storage.removeItem(EMAIL);
  return null;
}
