// What is done with a message that was not sent.

/** @typedef {import('./customer.js').Customer} Customer */

/**
 * Sends again; what came too late for the chat is then left as a message.
 * @param {Customer} customer
 * @param {string} clientId
 */
export function retry({ outbox, may }, clientId) {
  const item = outbox.items.find((one) => one.client_id === clientId);
  if (item?.error !== 'chat_paused' || !may.has('leave_message')) return outbox.retry(clientId);
  outbox.discard(clientId);
  outbox.add({ ...item.frame, offline: true });
}

/**
 * Forgets an unsent message; a first one becomes the draft again.
 * @param {Customer} customer
 * @param {string} clientId
 */
export function discard(customer, clientId) {
  const { outbox, drafts } = customer;
  const item = outbox.items.find((one) => one.client_id === clientId);
  if (item?.frame.type === 'create_ticket') {
    drafts.set('new', item.frame.text);
    customer.current = null;
  }
  outbox.discard(clientId);
}
