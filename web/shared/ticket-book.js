// What is known of a customer's tickets: as lists have them, and folded from their entries where one was opened.

import { Delivered } from './delivered.js';
import { LIST_ROWS } from './limits.js';
import { countUnread, overview } from './overview.js';
import { initialTicket, reduce } from './reducer.js';
import { SyncRequests } from './sync-requests.js';

/** @typedef {import('./reducer.js').TicketState} TicketState */

const AGAIN_MS = 3_000;
const GATHER_MS = 300;

export class TicketBook {
  /** @param {import('./customer.js').Customer} customer */
  constructor(customer) {
    this.customer = customer;
    this.now = customer.now;
    this.send = (/** @type {import('./types.js').Frame} */ frame) => customer.socket?.send(frame);
    /** @type {Map<string, TicketState>} */ this.states = new Map();
    /** @type {Map<string, any>} */ this.summaries = new Map();
    this.delivered = new Delivered(this.send, this.states);
    this.syncs = new SyncRequests(this.send);
    /** whether the list was read */ this.listed = false;
    /** @type {any} */ this.refreshTimer = null;
  }

  /** Newest change first. */
  get tickets() { return overview(this.summaries, this.states); }

  /** Messages of staff that were not seen, over all tickets. */
  get unread() { return countUnread(this.tickets, this.states); }

  /** Another connection: nothing is on its way. */
  forgetSent() {
    this.delivered.forget();
    this.syncs.forget();
    this.now.unsure.clear();
  }

  /** The line broke: who types, and how long the queue is, nobody knows. */
  lost() {
    this.now.lost(this.states.keys());
    for (const [id, state] of this.states) this.states.set(id, { ...state, typing: {}, queue: null });
  }

  /** A line stands (again): what was missed is asked for. */
  catchUp() {
    this.syncs.forget();
    for (const state of this.states.values()) this.#follow(state);
  }

  /** @param {TicketState} state */
  #follow(state) {
    this.syncs.ask(state);
    this.delivered.tell(state.ticket_id, state.entries);
  }

  /** Reads the list. */
  async refresh() {
    try {
      const { tickets } = await this.customer.api.get(`/tickets?limit=${LIST_ROWS}`);
      this.summaries.clear();
      for (const ticket of tickets) this.summaries.set(ticket.ticket_id, ticket);
      this.listed = true;
      this.customer.findCreated();
      this.customer.changed();
    } catch { /* the next connection reads it again */ }
  }

  /**
   * Reads a ticket, or what is missing of one that is known.
   * @param {string} id
   */
  open(id) {
    const known = this.states.get(id);
    if (!known) void this.#load(id);
    else if (this.now.unsure.has(id)) this.syncs.ask(known);
  }

  /** @param {string} id */
  async #load(id) {
    try {
      const snapshot = await this.customer.api.snapshot(id);
      this.put(id, reduce(this.states.get(id) ?? initialTicket(id), snapshot));
      this.now.unsure[this.now.lineDown ? 'add' : 'delete'](id);
      const state = this.states.get(id);
      if (state) this.#follow(state);
    } catch (e) {
      const { status } = /** @type {import('./api.js').ApiError} */ (e);
      if (status === 404 || status === 403) this.customer.missing(id);
      else if (status !== 401) setTimeout(() => {
        if (this.customer.current === id && !this.states.get(id)?.number) void this.#load(id);
      }, AGAIN_MS);
    }
    this.customer.changed();
  }

  /**
   * @param {string} id
   * @param {number} before
   */
  async older(id, before) {
    try {
      this.put(id, reduce(this.states.get(id) ?? initialTicket(id), await this.customer.api.older(id, before)));
    } catch { /* the button stays */ }
    this.customer.changed();
  }

  /**
   * @param {string} id
   * @param {TicketState} state
   */
  put(id, state) {
    const before = this.states.get(id);
    this.states.set(id, state);
    if (state.chat === 'live' && before?.chat !== 'live') this.customer.outbox.again(id);
    if (state.resync) {
      this.states.set(id, { ...state, resync: false });
      void this.#load(id);
    } else if (state.needsSync) {
      this.syncs.askOnce(state);
    }
  }

  /** @param {any} frame about a ticket */
  fold(frame) {
    const id = frame.ticket_id;
    const known = this.states.get(id);
    if (known || frame.type === 'ticket_created') {
      const before = known?.seq ?? 0;
      const next = reduce(known ?? initialTicket(id), frame, Date.now());
      if (frame.type === 'synced') this.syncs.answered(id);
      this.put(id, next);
      if (known && next.seq > before) this.#arrived(id, next.entries.filter((e) => e.seq > before));
    } else if (typeof frame.seq === 'number' && frame.at) {
      this.#arrived(id, [frame]);
      clearTimeout(this.refreshTimer);
      this.refreshTimer = setTimeout(() => this.refresh(), GATHER_MS);
    }
  }

  /**
   * @param {string} id
   * @param {ReadonlyArray<any>} entries
   */
  #arrived(id, entries) {
    const last = this.delivered.tell(id, entries);
    if (last && last.seq > (this.states.get(id)?.marks.user.seen ?? 0)) this.customer.tell('message', last);
  }

  /**
   * @param {string} id
   * @param {number} seq
   */
  seen(id, seq) {
    const state = this.states.get(id);
    if (!state || state.marks.user.seen >= seq || !this.send({ type: 'seen', ticket_id: id, seq })) return;
    this.states.set(id,
      reduce(state, { type: 'marks', ticket_id: id, marks: { user: { delivered: seq, seen: seq } } }));
    this.customer.changed();
  }
}
