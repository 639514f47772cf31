// What was written and is not yet acked. Each item has a key of its own in localStorage, so that two tabs never
// overwrite
// each other's list; the server keeps a client_id once, so that a repeat from another tab does no harm.

import { bestStorage, memoryStorage } from './storage.js';
import { systemTimers } from './timers.js';

export { bestStorage, memoryStorage };

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').OutboxItem} OutboxItem */

const LIMIT = 200;
const ORPHAN_MS = 6_000;
const TRY_AGAIN_MS = 2_000;
const ATTEMPTS = 6;
const PASSING = new Set(['rate_limited', 'store_unavailable', 'draining', 'internal']);

/**
 * Whether what was refused with this code may be asked again a moment later.
 * @param {string} code
 */
export const isPassing = (code) => PASSING.has(code);

/**
 * A UUID; `crypto.randomUUID` is there in secure contexts only.
 * @returns {string}
 */
export const newId = () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g,
  (c) => (Number(c) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(c) / 4)))).toString(16));

/**
 * Name that a message uses for the ticket of a `create_ticket` that is not acked yet.
 * @param {string} clientId
 */
export const ticketOf = (clientId) => `new:${clientId}`;

/**
 * Events: `change`, `acked` (detail: {ack, item}), `failed` (detail: item).
 */
export class Outbox extends EventTarget {
  /**
   * @param {object} options
   * @param {string} options.identity whose items; a person on one device
   * @param {import('./socket.js').Socket|null} [options.socket]
   * @param {Storage} [options.storage]
   * @param {import('./types.js').Timers} [options.timers]
   * @param {EventTarget|null} [options.page] where `storage` arrives
   */
  constructor({ identity, socket = null, storage = bestStorage(), timers, page }) {
    super();
    this.storage = storage;
    this.timers = timers ?? systemTimers;
    this.prefix = `beckon:outbox:${identity}:`;
    /** @type {Map<string, OutboxItem>} sent here and not answered yet, also when another tab took it off the list */
    this.inFlight = new Map();
    /** @type {Map<string, number>} */ this.attempts = new Map();
    this.notBefore = 0;
    this.lastCreated = 0;
    /** @type {any} */ this.timer = null;
    /** @type {any} */ this.dueTimer = null;
    /** @type {OutboxItem[]|null} */ this.cache = null;
    /** @type {import('./socket.js').Socket|null} */ this.socket = null;
    this.page = page === undefined ? (typeof window === 'undefined' ? null : window) : page;
    this.onStorage = (/** @type {any} */ e) => {
      if (e.key !== null && !String(e.key).startsWith(this.prefix)) return;
      this.#changed();
      this.#flushLater(ORPHAN_MS);
    };
    this.onFrame = (/** @type {any} */ e) => this.receive(e.detail);
    this.onState = (/** @type {any} */ e) => {
      if (e.detail === 'open' || e.detail === 'polling') this.flush();
      else {
        this.inFlight.clear();
        this.#changed();
      }
    };
    this.page?.addEventListener('storage', this.onStorage);
    if (socket) this.attach(socket);
  }

  /** @param {import('./socket.js').Socket} socket */
  attach(socket) {
    this.#detach();
    this.socket = socket;
    this.inFlight.clear();
    this.cache = null;
    socket.addEventListener('frame', this.onFrame);
    socket.addEventListener('state', this.onState);
    this.flush();
  }

  #detach() {
    this.socket?.removeEventListener('frame', this.onFrame);
    this.socket?.removeEventListener('state', this.onState);
    this.socket = null;
  }

  close() {
    this.#detach();
    this.timers.clearTimeout(this.timer);
    this.timers.clearTimeout(this.dueTimer);
    this.page?.removeEventListener('storage', this.onStorage);
  }

  /**
   * In the order of writing.
   * @returns {OutboxItem[]}
   */
  get items() {
    if (this.cache) return this.cache;
    /** @type {OutboxItem[]} */ const items = [];
    for (let i = 0; i < this.storage.length; i += 1) {
      const key = this.storage.key(i);
      if (!key?.startsWith(this.prefix)) continue;
      try {
        const item = JSON.parse(this.storage.getItem(key) ?? 'null');
        if (item?.client_id && item.frame && !this.inFlight.has(item.client_id)) items.push(item);
      } catch { /* not ours */ }
    }
    items.push(...this.inFlight.values());
    items.sort((a, b) => a.created - b.created || (a.client_id < b.client_id ? -1 : 1));
    this.cache = items;
    return items;
  }

  /**
   * What is unsent of a ticket, or of one that is being created.
   * @param {string} id
   */
  of(id) {
    return this.items.filter(
      (i) => (i.frame.type === 'create_ticket' ? ticketOf(i.client_id) : i.frame.ticket_id) === id);
  }

  /**
   * @param {Frame} frame
   * @param {number} [waitMs] not sent before: until then it can be taken back by `discard`
   * @returns {OutboxItem|null} null when the outbox is full
   */
  add(frame, waitMs = 0) {
    if (this.items.length >= LIMIT) return null;
    this.lastCreated = Math.max(this.timers.now(), this.lastCreated + 1);
    const client_id = frame.client_id ?? newId();
    /** @type {OutboxItem} */
    const item = { client_id, frame: { ...frame, client_id }, state: 'queued', error: null, created: this.lastCreated };
    if (waitMs > 0) item.due = this.timers.now() + waitMs;
    this.#write(item);
    this.#changed();
    this.flush();
    return item;
  }

  /** @param {string} id */
  retry(id) {
    const item = this.items.find((i) => i.client_id === id);
    if (!item) return;
    this.#remove(id);
    this.#write({ ...item, state: 'queued', error: null });
    this.#changed();
    this.flush();
  }

  /**
   * The chat goes on: sends what came while it was paused.
   * @param {string} ticket
   */
  again(ticket) { for (const i of this.of(ticket)) if (i.error === 'chat_paused') this.retry(i.client_id); }

  /** @param {string} id */
  discard(id) {
    this.#remove(id);
    this.#changed();
  }

  /**
   * Takes over what was written under another identity (a visitor who was not known yet).
   * @param {string} identity
   */
  adopt(identity) {
    const other = new Outbox({ identity, storage: this.storage, timers: this.timers, page: null });
    for (const item of other.items) {
      this.#write(item);
      other.#remove(item.client_id);
    }
    this.#changed();
    this.flush();
  }

  /** Sends in order whatever this connection has not sent yet. */
  flush() {
    const socket = this.socket;
    if (!socket || (socket.state !== 'open' && socket.state !== 'polling')) return;
    const wait = this.notBefore - this.timers.now();
    if (wait > 0) return this.#flushLater(wait);
    let sent = false;
    let due = Infinity;
    for (const item of this.items) {
      if (item.state === 'failed' || this.inFlight.has(item.client_id)) continue;
      if (item.frame.ticket_id?.startsWith('new:')) continue;
      if (item.due && item.due > this.timers.now()) {
        due = Math.min(due, item.due);
        continue;
      }
      if (!socket.send(item.frame)) break;
      this.inFlight.set(item.client_id, { ...item, state: 'sending' });
      sent = true;
    }
    this.timers.clearTimeout(this.dueTimer);
    if (due < Infinity) this.dueTimer = this.timers.setTimeout(() => this.flush(), due - this.timers.now());
    if (sent) this.#changed();
  }

  /** @param {Frame} frame anything from the server */
  receive(frame) {
    const id = frame.client_id;
    if (!id) return;
    const item = this.items.find((i) => i.client_id === id);
    if (!item) return;
    if (frame.type === 'ack' || frame.type === 'message' || frame.type === 'note') {
      // An entry with our client_id is another tab's ack, as good as one.
      this.#remove(id);
      for (const waiting of this.items) {
        if (waiting.frame.ticket_id === ticketOf(id)) this.#write({
          ...waiting, frame: { ...waiting.frame, ticket_id: frame.ticket_id },
        });
      }
      this.#changed();
      if (frame.type === 'ack') this.dispatchEvent(new CustomEvent('acked', { detail: { ack: frame, item } }));
      this.flush();
    } else if (frame.type === 'error') {
      this.inFlight.delete(id);
      const attempts = (this.attempts.get(id) ?? 0) + 1;
      this.attempts.set(id, attempts);
      if (frame.code === 'not_authenticated') {
        this.#changed();
      } else if (isPassing(frame.code) && attempts < ATTEMPTS) {
        const delay = Number(frame.retry_after_ms) || TRY_AGAIN_MS * attempts;
        this.notBefore = this.timers.now() + delay;
        this.#changed();
        this.#flushLater(delay);
      } else {
        const failed = /** @type {OutboxItem} */ ({ ...item, state: 'failed', error: frame.code });
        this.#write(failed);
        this.#changed();
        this.dispatchEvent(new CustomEvent('failed', { detail: failed }));
      }
    }
  }

  /** @param {number} ms */
  #flushLater(ms) {
    this.timers.clearTimeout(this.timer);
    this.timer = this.timers.setTimeout(() => this.flush(), ms);
  }

  /** @param {OutboxItem} item */
  #write(item) {
    this.cache = null;
    const stored = { ...item, state: item.state === 'sending' ? 'queued' : item.state };
    try { this.storage.setItem(this.prefix + item.client_id, JSON.stringify(stored)); } catch {
      // The browser's quota is used up: keep going in memory rather than lose what was written.
      const rest = memoryStorage();
      for (const each of this.items) rest.setItem(this.prefix + each.client_id, JSON.stringify(each));
      rest.setItem(this.prefix + item.client_id, JSON.stringify(stored));
      this.storage = rest;
    }
    this.cache = null;
  }

  /** @param {string} id */
  #remove(id) {
    this.cache = null;
    this.inFlight.delete(id);
    this.attempts.delete(id);
    this.storage.removeItem(this.prefix + id);
  }

  #changed() {
    this.cache = null;
    this.dispatchEvent(new CustomEvent('change'));
  }
}
