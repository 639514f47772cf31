import { isPassing } from '/shared/outbox.js';
import { applyAck, initialTicket, reduce } from '/shared/reducer.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('/shared/reducer.js').TicketState} TicketState */

const SNAPSHOT_ENTRIES = 200;
const KEPT_TICKETS = 20;
const LATE_MS = 500;
const SYNC_AGAIN_MS = 2_000;

/** The open ticket's log, and those of the tickets that were open before it: read once, kept up to date by entries. */
export class OpenTicket {
  /**
   * @param {object} session
   * @param {import('/shared/api.js').Api} session.api
   * @param {import('./desk-store.js').DeskStore} session.store
   * @param {(frame: Frame) => boolean} session.send
   * @param {() => void} session.changed
   * @param {(code: string) => void} session.problem
   */
  constructor({ api, store, send, changed, problem }) {
    this.api = api;
    this.store = store;
    this.send = send;
    this.changed = changed;
    this.problem = problem;
    /** @type {string|null} */ this.id = null;
    /** @type {'none'|'loading'|'ready'|'missing'|'failed'} */ this.phase = 'none';
    /** @type {Map<string, TicketState>} the longest unused first */ this.states = new Map();
    /** the ticket whose missing entries were asked for */ this.syncing = '';
  }

  /** @returns {TicketState|undefined} */
  get state() {
    return this.id ? this.states.get(this.id) : undefined;
  }

  /** @param {string} id */
  async open(id) {
    if (this.id !== id) this.leave();
    this.id = id;
    const kept = this.states.get(id);
    if (kept && kept.seq > 0 && !kept.resync) {
      this.states.delete(id); // set again: a Map keeps the order
      this.states.set(id, kept);
      this.phase = 'ready';
      this.changed();
      this.sync(id);
      return;
    }
    this.phase = 'loading';
    this.states.set(id, initialTicket(id));
    this.changed();
    await this.#snapshot(id);
  }

  leave() {
    if (!this.id) return;
    this.send({ type: 'leave', ticket_id: this.id });
    const state = this.states.get(this.id);
    if (state) this.states.set(this.id, { ...state, viewing: [], typing: {} });
    this.store.people.viewing.delete(this.id);
    this.id = null;
    this.phase = 'none';
    this.changed();
  }

  /** Reads the entries before those that are shown. */
  async older() {
    const state = this.state;
    const id = this.id;
    if (!state || !id || state.base === 0) return;
    try {
      const frame = await this.api.older(id, state.base + 1, SNAPSHOT_ENTRIES);
      const now = this.states.get(id);
      if (now) this.#keep(id, reduce(now, frame));
    } catch (error) {
      this.problem(/** @type {any} */ (error).code ?? 'unknown');
    }
  }

  /** @param {string} id */
  sync(id) {
    const state = this.states.get(id);
    if (!state || state.seq === 0) return;
    if (this.send({ type: 'sync', ticket_id: id, after: state.seq })) this.syncing = id;
  }

  /** @param {Frame} frame an error; what could not be read just now is asked for again */
  refused(frame) {
    const id = this.syncing;
    if (id && frame.ticket_id === id && frame.code === 'not_found' && !frame.client_id) return this.#lost(id);
    if (!id || frame.ticket_id !== id || frame.client_id || !isPassing(frame.code)) return;
    window.setTimeout(() => {
      if (this.syncing === id && this.id === id) this.sync(id);
    }, SYNC_AGAIN_MS);
  }

  /**
   * It is none of this agent's any more.
   * @param {string} id
   */
  #lost(id) {
    this.states.delete(id);
    if (this.syncing === id) this.syncing = '';
    if (this.id !== id) return;
    this.phase = 'missing';
    this.changed();
  }

  /** @param {Frame} frame one that names a ticket */
  fold(frame) {
    if (frame.type === 'gone') return this.#lost(frame.ticket_id);
    const before = this.states.get(frame.ticket_id);
    if (!before) return;
    if (frame.type === 'synced' && frame.ticket) this.store.upsert(frame.ticket);
    if (frame.type === 'synced' || frame.type === 'resync') this.syncing = '';
    const after = reduce(before, frame, Date.now());
    this.#keep(frame.ticket_id, after);
    if (frame.type === 'resync') void this.#snapshot(frame.ticket_id);
    else if (after.needsSync && !before.needsSync && frame.ticket_id === this.id) this.sync(frame.ticket_id);
  }

  /**
   * What this page wrote is stored.
   * @param {any} ack
   * @param {import('/shared/outbox.js').OutboxItem} item
   * @param {{id: string, name: string}} me
   */
  acked(ack, item, me) {
    const state = this.states.get(ack.ticket_id);
    if (!state) return;
    const after = applyAck(state, ack, item, { from: 'staff', id: me.id, name: me.name });
    this.#keep(ack.ticket_id, after);
    if (after.needsSync && ack.ticket_id === this.id) this.sync(ack.ticket_id);
  }

  /**
   * The lists know of entries that the open ticket does not have. Entries and the `ticket` frame travel side by side:
   * only what is still missing a moment later is asked for.
   * @param {Ticket} ticket
   */
  behind(ticket) {
    const id = ticket.ticket_id;
    if (this.phase !== 'ready' || ticket.seq <= (this.states.get(id)?.seq ?? Infinity)) return;
    window.setTimeout(() => {
      const state = this.states.get(id);
      const row = this.store.tickets.get(id);
      if (id === this.id && state && row && row.seq > state.seq) this.sync(id);
    }, LATE_MS);
  }

  /** @param {string} id @param {TicketState} state */
  #keep(id, state) {
    this.states.set(id, state);
    if (id === this.id) this.changed();
  }

  /** @param {string} id */
  async #snapshot(id) {
    try {
      const path = `/tickets/${encodeURIComponent(id)}`;
      const row = this.store.tickets.get(id) ?? (await this.api.get(path)).ticket;
      const newest = `before=${row.seq + 1}&limit=${SNAPSHOT_ENTRIES}`;
      const { entries, ticket, seq } = await this.api.get(`${path}/entries?${newest}`);
      const state = this.states.get(id) ?? initialTicket(id);
      const last = entries.length ? entries[entries.length - 1].seq : 0;
      // The log may have grown since the row was known: the snapshot ends at its last entry, `sync` brings the rest.
      const fresh = reduce(state, { type: 'snapshot', ticket_id: id, ticket: { ...ticket, seq: last }, entries });
      this.store.upsert(ticket);
      if (id === this.id) this.phase = 'ready';
      this.#keep(id, { ...fresh, resync: false, needsSync: seq > last });
      if (id === this.id) this.sync(id);
      this.#forgetOldest();
    } catch (error) {
      if (id !== this.id || this.phase === 'ready') return;
      this.states.delete(id);
      this.phase = /** @type {any} */ (error).status === 404 ? 'missing' : 'failed';
      this.changed();
    }
  }

  #forgetOldest() {
    for (const id of this.states.keys()) {
      if (this.states.size <= KEPT_TICKETS) return;
      if (id !== this.id) this.states.delete(id);
    }
  }
}
