/** @typedef {import('./types.js').Ticket} Ticket */

/** What the desk's rules look at: a ticket's row and the conversation's state both have these. */
/** @typedef {{status: string, chat: string, assignee?: {staff_id: string, name: string}|null}} Standing */

/**
 * Why a reply cannot be written now, or null when it can. Notes are never locked.
 * @param {Standing} ticket
 * @param {string} me
 * @param {boolean} online
 * @returns {{reason: 'closed'|'resolved'|'offline'|'repick'|'waiting'|'theirs'|'paused', name: string}|null}
 */
export function lock(ticket, me, online) {
  const name = ticket.assignee?.name ?? '';
  const mine = ticket.assignee?.staff_id === me;
  if (ticket.status === 'closed') return { reason: 'closed', name };
  if (!online) return { reason: 'offline', name };
  if (ticket.status === 'resolved') return { reason: 'resolved', name };
  if (ticket.chat === 'waiting') return { reason: 'waiting', name };
  if (ticket.chat === 'paused') return { reason: mine ? 'repick' : 'paused', name };
  return mine ? null : { reason: 'theirs', name };
}

/**
 * Whether the ticket waits for somebody to pick it.
 * @param {Standing} ticket
 */
export const pickable = (ticket) =>
  (ticket.status === 'open' || ticket.status === 'pending') && (ticket.chat === 'waiting' || ticket.chat === 'paused');

/**
 * Whether it is the agent's own ticket, paused by their absence.
 * @param {Standing} ticket
 * @param {string} me
 */
export const repick = (ticket, me) => pickable(ticket) && ticket.chat === 'paused' && ticket.assignee?.staff_id === me;

/**
 * Whether looking at the ticket may mark it as seen: the customer takes that as "my agent, or somebody free, has read it".
 * @param {Standing} ticket
 * @param {string} me
 * @param {boolean} online
 */
export const marks = (ticket, me, online) => online && (!ticket.assignee || ticket.assignee.staff_id === me);

/**
 * @typedef {object} Allowed which actions make sense for a ticket now
 * @property {boolean} resolve
 * @property {boolean} pending
 * @property {boolean} open
 * @property {boolean} close
 * @property {boolean} release
 * @property {boolean} transfer
 * @property {boolean} priority
 */

/** @param {Standing} ticket @param {{id: string, role: string}} me @returns {Allowed} */
export function allowed(ticket, me) {
  const mine = ticket.assignee?.staff_id === me.id;
  const active = ticket.status === 'open' || ticket.status === 'pending';
  const governs = me.role !== 'agent' || (mine && ticket.chat === 'live');
  return {
    resolve: active && governs,
    pending: ticket.status === 'open' && governs,
    open: ticket.status === 'resolved' || (ticket.status === 'pending' && governs),
    close: ticket.status === 'resolved' || (active && (governs || !ticket.assignee)),
    release: mine && active && (ticket.chat === 'live' || ticket.chat === 'paused'),
    transfer: mine && active && ticket.chat === 'live',
    priority: ticket.status !== 'closed',
  };
}
