/** @typedef {import('/shared/outbox.js').OutboxItem} OutboxItem */
/** @typedef {import('./types.js').Status} Status */

/** How long a change of status can be taken back. There is no entry that takes one back: `closed` is final. */
const HOLD_MS = 6_000;
/** Without a connection nothing is sent; what waits until there is one begins to wait anew. */
const AWAY_MS = 3_600_000;

/** Changes of status that wait in the outbox, and can be taken back there. */
export class StatusChanges {
  /**
   * @param {object} session
   * @param {import('/shared/outbox.js').Outbox} session.outbox
   * @param {(code: string) => void} session.problem
   * @param {() => void} [session.changed]
   * @param {() => number} [session.now]
   * @param {(frame: import('./types.js').Frame) => void} session.sendAtOnce for a page that goes
   */
  constructor({ outbox, problem, sendAtOnce, changed = () => {}, now = Date.now }) {
    this.outbox = outbox;
    this.problem = problem;
    this.sendAtOnce = sendAtOnce;
    this.changed = changed;
    this.now = now;
    /** @type {Map<string, {status: Status, name: string}>} by ticket: not done, because its customer wrote meanwhile */
    this.overtaken = new Map();
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
    this.overtaken.delete(id);
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
   * A message of the customer arrived. Whoever ends a ticket ends it after what they have read.
   * @param {string} id
   * @param {string} name of the customer
   */
  wrote(id, name) {
    const item = this.of(id);
    if (!item || item.frame.status === 'open' || !this.undo(id)) return;
    this.overtaken.set(id, { status: item.frame.status, name });
    this.changed();
  }

  /** @param {string} id the change that was overtaken is wanted all the same */
  anyway(id) {
    const overtaken = this.overtaken.get(id);
    if (overtaken) this.hold(id, overtaken.status);
  }

  /** @param {string} id nobody needs to be told any more */
  forget(id) {
    if (this.overtaken.delete(id)) this.changed();
  }

  /** The connection is gone, and what customers write is not heard: nothing is decided before it is. */
  suspend() {
    this.#wait(AWAY_MS, () => true);
  }

  /** All that was missed is read. */
  resume() {
    const now = this.now();
    this.#wait(HOLD_MS, (item) => (item.due ?? 0) - now > HOLD_MS);
  }

  /** @param {number} ms @param {(item: OutboxItem) => boolean} which */
  #wait(ms, which) {
    for (const item of this.all.filter((one) => one.state === 'queued' && which(one))) {
      this.outbox.discard(item.client_id);
      this.outbox.add(item.frame, ms);
    }
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
