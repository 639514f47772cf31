// A customer's account: to make one, to go in and out.

/** @typedef {import('/shared/customer.js').Customer} Customer */

/**
 * The server ends the visitor's session with its answer. A connection that heard of that first would sign this page
 * out, so it
 * rests until the answer is here. What a visitor had before their eyes stays there: their tickets are the account's.
 * @param {Customer} customer
 * @param {string} path
 * @param {object} fields
 */
async function enter(customer, path, fields) {
  const { socket, current } = customer;
  socket?.stop();
  try {
    customer.become(await customer.api.post(path, fields));
  } catch (error) {
    if (customer.socket === socket) socket?.start();
    throw error;
  }
  if (current) customer.open(current);
}

/**
 * The visitor keeps id and tickets.
 * @param {Customer} customer
 * @param {{name: string, email: string, password: string}} fields
 */
export async function register(customer, fields) { await enter(customer, '/customers/register', fields); }

/**
 * @param {Customer} customer
 * @param {{email: string, password: string}} fields
 */
export async function login(customer, fields) { await enter(customer, '/customers/login', fields); }

/** @param {Customer} customer */
export async function logout(customer) {
  await customer.api.post('/logout').catch(() => null);
  for (const item of customer.outbox.items) customer.outbox.discard(item.client_id);
  customer.drafts.clear();
  customer.become(null);
}

/**
 * Registered, and not a visitor, who may have left an address as well.
 * @param {Customer} customer
 */
export const isRegistered = ({ identity }) => Boolean(identity?.me.registered ?? identity?.me.email);
