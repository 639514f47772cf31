import { allowed as lookUp, whose } from '../shared/actions.js';
import { STAFF_ACTIONS } from '../shared/staff-contract.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {{id: string, role: string}} Agent */

/**
 * What actions are looked up by: a ticket's row and the conversation's state both have these.
 * @typedef {object} Standing
 * @property {string} status
 * @property {string} chat
 * @property {string|null} [read_only]
 * @property {{staff_id: string, name: string}|null} [assignee]
 */

/**
 * What this agent may do with a ticket while online, as the server decides it. Who is offline sees the same, disabled.
 * @param {Standing} ticket
 * @param {Agent} me
 * @returns {ReadonlySet<string>}
 */
export function allowed(ticket, me) {
  const { status, chat, read_only } = ticket;
  return lookUp(STAFF_ACTIONS, { read_only, role: me.role, status, chat, whose: whose(ticket, me.id), online: true });
}

/**
 * Whether this agent is the one who speaks with the customer now: who may write, and whose reading the customer is told
 * of as that of their agent.
 * @param {Standing} ticket
 * @param {Agent} me
 * @param {boolean} online
 */
export const speaks = (ticket, me, online) => online && allowed(ticket, me).has('message');

/** @type {Record<ReturnType<typeof whose>, 'repick'|'waiting'|'paused'>} what a ticket waits for that can be picked */
const WAITS = { mine: 'repick', nobody: 'waiting', colleague: 'paused' };

/**
 * The words for why a reply cannot be written now, by what would help; null when it can. Notes are only locked where
 * nothing may be added at all.
 * @param {Standing} ticket
 * @param {Agent} me
 * @param {boolean} online
 * @returns {{reason: 'damaged'|'newer'|'closed'|'resolved'|'offline'|'repick'|'waiting'|'theirs'|'paused', name:
 *   string}|null}
 */
export function lock(ticket, me, online) {
  if (speaks(ticket, me, online)) return null;
  const may = allowed(ticket, me);
  const name = ticket.assignee?.name ?? '';
  if (ticket.read_only) return { reason: ticket.read_only === 'newer' ? 'newer' : 'damaged', name };
  if (ticket.status === 'closed') return { reason: 'closed', name };
  if (!online) return { reason: 'offline', name };
  if (may.has('reopen')) return { reason: 'resolved', name };
  return { reason: may.has('pick') ? WAITS[whose(ticket, me.id)] : 'theirs', name };
}

/**
 * Whether the ticket waits for somebody to pick it.
 * @param {Standing} ticket
 * @param {Agent} me
 */
export const pickable = (ticket, me) => allowed(ticket, me).has('pick');

/**
 * Whether it is the agent's own ticket, paused by their absence.
 * @param {Standing} ticket
 * @param {Agent} me
 */
export const repick = (ticket, me) => pickable(ticket, me) && whose(ticket, me.id) === 'mine';
