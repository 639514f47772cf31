import { Recent } from './recent.js';
import { speaks } from './rules.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').Ticket} Ticket */

const TYPING_EVERY_MS = 3_000;
/** Of so many tickets is known what was looked at: of more than anybody answers in a day. */
const KEPT_TICKETS = 1_000;

/** What was really looked at, and which marks the server has been told. */
export class Looks {
  /**
   * @param {import('./rules.js').Agent} me
   * @param {(frame: Frame) => boolean} send
   */
  constructor(me, send) {
    this.me = me;
    this.send = send;
    this.lastTyping = 0;
    /** @type {Recent<string, number>} newest seq really looked at */ this.lookedAt = new Recent(KEPT_TICKETS);
    /** @type {Recent<string, number>} */ this.sentSeen = new Recent(KEPT_TICKETS);
    /** @type {Recent<string, number>} */ this.sentDelivered = new Recent(KEPT_TICKETS);
  }

  /** A new connection: say again what may have been lost. */
  forgetSent() {
    this.sentDelivered.clear();
    this.sentSeen.clear();
  }

  /**
   * A customer's message has come.
   * @param {import('./types.js').Entry} entry
   */
  delivered(entry) {
    if ((this.sentDelivered.get(entry.ticket_id) ?? 0) >= entry.seq) return;
    const { ticket_id, seq } = entry;
    if (this.send({ type: 'delivered', ticket_id, seq })) this.sentDelivered.set(ticket_id, seq);
  }

  /** @param {string} id of the ticket that a reply is being written on */
  typing(id) {
    const now = Date.now();
    if (now - this.lastTyping < TYPING_EVERY_MS) return;
    if (this.send({ type: 'typing', ticket_id: id })) this.lastTyping = now;
  }

  /**
   * The conversation is really looked at, down to this entry.
   * @param {import('/shared/reducer.js').TicketState} state
   * @param {string} id
   * @param {number} seq
   * @param {boolean} online
   */
  looked(state, id, seq, online) {
    if ((this.lookedAt.get(id) ?? 0) < seq) this.lookedAt.set(id, seq);
    const sent = Math.max(this.sentSeen.get(id) ?? 0, state.marks.staff.seen);
    if (seq <= sent || !speaks(state, this.me, online)) return;
    if (this.send({ type: 'seen', ticket_id: id, seq })) this.sentSeen.set(id, seq);
  }
}
