// What a customer's page knows: who they are, their tickets, what is unsent. Widget and portal paint it.
// Events out: `change`; `connected`; `message` (detail: an entry of staff) for sound and badge.

import { allowed } from './actions.js';
import { Api } from './api.js';
import { CUSTOMER_ACTIONS } from './customer-contract.js';
import { Delivered } from './delivered.js';
import { Drafts } from './drafts.js';
import { attention, Now } from './now.js';
import { bestStorage, newId, Outbox, ticketOf } from './outbox.js';
import { countUnread, overview } from './overview.js';
import { applyAck, initialTicket, reduce } from './reducer.js';
import { Socket } from './socket.js';
import { SyncRequests } from './sync-requests.js';
import { keepIdentity, ME, readIdentity, SignUp } from './visitor.js';

/** @typedef {import('./api.js').ApiError} ApiError */
/** @typedef {import('./reducer.js').TicketState} TicketState */
/** @typedef {import('./outbox.js').OutboxItem} OutboxItem */
/** @typedef {import('./types.js').Me} Me */

const NOBODY = 'visitor';
const TYPING_MS = 3_000;

export class Customer extends EventTarget {
  /**
   * @param {object} [options]
   * @param {Storage} [options.storage]
   * @param {import('./types.js').SocketOptions['polling']} [options.polling] loads the fallback of the socket
   */
  constructor(options) {
    super();
    this.polling = options?.polling;
    this.storage = options?.storage ?? bestStorage();
    /** @type {import('./visitor.js').Identity|null} */ this.identity = readIdentity(this.storage);
    this.drafts = new Drafts(this.storage);
    this.api = new Api({ token: () => this.identity?.token ?? null });
    this.now = new Now(this.api, () => this.#changed());
    /** @type {Map<string, TicketState>} */ this.states = new Map();
    /** @type {Map<string, any>} */ this.summaries = new Map();
    const send = (/** @type {any} */ frame) => this.socket?.send(frame);
    this.delivered = new Delivered(send, this.states);
    this.syncs = new SyncRequests(send);
    this.listLoaded = !this.identity;
    /** @type {string|null} ticket, `new:…` while its creation is on the way, or null: nothing asked yet */
    this.current = null;
    /** @type {Socket|null} */ this.socket = null;
    this.outbox = this.#newOutbox();
    this.typedAt = 0;
    this.signUp = new SignUp(this.storage, this.api, () => !this.identity
      && this.outbox.items.length > 0, (identity) => {
      if (identity) return this.become(identity);
      this.now.connection = 'reconnecting';
      this.#changed();
    });
    this.scheduled = false;
    /** @type {any} */ this.refreshTimer = null;
    addEventListener('storage', (e) => {
      if (e.key === ME || e.key === null) this.#identityChanged();
    });
    addEventListener('online', () => { this.#changed(); void this.signUp.run(); });
    addEventListener('offline', () => this.#changed());
  }

  #newOutbox() {
    const outbox = new Outbox({ identity: this.identity?.me.id ?? NOBODY, storage: this.storage });
    outbox.addEventListener('change', () => this.#changed());
    outbox.addEventListener('acked', (e) => this.#acked(/** @type {CustomEvent} */ (e).detail));
    outbox.addEventListener('failed', (e) => this.#failed(/** @type {CustomEvent} */ (e).detail));
    return outbox;
  }

  /**
   * From now on this person, with what was written before; null: nobody.
   * @param {{token: string, me: Me}|null} identity
   */
  become(identity) {
    const before = this.identity;
    this.identity = identity;
    keepIdentity(this.storage, identity);
    this.socket?.stop();
    this.socket = null;
    this.outbox.close();
    if (identity?.me.id !== before?.me.id) {
      this.summaries.clear();
      this.listLoaded = !identity;
      if (before) { this.states.clear(); this.current = null; }
    }
    this.outbox = this.#newOutbox();
    this.delivered.forget();
    this.syncs.forget();
    this.now.unsure.clear();
    if (identity) {
      this.outbox.adopt(NOBODY);
      if (before && before.me.id !== identity.me.id) this.outbox.adopt(before.me.id);
      this.#connect();
    } else {
      this.now.connection = 'closed';
    }
    this.#changed();
  }

  /** Another tab signed up, in or out. */
  #identityChanged() {
    const stored = readIdentity(this.storage);
    if (stored?.token !== this.identity?.token) this.become(stored);
  }

  /** Reads the inbox; connects when the person is known. */
  async start() {
    if (this.identity) this.#connect();
    else void this.signUp.run();
    const creating = this.outbox.items.find((i) => i.frame.type === 'create_ticket');
    if (creating) this.current = ticketOf(creating.client_id);
    await this.now.readInbox();
  }

  get inbox() { return this.now.inbox; }
  get connection() { return this.now.connection; }

  /**
   * Whether a person has the page before their eyes.
   * @param {boolean} looking
   */
  look(looking) {
    this.now.look(looking);
    this.#attend();
  }

  #attend() {
    if (this.socket) this.socket.attention = attention(this.now.looking, this.outbox.items.length > 0, this.state,
      this.tickets);
  }

  #connect() {
    const { token, me } = /** @type {{token: string, me: Me}} */ (this.identity);
    const base = location.origin.replace(/^http/, 'ws');
    const socket = new Socket({
      url: `${base}/ws/user/${encodeURIComponent(me.id)}`, token, pollBase: '', polling: this.polling,
      pollHeaders: () => this.api.headers(),
    });
    this.socket = socket;
    socket.addEventListener('state', (e) => {
      this.now.connection = /** @type {CustomEvent} */ (e).detail;
      if (this.now.connection === 'reconnecting') {
        this.now.lost(this.states.keys());
        for (const [id, state] of this.states) this.states.set(id, { ...state, typing: {}, queue: null });
      }
      if (this.now.connection === 'polling') void this.now.readInbox();
      if (socket.connected) {
        this.syncs.forget();
        for (const state of this.states.values()) {
          this.syncs.ask(state);
          this.delivered.tell(state.ticket_id, state.entries);
        }
        void this.refresh();
        this.dispatchEvent(new CustomEvent('connected'));
      }
      this.#changed();
    });
    socket.addEventListener('frame', (e) => this.#received(/** @type {CustomEvent} */ (e).detail));
    socket.addEventListener('signedout', () => this.#signedOut(socket));
    this.outbox.attach(socket);
    socket.start();
    this.now.connection = socket.state;
  }

  /**
   * The server may have closed for a slow handshake, or because another tab signed in and is about to write its token
   * down: only
   * its word over HTTP, about a token that is still the last one a moment later, ends a session.
   * @param {Socket} socket
   */
  async #signedOut(socket) {
    const answer = await this.api.get('/me').catch((e) => e);
    setTimeout(() => {
      this.#identityChanged();
      if (this.socket !== socket) return;
      if (answer.status !== 401) return socket.start();
      this.become(null);
      this.dispatchEvent(new CustomEvent('signedout'));
    }, 3_000);
  }

  async refresh() {
    try {
      const { tickets } = await this.api.get('/tickets?limit=100');
      this.summaries.clear();
      for (const ticket of tickets) this.summaries.set(ticket.ticket_id, ticket);
      this.listLoaded = true;
      this.#findCreated();
      this.#changed();
    } catch { /* the next connection reads it again */ }
  }

  /** Another tab may have sent our first message, and got its ack: the newest ticket is then the one. */
  #findCreated() {
    const id = this.current;
    if (!id?.startsWith('new:') || this.outbox.items.some((i) => ticketOf(i.client_id) === id)) return;
    const newest = [...this.summaries.values()].sort((a, b) => b.number - a.number)[0];
    this.open(newest?.ticket_id ?? null);
  }

  /** Newest change first. */
  get tickets() { return overview(this.summaries, this.states); }

  /** Messages of staff that were not seen, over all tickets. */
  get unread() { return countUnread(this.tickets, this.states); }

  /** @param {string|null} id */
  open(id) {
    this.current = id;
    const known = id ? this.states.get(id) : null;
    if (known && this.now.unsure.has(known.ticket_id)) this.syncs.ask(known);
    if (id && !id.startsWith('new:') && !known) void this.#load(id);
    this.#changed();
  }

  /** @returns {TicketState|null} */
  get state() { return this.current ? this.states.get(this.current) ?? null : null; }

  /** What may be done with the ticket in sight. */
  get may() { return allowed(CUSTOMER_ACTIONS, { ...this.state, leave_message: this.inbox.leave_message }); }

  /**
   * Unsent messages of the ticket in sight.
   * @returns {OutboxItem[]}
   */
  get pending() { return this.current ? this.outbox.of(this.current) : []; }

  /** @param {string} id */
  async #load(id) {
    try {
      const snapshot = await this.api.snapshot(id);
      this.#put(id, reduce(this.states.get(id) ?? initialTicket(id), snapshot));
      this.now.unsure[this.now.lineDown ? 'add' : 'delete'](id);
      const state = this.states.get(id);
      if (state) {
        this.syncs.ask(state);
        this.delivered.tell(id, state.entries);
      }
    } catch (e) {
      const { status } = /** @type {ApiError} */ (e);
      if (status === 404 || status === 403) {
        if (this.current === id) { this.current = null; this.dispatchEvent(new CustomEvent('missing')); }
      } else if (status !== 401) {
        setTimeout(() => { if (this.current === id && !this.states.get(id)?.number) void this.#load(id); }, 3_000);
      }
    }
    this.#changed();
  }

  /**
   * @param {string} id
   * @param {number} before
   */
  async older(id, before) {
    try {
      this.#put(id, reduce(this.states.get(id) ?? initialTicket(id), await this.api.older(id, before)));
    } catch { /* the button stays */ }
    this.#changed();
  }

  /**
   * @param {string} id
   * @param {TicketState} state
   */
  #put(id, state) {
    const before = this.states.get(id);
    this.states.set(id, state);
    if (state.chat === 'live' && before?.chat !== 'live') this.outbox.again(id);
    if (state.resync) {
      this.states.set(id, { ...state, resync: false });
      void this.#load(id);
    } else if (state.needsSync) {
      this.syncs.askOnce(state);
    }
  }

  /** @param {any} frame */
  #received(frame) {
    const id = frame.ticket_id;
    this.now.received(frame);
    if (frame.type === 'hello' || frame.type === 'availability') this.#changed();
    if (frame.type === 'error') this.syncs.refused(frame, () => this.states.get(id));
    if (frame.type === 'ack' || frame.type === 'error' || typeof id !== 'string') return;
    if (frame.client_id && this.current === ticketOf(frame.client_id)) {
      this.drafts.move(ticketOf(frame.client_id), id);
      this.open(id);
    }
    const known = this.states.get(id);
    if (known || frame.type === 'ticket_created') {
      const before = known?.seq ?? 0;
      const next = reduce(known ?? initialTicket(id), frame, Date.now());
      if (frame.type === 'synced') this.syncs.answered(id);
      this.#put(id, next);
      if (known && next.seq > before) this.#arrived(id, next.entries.filter((e) => e.seq > before));
    } else if (typeof frame.seq === 'number' && frame.at) {
      this.#arrived(id, [frame]);
      clearTimeout(this.refreshTimer);
      this.refreshTimer = setTimeout(() => this.refresh(), 300);
    }
    this.#changed();
  }

  /**
   * @param {string} id
   * @param {ReadonlyArray<any>} entries
   */
  #arrived(id, entries) {
    const last = this.delivered.tell(id, entries);
    if (last && last.seq > (this.states.get(id)?.marks.user.seen ?? 0)) this.dispatchEvent(
      new CustomEvent('message', { detail: last }));
  }

  /**
   * @param {string} id
   * @param {number} seq
   */
  seen(id, seq) {
    const state = this.states.get(id);
    if (!state || state.marks.user.seen >= seq || !this.socket?.send({ type: 'seen', ticket_id: id, seq })) return;
    this.states.set(id,
      reduce(state, { type: 'marks', ticket_id: id, marks: { user: { delivered: seq, seen: seq } } }));
    this.#changed();
  }

  /**
   * @param {string} text
   * @param {{offline?: boolean}} [options]
   * @returns {boolean} false: the outbox is full
   */
  say(text, options) {
    if (!this.current) {
      const client_id = newId();
      this.current = ticketOf(client_id);
      if (!this.outbox.add({ type: 'create_ticket', text, client_id })) { this.current = null; return false; }
      void this.signUp.run();
      return true;
    }
    return !!this.outbox.add({
      type: 'message', ticket_id: this.current, text, ...(options?.offline && { offline: true })
    });
  }

  typing() {
    const now = Date.now();
    if (!this.current || this.current.startsWith('new:') || now - this.typedAt < TYPING_MS) return;
    if (this.socket?.send({ type: 'typing', ticket_id: this.current })) this.typedAt = now;
  }

  /** @param {'open'|'closed'} status */
  setStatus(status) { if (this.current) this.outbox.add({ type: 'set_status', ticket_id: this.current, status }); }

  /**
   * @param {number} score
   * @param {string} comment
   */
  rate(score, comment) {
    if (this.current) this.outbox.add({ type: 'rate', ticket_id: this.current, score, ...(comment && { comment }) });
  }

  /** @param {{ack: any, item: OutboxItem}} acked */
  #acked({ ack, item }) {
    const id = ack.ticket_id;
    const moved = item.frame.type === 'create_ticket' ? ticketOf(item.client_id)
      : item.frame.type === 'message' && item.frame.ticket_id !== id ? item.frame.ticket_id : null;
    if (moved && this.current === moved) this.current = id;
    if (moved) this.drafts.move(moved, id);
    const me = this.identity?.me;
    if (me && typeof id === 'string') this.#put(id,
      applyAck(this.states.get(id) ?? initialTicket(id), ack, item, { from: 'user', id: me.id, name: me.name }));
    this.typedAt = 0;
    this.#changed();
  }

  /** @param {OutboxItem} item */
  #failed(item) {
    if (item.frame.text) return;
    this.outbox.discard(item.client_id);
    this.dispatchEvent(new CustomEvent('refused', { detail: item.error }));
  }

  #changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.#attend();
      this.dispatchEvent(new CustomEvent('change'));
    });
  }
}
