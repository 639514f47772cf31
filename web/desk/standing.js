import { t } from '../shared/i18n.js';

/** @typedef {import('./rules.js').Standing} Standing */

/**
 * Why a button is disabled, for its tooltip: who is cut off cannot help it by going online.
 * @param {{able: boolean, connected: boolean}} session
 * @param {string} words key of what to say to who is offline
 */
export const whyIdle = (session, words) => (session.able ? '' : t(session.connected ? words : 'desk.conn.gone'));

/**
 * What a ticket's state is called.
 * @param {Standing} ticket
 * @param {boolean} [known] false: the line is down, and nobody can say who is there
 * @returns {{words: string, tone: string}}
 */
export function standing(ticket, known = true) {
  if (ticket.status === 'closed') return { words: 'desk.status.closed', tone: '' };
  if (ticket.status === 'resolved') return { words: 'desk.status.resolved', tone: 'good' };
  if (!known) return { words: `desk.status.${ticket.status}`, tone: '' };
  if (ticket.chat === 'paused') return { words: 'desk.chat.paused', tone: 'warn' };
  if (ticket.chat === 'waiting') return { words: 'desk.chat.waiting', tone: 'warn' };
  if (ticket.status === 'pending') return { words: 'desk.status.pending', tone: '' };
  return { words: 'desk.chat.live', tone: 'accent' };
}
