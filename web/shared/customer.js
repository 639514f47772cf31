// What a customer's page knows: who they are, their tickets, what is unsent. Widget and portal paint it.
// Events out: `change`; `connected`; `message` (detail: an entry of staff) for sound and badge.

import { allowed } from './actions.js';
import { Api } from './api.js';
import { CUSTOMER_ACTIONS } from './customer-contract.js';
import { Drafts } from './drafts.js';
import { inboxId } from './inbox.js';
import { attention, Now } from './now.js';
import { bestStorage, newId, Outbox, ticketOf } from './outbox.js';
import { applyAck, initialTicket } from './reducer.js';
import { Socket } from './socket.js';
import { TicketBook } from './ticket-book.js';
import { keepIdentity, ME, readIdentity, SignUp } from './visitor.js';

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
    this.now = new Now(this.api, () => this.changed());
    this.book = new TicketBook(this);
    this.book.listed = !this.identity;
    /** @type {string|null} ticket, `new:…` while its creation is on the way, or null: nothing asked yet */
    this.current = null;
    /** @type {Socket|null} */ this.socket = null;
    this.outbox = this.#newOutbox();
    this.typedAt = 0;
    this.signUp = new SignUp(this.storage, this.api, () => !this.identity
      && this.outbox.items.length > 0, (identity) => {
      if (identity) return this.become(identity);
      this.now.connection = 'reconnecting';
      this.changed();
    });
    this.scheduled = false;
    addEventListener('storage', (e) => {
      if (e.key === ME || e.key === null) this.#identityChanged();
    });
    addEventListener('online', () => { this.changed(); void this.signUp.run(); });
    addEventListener('offline', () => this.changed());
  }

  #newOutbox() {
    const outbox = new Outbox({ identity: this.identity?.me.id ?? NOBODY, storage: this.storage });
    outbox.addEventListener('change', () => this.changed());
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
      this.book.summaries.clear();
      this.book.listed = !identity;
      if (before) { this.book.states.clear(); this.current = null; }
    }
    this.outbox = this.#newOutbox();
    this.book.forgetSent();
    if (identity) {
      this.outbox.adopt(NOBODY);
      if (before && before.me.id !== identity.me.id) this.outbox.adopt(before.me.id);
      this.#connect();
    } else {
      this.now.connection = 'closed';
    }
    this.changed();
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
      if (this.now.connection === 'reconnecting') this.book.lost();
      if (this.now.connection === 'polling') void this.now.readInbox();
      if (socket.connected) {
        this.book.catchUp();
        void this.book.refresh();
        this.tell('connected');
      }
      this.changed();
    });
    socket.addEventListener('frame', (e) => this.#received(/** @type {CustomEvent} */ (e).detail));
    socket.addEventListener('signedout', () => this.#signedOut(socket));
    this.outbox.attach(socket);
    socket.start();
    this.now.connection = socket.state;
  }

  /**
   * The server may have closed for a slow handshake, or because another tab signed in and is about to write its token
   * down: only its word over HTTP, about a token that is still the last one a moment later, ends a session.
   * @param {Socket} socket
   */
  async #signedOut(socket) {
    const answer = await this.api.get('/me').catch((e) => e);
    setTimeout(() => {
      this.#identityChanged();
      if (this.socket !== socket) return;
      if (answer.status !== 401) return socket.start();
      this.become(null);
      this.tell('signedout');
    }, 3_000);
  }

  /** Another tab may have sent our first message, and got its ack: the newest ticket is then the one. */
  findCreated() {
    const id = this.current;
    if (!id?.startsWith('new:') || this.outbox.items.some((i) => ticketOf(i.client_id) === id)) return;
    const newest = [...this.book.summaries.values()].sort((a, b) => b.number - a.number)[0];
    this.open(newest?.ticket_id ?? null);
  }

  get tickets() { return this.book.tickets; }

  get unread() { return this.book.unread; }

  /** @param {string|null} id */
  open(id) {
    this.current = id;
    if (id && !id.startsWith('new:')) this.book.open(id);
    this.changed();
  }

  /** @returns {TicketState|null} */
  get state() { return this.current ? this.book.states.get(this.current) ?? null : null; }

  /** What may be done with the ticket in sight. */
  get may() { return allowed(CUSTOMER_ACTIONS, { ...this.state, leave_message: this.inbox.leave_message }); }

  /**
   * Unsent messages of the ticket in sight.
   * @returns {OutboxItem[]}
   */
  get pending() { return this.current ? this.outbox.of(this.current) : []; }

  /** @param {any} frame */
  #received(frame) {
    const id = frame.ticket_id;
    this.now.received(frame);
    if (frame.type === 'hello' || frame.type === 'availability') this.changed();
    if (frame.type === 'error') this.book.syncs.refused(frame, () => this.book.states.get(id));
    if (frame.type === 'ack' || frame.type === 'error' || typeof id !== 'string') return;
    if (frame.client_id && this.current === ticketOf(frame.client_id)) {
      this.drafts.move(ticketOf(frame.client_id), id);
      this.open(id);
    }
    this.book.fold(frame);
    this.changed();
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
      const inbox = inboxId();
      const asked = this.outbox.add({ type: 'create_ticket', text, client_id, ...(inbox && { inbox }) });
      if (!asked) { this.current = null; return false; }
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
    if (me && typeof id === 'string') this.book.put(id,
      applyAck(this.book.states.get(id) ?? initialTicket(id), ack, item, { from: 'user', id: me.id, name: me.name }));
    this.typedAt = 0;
    this.changed();
  }

  /** @param {OutboxItem} item */
  #failed(item) {
    if (item.frame.text) return;
    this.outbox.discard(item.client_id);
    this.tell('refused', item.error);
  }

  /**
   * @param {string} name of an event
   * @param {unknown} [detail]
   */
  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /**
   * There is no such ticket for them.
   * @param {string} id
   */
  missing(id) {
    if (this.current !== id) return;
    this.current = null;
    this.tell('missing');
  }

  /** Tells who paints, once for many changes. */
  changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.#attend();
      this.tell('change');
    });
  }
}
