/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').ListName} ListName */

/**
 * The desk's lists, in the order in which they are shown.
 * @type {readonly ListName[]}
 */
export const LIST_NAMES = Object.freeze(['waiting', 'mine', 'pending', 'resolved', 'all']);

/**
 * Whether a ticket stands in a list. A paused ticket waits for an agent as well: any of them may pick it.
 * @param {Ticket} ticket
 * @param {ListName} list
 * @param {string} me the agent's own id
 */
export function belongs(ticket, list, me) {
  const active = ticket.status === 'open' || ticket.status === 'pending';
  switch (list) {
    case 'waiting': return active && (ticket.chat === 'waiting' || ticket.chat === 'paused');
    case 'mine': return active && ticket.assignee?.staff_id === me;
    case 'pending': return ticket.status === 'pending';
    case 'resolved': return ticket.status === 'resolved';
    case 'all': return ticket.status !== 'closed';
  }
}

/**
 * The order of a list: waiting by urgency and then by the longest wait, all others by the newest change.
 * Ties fall to the id, so that the order is total.
 * @param {ListName} list
 * @returns {(a: Ticket, b: Ticket) => number}
 */
export function order(list) {
  return list === 'waiting' ? byWait : byChange;
}

/** @param {Ticket} a @param {Ticket} b */
function byWait(a, b) {
  return urgency(a) - urgency(b) || text(since(a), since(b)) || text(a.ticket_id, b.ticket_id);
}

/** @param {Ticket} a @param {Ticket} b */
function byChange(a, b) {
  return text(b.updated_at, a.updated_at) || text(b.ticket_id, a.ticket_id);
}

/** @param {Ticket} ticket */
const urgency = (ticket) => (ticket.priority === 'urgent' ? 0 : 1);
/** @param {Ticket} ticket */
const since = (ticket) => ticket.waiting_since ?? ticket.created_at;
/**
 * RFC 3339 times in UTC with the same precision sort as text.
 * @param {string} a
 * @param {string} b
 */
const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
