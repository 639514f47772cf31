// A customer's account: what the portal offers and the widget does not.

/** @typedef {import('/shared/customer.js').Customer} Customer */

/**
 * The visitor keeps id and tickets.
 * @param {Customer} customer
 * @param {{name: string, email: string, password: string}} fields
 */
export async function register(customer, fields) { customer.become(await customer.api.post('/customers/register', fields)); }

/**
 * @param {Customer} customer
 * @param {{email: string, password: string}} fields
 */
export async function login(customer, fields) { customer.become(await customer.api.post('/customers/login', fields)); }

/** @param {Customer} customer */
export async function logout(customer) {
  await customer.api.post('/logout').catch(() => null);
  for (const item of customer.outbox.items) customer.outbox.discard(item.client_id);
  customer.drafts.clear();
  customer.become(null);
}

/**
 * Registered, and not a visitor without a name.
 * @param {Customer} customer
 */
export const isRegistered = (customer) => Boolean(customer.identity?.me.email);
