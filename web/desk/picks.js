/** @typedef {import('./types.js').Frame} Frame */

const ANSWER_MS = 10_000;

/** Picks that were asked for, and who was faster. */
export class Picks {
  /**
   * @param {object} session
   * @param {(frame: Frame) => boolean} session.send
   * @param {() => void} session.changed
   * @param {(code: string, vars?: Record<string, string>) => void} session.problem
   * @param {(id: string) => void} session.won
   */
  constructor({ send, changed, problem, won }) {
    this.send = send;
    this.changed = changed;
    this.problem = problem;
    this.won = won;
    /** @type {Set<string>} tickets whose pick has been asked for */ this.picking = new Set();
    /** @type {Map<string, string>} who was faster */ this.lost = new Map();
  }

  /** @param {string} id @param {boolean} online */
  pick(id, online) {
    if (this.picking.has(id)) return;
    if (!online) return this.problem('pick_offline');
    if (!this.send({ type: 'pick_ticket', ticket_id: id })) return this.problem('offline');
    this.lost.delete(id);
    this.picking.add(id);
    this.changed();
    window.setTimeout(() => {
      if (this.picking.delete(id)) this.changed();
    }, ANSWER_MS);
  }

  /** @param {Frame} frame `ticket_picked` */
  answered(frame) {
    if (!this.picking.delete(frame.ticket_id)) return; // asked for on another page of this agent
    if (frame.success) {
      this.won(frame.ticket_id);
    } else if (frame.code === 'already_picked') {
      this.lost.set(frame.ticket_id, frame.by?.name ?? '');
      this.problem('already_picked', { name: frame.by?.name ?? '' });
    } else {
      this.problem(frame.code === 'staff_offline' ? 'pick_offline' : frame.code ?? 'unknown');
    }
    this.changed();
  }
}
