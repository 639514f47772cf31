import { Outbox } from '/shared/outbox.js';
import { applyAck, initialTicket, reduce } from '/shared/reducer.js';
import { Socket } from '/shared/socket.js';
import { Commands, CommandError } from './command.js';
import { DeskStore } from './desk-store.js';
import { Drafts } from './drafts.js';
import { ListReader } from './list-reader.js';
import { marks as mayMark } from './rules.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('/shared/reducer.js').TicketState} TicketState */
/** @typedef {import('/shared/outbox.js').OutboxItem} OutboxItem */

const SNAPSHOT_ENTRIES = 200;
const ANSWER_MS = 10_000;
const TYPING_EVERY_MS = 3_000;
const KEPT_TICKETS = 20;
const POLL_LISTS_MS = 5_000;
const STOCK_MS = 2_000;
const CHOICE_KEPT_MS = 60_000;

/**
 * The desk at work: one connection, the lists, the open ticket. Elements paint it and call it.
 *
 * Events: `change` (detail: `presence` | `connection` | `ticket` | `outbox` | `stopped`), `arrived` (detail: {kind, frame}),
 * `problem` (detail: {code, vars}), `signedout`. The lists' changes are the store's own.
 */
export class DeskSession extends EventTarget {
  /**
   * @param {object} options
   * @param {import('./types.js').Me} options.me
   * @param {import('/shared/api.js').Api} options.api
   * @param {string} options.url of the WebSocket
   * @param {Record<string, string>} options.headers for requests of the fallback
   * @param {Storage} options.storage
   * @param {Storage|null} options.tab storage of this tab
   */
  constructor({ me, api, url, headers, storage, tab }) {
    super();
    this.me = me;
    this.api = api;
    this.store = new DeskStore(me.id);
    this.reader = new ListReader(api, this.store);
    this.drafts = new Drafts(storage, me.id);
    this.socket = new Socket({ url, pollBase: '', pollHeaders: headers });
    // Before the outbox listens: its `failed` does not carry how many messages are newer, the frame does.
    this.socket.addEventListener('frame', (event) => this.#receive(/** @type {CustomEvent} */ (event).detail));
    this.outbox = new Outbox({ identity: `staff:${me.id}`, socket: this.socket });
    this.commands = new Commands(this.socket);
    this.tab = tab;
    /** @type {'online'|'offline'} what the server says */ this.presence = 'offline';
    /** @type {'online'|'offline'|null} what the agent chose, null until they or the server said */ this.wanted = this.#recall();
    /** a choice made while there was no connection */ this.unsaid = false;
    this.wentOnline = 0;
    this.catchingUp = false;
    this.everOpen = false;
    /** @type {string|null} */ this.openId = null;
    /** @type {'none'|'loading'|'ready'|'missing'|'failed'} */ this.openPhase = 'none';
    /** @type {Map<string, TicketState>} */ this.states = new Map();
    /** @type {Set<string>} tickets whose pick has been asked for */ this.picking = new Set();
    /** @type {Map<string, string>} who was faster */ this.lost = new Map();
    /** @type {Map<string, {text: string, count: number}>} replies that newer messages stopped */ this.stopped = new Map();
    /** @type {Map<string, number>} newest seq really looked at */ this.lookedAt = new Map();
    /** @type {Map<string, number>} */ this.sentSeen = new Map();
    /** @type {Map<string, number>} */ this.sentDelivered = new Map();
    this.lastTyping = 0;
    this.syncing = '';
    /** @type {number|undefined} */ this.pollTimer = undefined;

    this.socket.addEventListener('state', (event) => this.#connection(/** @type {CustomEvent} */ (event).detail));
    this.socket.addEventListener('signedout', () => this.dispatchEvent(new CustomEvent('signedout')));
    this.outbox.addEventListener('acked', (event) => this.#acked(/** @type {CustomEvent} */ (event).detail));
    this.outbox.addEventListener('failed', (event) => this.#failed(/** @type {CustomEvent} */ (event).detail));
    this.outbox.addEventListener('change', () => this.#tell('outbox'));
  }

  /** @param {string} topic */
  #tell(topic) {
    this.dispatchEvent(new CustomEvent('change', { detail: topic }));
  }

  /** @param {string} code @param {Record<string, string|number>} [vars] */
  #problem(code, vars = {}) {
    this.dispatchEvent(new CustomEvent('problem', { detail: { code, vars } }));
  }

  start() {
    this.socket.start();
  }

  stop() {
    clearInterval(this.pollTimer);
    this.socket.stop();
    this.outbox.close();
  }

  /** @returns {ListName} the list on screen */
  get list() {
    return this.reader.list;
  }

  /** @param {ListName} list */
  show(list) {
    this.reader.show(list);
    this.#tell('list');
  }

  get connection() {
    return this.socket.state;
  }

  get connected() {
    return this.socket.state === 'open' || this.socket.state === 'polling';
  }

  /** Online as far as this page can know: nothing looks alive that is not. */
  get online() {
    return this.presence === 'online';
  }

  // — Presence —

  /** A reload is no absence: the choice outlives it, but not for long. */
  #recall() {
    try {
      const kept = JSON.parse(this.tab?.getItem('beckon.desk.presence') ?? 'null');
      return kept?.id === this.me.id && Date.now() - kept.at < CHOICE_KEPT_MS ? kept.status : null;
    } catch {
      return null;
    }
  }

  /** Writes the choice down for the next page of this tab; called when the page goes. */
  remember() {
    try {
      this.tab?.setItem('beckon.desk.presence', JSON.stringify({ id: this.me.id, status: this.wanted, at: Date.now() }));
    } catch {
      // Forbidden storage: after a reload the server's word counts.
    }
  }

  /** @param {'online'|'offline'} status */
  choose(status) {
    this.wanted = status;
    if (status === 'offline') this.presence = 'offline';
    this.unsaid = !this.socket.send({ type: 'status', status });
    this.#tell('presence');
  }

  // — The connection —

  /** @param {string} state */
  #connection(state) {
    clearInterval(this.pollTimer);
    if (state === 'polling') {
      this.#begin();
      this.pollTimer = window.setInterval(() => void this.reader.refresh(), POLL_LISTS_MS);
    } else if (state !== 'open') {
      this.commands.abandon();
      this.picking.clear();
      if (this.everOpen) this.store.distrust();
    }
    this.#tell('connection');
  }

  /** A connection stands (again): say who watches, and catch up with all that was missed. */
  #begin() {
    // Over HTTP nobody says hello, so that what was known before the connection broke may be wrong.
    const again = this.wanted === 'online' && (this.presence !== 'online' || this.connection === 'polling');
    if (this.wanted && (again || this.unsaid)) this.socket.send({ type: 'status', status: this.wanted });
    this.unsaid = false;
    this.socket.send({ type: 'watch', on: true });
    this.sentDelivered.clear();
    this.sentSeen.clear();
    void this.#catchUp();
  }

  async #catchUp() {
    const run = (this.run = {});
    this.catchingUp = true;
    this.#tell('connection');
    if (this.openId) this.#sync(this.openId);
    await Promise.all([this.reader.refresh(), this.reader.loadStaff(), this.openId && this.openPhase !== 'ready' ? this.open(this.openId) : null]);
    if (this.run !== run) return;
    this.catchingUp = false;
    this.everOpen = true;
    this.#tell('connection');
  }

  /** @type {object|undefined} */
  run = undefined;

  // — Frames —

  /** @param {Frame} frame */
  #receive(frame) {
    const id = frame.ticket?.ticket_id ?? frame.ticket_id;
    const before = id ? this.store.tickets.get(id) : undefined;
    this.#handle(frame);
    const after = before && this.store.tickets.get(id);
    if (!after || this.catchingUp || before.chat !== 'live' || after.chat !== 'live') return;
    if (after.assignee?.staff_id !== this.me.id || before.assignee?.staff_id === this.me.id) return;
    this.dispatchEvent(new CustomEvent('arrived', { detail: { kind: 'transfer', frame: { type: 'ticket', ticket: after, summary: after, from: before.assignee?.name ?? '' } } }));
  }

  /** @param {Frame} frame */
  #handle(frame) {
    const known = frame.type === 'new_ticket' && this.store.tickets.has(frame.ticket.ticket_id);
    const listed = this.store.receive(frame);
    switch (frame.type) {
      case 'hello':
        this.presence = frame.status ?? 'offline';
        this.wanted ??= this.presence;
        this.#tell('presence');
        this.#begin();
        return;
      case 'status_updated':
        if (frame.status === 'online' && this.presence !== 'online') this.wentOnline = Date.now();
        this.presence = frame.status;
        this.wanted = frame.status;
        this.#tell('presence');
        return;
      case 'new_ticket':
        this.lost.delete(frame.ticket.ticket_id);
        // Going online brings all that wait already; only what comes later is news.
        if (!known && !this.catchingUp && Date.now() - this.wentOnline > STOCK_MS) this.dispatchEvent(new CustomEvent('arrived', { detail: { kind: 'ticket', frame } }));
        return;
      case 'ticket_picked': this.#picked(frame); return;
      case 'ack': case 'error': this.#answered(frame); return;
      default: break;
    }
    if (listed && frame.type !== 'viewing') {
      if (frame.type === 'ticket' && frame.ticket.ticket_id === this.openId) this.#behind(frame.ticket);
      return;
    }
    if (typeof frame.ticket_id !== 'string') return;
    if (typeof frame.seq === 'number' && typeof frame.at === 'string') this.#entry(/** @type {import('./types.js').Entry} */ (frame));
    this.#fold(frame);
  }

  /**
   * The lists know of entries that the open ticket does not have: ask for them.
   * @param {Ticket} ticket
   */
  #behind(ticket) {
    const state = this.states.get(ticket.ticket_id);
    if (state && this.openPhase === 'ready' && ticket.seq > state.seq) this.#syncSoon(ticket.ticket_id);
  }

  /**
   * Entries and the `ticket` frame travel side by side: only what is still missing a moment later is asked for.
   * @param {string} id
   */
  #syncSoon(id) {
    window.setTimeout(() => {
      const state = this.states.get(id);
      const row = this.store.tickets.get(id);
      if (id === this.openId && state && row && row.seq > state.seq) this.#sync(id);
    }, 500);
  }

  /** @param {import('./types.js').Entry} entry */
  #entry(entry) {
    this.store.applyEntry(entry);
    if (entry.type !== 'message' || entry.from !== 'user') return;
    const row = this.states.get(entry.ticket_id) ?? this.store.tickets.get(entry.ticket_id);
    if (!row || !mayMark(row, this.me.id, this.online)) return;
    if ((this.sentDelivered.get(entry.ticket_id) ?? 0) < entry.seq && this.socket.send({ type: 'delivered', ticket_id: entry.ticket_id, seq: entry.seq })) {
      this.sentDelivered.set(entry.ticket_id, entry.seq);
    }
    if (!this.catchingUp && this.syncing !== entry.ticket_id && row.assignee?.staff_id === this.me.id) {
      this.dispatchEvent(new CustomEvent('arrived', { detail: { kind: 'message', frame: entry } }));
    }
  }

  /** @param {Frame} frame */
  #fold(frame) {
    const before = this.states.get(frame.ticket_id);
    if (!before) return;
    if (frame.type === 'synced' && frame.ticket) this.store.upsert(frame.ticket);
    if (frame.type === 'synced' || frame.type === 'resync') this.syncing = '';
    const after = reduce(before, frame, Date.now());
    this.#keep(frame.ticket_id, after);
    if (frame.type === 'resync') void this.#snapshot(frame.ticket_id);
    else if (after.needsSync && !before.needsSync && frame.ticket_id === this.openId) this.#sync(frame.ticket_id);
  }

  /** @param {string} id @param {TicketState} state */
  #keep(id, state) {
    this.states.set(id, state);
    if (id === this.openId) this.#tell('ticket');
  }

  /** @param {string} id */
  #sync(id) {
    const state = this.states.get(id);
    if (!state || state.seq === 0) return;
    if (this.socket.send({ type: 'sync', ticket_id: id, after: state.seq })) this.syncing = id;
  }

  // — Commands —

  /**
   * A command whose failure is told to the person.
   * @param {Frame} frame
   * @returns {Promise<boolean>}
   */
  async act(frame) {
    try {
      await this.commands.send(frame);
      return true;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#problem(error.code, { name: error.frame.by?.name ?? '' });
      return false;
    }
  }

  /** @param {Frame} frame an ack or an error */
  #answered(frame) {
    if (this.commands.answered(frame)) return;
    if (frame.type === 'error' && frame.code === 'newer_messages') this.newer.set(frame.client_id, frame.count ?? 1);
    if (frame.type === 'error' && !frame.client_id) this.#problem(frame.code);
  }

  /** @type {Map<string, number>} */
  newer = new Map();

  /** @param {string} id */
  pick(id) {
    if (this.picking.has(id)) return;
    if (!this.online) return this.#problem('pick_offline');
    if (!this.socket.send({ type: 'pick_ticket', ticket_id: id })) return this.#problem('offline');
    this.lost.delete(id);
    this.picking.add(id);
    this.#tell('picking');
    window.setTimeout(() => {
      if (this.picking.delete(id)) this.#tell('picking');
    }, ANSWER_MS);
  }

  /** @param {Frame} frame */
  #picked(frame) {
    if (!this.picking.delete(frame.ticket_id)) return; // asked for on another page of this agent
    if (frame.success) {
      this.dispatchEvent(new CustomEvent('picked', { detail: frame.ticket_id }));
    } else if (frame.code === 'already_picked') {
      this.lost.set(frame.ticket_id, frame.by?.name ?? '');
      this.#problem('already_picked', { name: frame.by?.name ?? '' });
    } else {
      this.#problem(frame.code === 'staff_offline' ? 'pick_offline' : frame.code ?? 'unknown');
    }
    this.#tell('picking');
  }

  /** @param {import('./drafts.js').Mode} mode @param {string} text @param {boolean} [anyway] although newer messages are there */
  write(mode, text, anyway = false) {
    const id = this.openId;
    const state = id ? this.states.get(id) : undefined;
    if (!id || !state) return false;
    /** @type {Frame} */
    const frame = { type: mode === 'note' ? 'note' : 'message', ticket_id: id, text };
    if (mode === 'reply' && !anyway) frame.seen_seq = Math.max(this.lookedAt.get(id) ?? 0, 0);
    this.stopped.delete(id);
    if (this.outbox.add(frame)) return true;
    this.#problem('outbox_full');
    return false;
  }

  /** @param {{ack: any, item: OutboxItem}} acked */
  #acked({ ack, item }) {
    const state = this.states.get(ack.ticket_id);
    const entry = { type: item.frame.type, from: 'staff', text: item.frame.text, ticket_id: ack.ticket_id, seq: ack.seq, at: ack.at };
    this.store.applyEntry(entry);
    if (!state) return;
    const after = applyAck(state, ack, item, { from: 'staff', id: this.me.id, name: this.me.name });
    this.#keep(ack.ticket_id, after);
    if (after.needsSync && ack.ticket_id === this.openId) this.#sync(ack.ticket_id);
  }

  /** @param {OutboxItem} item */
  #failed(item) {
    const id = item.frame.ticket_id;
    if (item.error === 'newer_messages') {
      // The words go back to where they can be changed; nothing is sent twice, nothing is lost.
      this.outbox.discard(item.client_id);
      const begun = this.drafts.text(id, 'reply');
      this.drafts.set(id, 'reply', begun ? `${item.frame.text}\n${begun}` : item.frame.text);
      const count = this.newer.get(item.client_id) ?? 1;
      this.newer.delete(item.client_id);
      this.stopped.set(id, { text: item.frame.text, count });
      if (id === this.openId) this.#sync(id);
      this.#tell('stopped');
      return;
    }
    this.#problem(item.error ?? 'unknown');
  }

  /**
   * "Look first": the words stay in the composer, the next sending counts as having looked.
   * @param {string} id
   */
  look(id) {
    this.stopped.delete(id);
    this.#tell('stopped');
  }

  /**
   * Unsent words of the open ticket.
   * @returns {OutboxItem[]}
   */
  unsent() {
    return this.outbox.items.filter((item) => item.frame.ticket_id === this.openId && item.error !== 'newer_messages');
  }

  typing() {
    const now = Date.now();
    if (!this.openId || now - this.lastTyping < TYPING_EVERY_MS) return;
    if (this.socket.send({ type: 'typing', ticket_id: this.openId })) this.lastTyping = now;
  }

  /**
   * The open conversation is really looked at, down to this entry.
   * @param {number} seq
   */
  looked(seq) {
    const id = this.openId;
    const state = this.state;
    if (!id || !state) return;
    if ((this.lookedAt.get(id) ?? 0) < seq) this.lookedAt.set(id, seq);
    const sent = Math.max(this.sentSeen.get(id) ?? 0, state.marks.staff.seen);
    if (seq <= sent || state.status === 'closed' || !mayMark(state, this.me.id, this.online)) return;
    if (this.socket.send({ type: 'seen', ticket_id: id, seq })) this.sentSeen.set(id, seq);
  }

  // — The open ticket —

  /** @returns {TicketState|undefined} */
  get state() {
    return this.openId ? this.states.get(this.openId) : undefined;
  }

  /**
   * The row of the open ticket, for while its log is on the way.
   * @returns {Ticket|undefined}
   */
  get row() {
    return this.openId ? this.store.tickets.get(this.openId) : undefined;
  }

  /** @param {string} id */
  async open(id) {
    if (this.openId !== id) this.leave();
    this.openId = id;
    const kept = this.states.get(id);
    if (kept && kept.seq > 0 && !kept.resync) {
      this.states.delete(id); // set again: a Map keeps the order, and the longest unused goes first
      this.states.set(id, kept);
      this.openPhase = 'ready';
      this.#tell('ticket');
      this.#sync(id);
      return;
    }
    this.openPhase = 'loading';
    this.states.set(id, initialTicket(id));
    this.#tell('ticket');
    await this.#snapshot(id);
  }

  /** @param {string} id */
  async #snapshot(id) {
    try {
      const path = `/tickets/${encodeURIComponent(id)}`;
      const row = this.store.tickets.get(id) ?? (await this.api.get(path)).ticket;
      const { entries, ticket, seq } = await this.api.get(`${path}/entries?before=${row.seq + 1}&limit=${SNAPSHOT_ENTRIES}`);
      const state = this.states.get(id) ?? initialTicket(id);
      const last = entries.length ? entries[entries.length - 1].seq : 0;
      // The log may have grown since the row was known: the snapshot ends at its last entry, and `sync` brings the rest.
      const fresh = reduce(state, { type: 'snapshot', ticket_id: id, ticket: { ...ticket, seq: last }, entries });
      this.store.upsert(ticket);
      if (id === this.openId) this.openPhase = 'ready';
      this.#keep(id, { ...fresh, resync: false, needsSync: seq > last });
      if (id === this.openId) this.#sync(id);
      this.#forgetOldest();
    } catch (error) {
      if (id !== this.openId || this.openPhase === 'ready') return;
      this.states.delete(id);
      this.openPhase = /** @type {any} */ (error).status === 404 ? 'missing' : 'failed';
      this.#tell('ticket');
    }
  }

  /** Reads the entries before those that are shown. */
  async older() {
    const state = this.state;
    const id = this.openId;
    if (!state || !id || state.base === 0) return;
    try {
      const frame = await this.api.older(id, state.base + 1, SNAPSHOT_ENTRIES);
      const now = this.states.get(id);
      if (now) this.#keep(id, reduce(now, frame));
    } catch (error) {
      this.#problem(/** @type {any} */ (error).code ?? 'unknown');
    }
  }

  #forgetOldest() {
    for (const id of this.states.keys()) {
      if (this.states.size <= KEPT_TICKETS) return;
      if (id !== this.openId) this.states.delete(id);
    }
  }

  leave() {
    if (!this.openId) return;
    this.socket.send({ type: 'leave', ticket_id: this.openId });
    const state = this.states.get(this.openId);
    if (state) this.states.set(this.openId, { ...state, viewing: [], typing: {} });
    this.store.viewing.delete(this.openId);
    this.openId = null;
    this.openPhase = 'none';
    this.#tell('ticket');
  }
}
