import { Recent } from './recent.js';

/** @typedef {import('./types.js').Frame} Frame */

const ANSWER_MS = 10_000;
const ENTRY_MS = 3_000;
const KEPT_LOST = 100;

/** Picks that were asked for, and who was faster. */
export class Picks {
  /**
   * @param {object} session
   * @param {(frame: Frame) => boolean} session.send
   * @param {() => void} session.changed
   * @param {(code: string, vars?: Record<string, string>) => void} session.problem
   */
  constructor({ send, changed, problem }) {
    this.send = send;
    this.changed = changed;
    this.problem = problem;
    /** @type {Set<string>} tickets whose pick has been asked for */ this.picking = new Set();
    /** @type {Set<string>} tickets that open to writing, unless the pick fails: what is typed meanwhile is kept */
    this.opening = new Set();
    /** @type {Recent<string, string>} who was faster */ this.lost = new Recent(KEPT_LOST);
  }

  /**
   * @param {string} id
   * @param {boolean} online
   * @returns {boolean} whether it is on its way
   */
  pick(id, online) {
    if (this.picking.has(id)) return true;
    const trouble = !online ? 'pick_offline' : this.send({ type: 'pick_ticket', ticket_id: id }) ? '' : 'offline';
    if (trouble) {
      this.problem(trouble);
      return false;
    }
    this.lost.delete(id);
    this.picking.add(id);
    this.opening.add(id);
    this.changed();
    this.#endAfter(id, ANSWER_MS);
    return true;
  }

  /** @param {string} id @param {number} ms */
  #endAfter(id, ms) {
    window.setTimeout(() => {
      const asked = this.picking.delete(id);
      if (this.opening.delete(id) || asked) this.changed();
    }, ms);
  }

  /** @param {Frame} frame `ticket_picked` */
  answered(frame) {
    if (!this.picking.delete(frame.ticket_id)) return; // asked for on another page of this agent
    if (frame.success) {
      this.#endAfter(frame.ticket_id, ENTRY_MS); // the entry that says so comes beside the answer
    } else {
      this.opening.delete(frame.ticket_id);
      if (frame.code === 'already_picked') {
        this.lost.set(frame.ticket_id, frame.by?.name ?? '');
        this.problem('already_picked', { name: frame.by?.name ?? '' });
      } else {
        this.problem(frame.code === 'staff_offline' ? 'pick_offline' : frame.code ?? 'unknown');
      }
    }
    this.changed();
  }

  /** The connection is gone: whether they were picked is told by the next one. */
  abandon() {
    this.picking.clear();
    this.opening.clear();
  }
}
