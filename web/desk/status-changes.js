/** @typedef {import('/shared/outbox.js').OutboxItem} OutboxItem */
/** @typedef {import('./types.js').Status} Status */

/** How long a change of status can be taken back. There is no entry that takes one back: `closed` is final. */
const HOLD_MS = 6_000;

/** Changes of status that wait in the outbox, and can be taken back there. */
export class StatusChanges {
  /**
   * @param {object} session
   * @param {import('/shared/outbox.js').Outbox} session.outbox
   * @param {(code: string) => void} session.problem
   * @param {(frame: import('./types.js').Frame) => void} session.sendAtOnce for a page that goes
   */
  constructor({ outbox, problem, sendAtOnce }) {
    this.outbox = outbox;
    this.problem = problem;
    this.sendAtOnce = sendAtOnce;
  }

  /** @returns {OutboxItem[]} the oldest first */
  get all() {
    return this.outbox.items.filter((item) => item.frame.type === 'set_status');
  }

  /** @param {string|null} id @returns {OutboxItem|undefined} what is about to happen to the ticket */
  of(id) {
    return this.all.find((item) => item.frame.ticket_id === id);
  }

  /** @param {string} id @param {Status} status */
  hold(id, status) {
    if (this.of(id)) return;
    const added = this.outbox.add({ type: 'set_status', ticket_id: id, status }, HOLD_MS);
    if (!added) this.problem('outbox_full');
  }

  /**
   * Takes back what has not been sent: the change of this ticket, or the newest.
   * @param {string} [id]
   * @returns {OutboxItem|undefined} what was taken back
   */
  undo(id) {
    const item = this.all.filter((one) => one.state === 'queued' && (!id || one.frame.ticket_id === id)).pop();
    if (item) this.outbox.discard(item.client_id);
    return item;
  }

  /**
   * @param {OutboxItem} item that the server refused
   * @returns {boolean} whether it was one of these
   */
  failed(item) {
    if (item.frame.type !== 'set_status') return false;
    this.outbox.discard(item.client_id);
    this.problem(item.error ?? 'unknown');
    return true;
  }

  /** Sends now what waits: the person goes, and the connection is still theirs. */
  sendNow() {
    for (const item of this.all.filter((one) => one.state === 'queued')) {
      this.outbox.discard(item.client_id);
      this.outbox.add(item.frame);
    }
  }

  /** The page goes, and nobody can take anything back any more. What gets lost here is sent by the next page. */
  pageGoes() {
    for (const item of this.all) if (item.state === 'queued') this.sendAtOnce(item.frame);
  }
}
