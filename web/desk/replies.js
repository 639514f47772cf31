import { lock } from './rules.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('/shared/outbox.js').OutboxItem} OutboxItem */

/** Refused only because the ticket was not the agent's to write on at that moment. */
const HELD = new Set(['must_repick', 'not_assigned', 'staff_offline']);

/** Replies and notes on their way, and those that newer messages stopped once. */
export class Replies {
  /**
   * @param {object} session
   * @param {import('/shared/outbox.js').Outbox} session.outbox
   * @param {import('./reply-drafts.js').ReplyDrafts} session.drafts
   * @param {() => void} session.changed
   * @param {(code: string) => void} session.problem
   */
  constructor({ outbox, drafts, changed, problem }) {
    this.outbox = outbox;
    this.drafts = drafts;
    this.changed = changed;
    this.problem = problem;
    /** @type {Map<string, {text: string, count: number}>} by ticket */ this.stopped = new Map();
    /** @type {Map<string, number>} the ticket's newest entry that was known when it was refused, by client_id */
    this.refusedAt = new Map();
    /** @type {Map<string, number>} how many messages are newer, by client_id */ this.newer = new Map();
  }

  /** @param {Frame} frame an error: the outbox does not hear how many messages are newer */
  refused(frame) {
    if (frame.code === 'newer_messages') this.newer.set(frame.client_id, frame.count ?? 1);
  }

  /**
   * @param {string} id the ticket
   * @param {import('./reply-drafts.js').Mode} mode
   * @param {string} text
   * @param {number|null} seen the newest entry looked at; null: send although newer messages are there
   */
  write(id, mode, text, seen) {
    /** @type {Frame} */
    const frame = { type: mode === 'note' ? 'note' : 'message', ticket_id: id, text };
    if (mode === 'reply' && seen !== null) frame.seen_seq = seen;
    this.stopped.delete(id);
    if (this.outbox.add(frame)) return true;
    this.problem('outbox_full');
    return false;
  }

  /**
   * What was refused is sent, in its order, where the agent may write now. Not again before the log has grown: what the
   * page knows may be behind what the server knows.
   * @param {ReadonlyMap<string, import('./types.js').Ticket>} tickets
   * @param {import('./rules.js').Agent} me
   * @param {string} [id] one ticket; absent: all
   */
  sendHeld(tickets, me, id) {
    for (const item of this.outbox.items.filter(isHeld)) {
      const row = tickets.get(item.frame.ticket_id);
      if (!row || (id && row.ticket_id !== id) || lock(row, me, true)) continue;
      if ((this.refusedAt.get(item.client_id) ?? -1) < row.seq) this.outbox.retry(item.client_id);
    }
  }

  /**
   * @param {OutboxItem} item
   * @param {number} [seq] the ticket's newest entry, as far as it is known
   * @returns {boolean} whether newer messages stopped it: look at them
   */
  failed(item, seq = 0) {
    if (isHeld(item)) {
      this.refusedAt.set(item.client_id, seq);
      const { ticket_id } = item.frame;
      const told = (/** @type {OutboxItem} */ one) => isHeld(one) && one.client_id !== item.client_id;
      if (this.outbox.of(ticket_id).some(told)) return false; // said of the one before
    }
    if (item.error !== 'newer_messages') {
      this.problem(item.error ?? 'unknown');
      return false;
    }
    // The words go back to where they can be changed; nothing is sent twice, nothing is lost.
    const id = item.frame.ticket_id;
    this.outbox.discard(item.client_id);
    const begun = this.drafts.text(id, 'reply');
    const before = this.stopped.get(id)?.text;
    const text = before !== undefined && begun.startsWith(before) ? `${before}\n${item.frame.text}` : item.frame.text;
    const rest = text === item.frame.text ? begun : begun.slice(before?.length).replace(/^\n/, '');
    this.drafts.set(id, 'reply', rest ? `${text}\n${rest}` : text);
    const count = this.newer.get(item.client_id) ?? 1;
    this.newer.delete(item.client_id);
    this.stopped.set(id, { text, count });
    return true;
  }

  /**
   * "Look first": the words stay in the composer, the next sending counts as having looked.
   * @param {string} id
   */
  look(id) {
    this.stopped.delete(id);
    this.changed();
  }

  /**
   * Unsent words of a ticket.
   * @param {string|null} id
   * @returns {OutboxItem[]}
   */
  unsent(id) {
    return this.outbox.items.filter((item) => item.frame.ticket_id === id && item.error !== 'newer_messages');
  }
}

/** @param {OutboxItem} item */
const isHeld = ({ state, error }) => state === 'failed' && HELD.has(error ?? '');
