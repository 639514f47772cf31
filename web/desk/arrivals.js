/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {{kind: 'ticket'|'transfer'|'message', frame: Frame}} Arrival */

/**
 * A chat that a colleague handed to this agent.
 * @param {Ticket|undefined} before
 * @param {Ticket|undefined} after
 * @param {string} me
 * @returns {Arrival|null}
 */
export function handedOver(before, after, me) {
  if (!before || !after || before.chat !== 'live' || after.chat !== 'live') return null;
  if (after.assignee?.staff_id !== me || before.assignee?.staff_id === me) return null;
  const from = before.assignee?.name ?? '';
  return { kind: 'transfer', frame: { type: 'ticket', ticket: after, summary: after, from } };
}

/**
 * Whether the ticket has a newer message of its customer. Told by the row, which comes for tickets that are not open,
 * too.
 * @param {Ticket|undefined} before
 * @param {Ticket} after
 */
export function customerWrote(before, after) {
  return before !== undefined && after.preview?.from === 'user' && after.preview.at !== before.preview?.at;
}
