// A customer's tickets as a list: what the API said, and what was folded since.

import { asTicket } from './reducer.js';

/** @typedef {Map<string, import('./types.js').TicketState>} States */

/**
 * @param {Map<string, any>} summaries
 * @param {States} states
 * @returns {any[]} newest change first
 */
export function overview(summaries, states) {
  const all = new Map(summaries);
  for (const [id, s] of states) if (s.number && (all.get(id)?.seq ?? 0) <= s.seq) all.set(id, asTicket(s));
  return [...all.values()].sort(
    (a, b) => (a.updated_at === b.updated_at ? b.number - a.number : a.updated_at < b.updated_at ? 1 : -1));
}

/** @param {any} ticket */
export const isUnread = (ticket) => ticket.preview?.from === 'staff' && (ticket.marks?.user?.seen ?? 0) < ticket.seq;

/**
 * @param {any[]} tickets
 * @param {States} states
 */
export function countUnread(tickets, states) {
  let n = 0;
  for (const ticket of tickets) {
    const state = states.get(ticket.ticket_id);
    const seen = state?.marks.user.seen ?? 0;
    if (state) n += state.entries.filter((e) => e.type === 'message' && e.from === 'staff' && e.seq > seen).length;
    else if (isUnread(ticket)) n += 1;
  }
  return n;
}
