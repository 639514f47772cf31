import { Outbox } from '/shared/outbox.js';
import { Polling } from '/shared/polling.js';
import { Socket } from '/shared/socket.js';
import { Documents } from '/shared/forms/documents.js';
import { Commands, CommandError } from './command.js';
import '/shared/staff-reducer.js';
import './staff-lines.js';
import { DeskStore } from './desk-store.js';
import { Frames } from './frames.js';
import { inUse } from './in-use.js';
import { ListReader } from './list-reader.js';
import { Looks } from './looks.js';
import { OpenTicket } from './open-ticket.js';
import { Picks } from './picks.js';
import { Presence } from './presence.js';
import { Replies } from './replies.js';
import { ReplyDrafts } from './reply-drafts.js';
import { StatusChanges } from './status-changes.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('/shared/reducer.js').TicketState} TicketState */
/** @typedef {import('/shared/outbox.js').OutboxItem} OutboxItem */

const POLL_LISTS_MS = 5_000;

/**
 * The desk at work: one connection, the lists, the open ticket. Elements paint it and call it.
 *
 * Events: `change` (detail: `presence` | `connection` | `ticket` | `outbox` | `picking` | `stopped`), `arrived`
 * (detail: {kind, frame}), `problem` (detail: {code, vars}), `signedout`. The lists' changes are the store's own.
 */
export class DeskSession extends EventTarget {
  /**
   * @param {object} options
   * @param {import('./types.js').Me} options.me
   * @param {import('./desk-api.js').DeskApi} options.api
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
    this.drafts = new ReplyDrafts(storage, me.id);
    this.socket = new Socket({ url, pollBase: '', polling: async () => Polling, pollHeaders: headers });
    this.documents = new Documents(api, this.socket);
    this.socket.attention = 'close'; // who has the desk before their eyes waits for customers
    // Before the outbox listens: its `failed` does not carry how many messages are newer, the frame does.
    this.frames = new Frames(this);
    this.socket.addEventListener('frame', (event) => this.frames.receive(/** @type {CustomEvent} */ (event).detail));
    this.outbox = new Outbox({ identity: `staff:${me.id}`, socket: this.socket });
    this.commands = new Commands(this.socket);
    this.presence = new Presence(me.id, tab);
    const send = (/** @type {Frame} */ frame) => this.socket.send(frame);
    /** @type {(code: string, vars?: Record<string, string>) => void} */
    const problem = (code, vars = {}) => this.#problem(code, vars);
    this.looks = new Looks(me, send);
    this.ticket = new OpenTicket({ api, store: this.store, send, problem, changed: () => this.tell('ticket') });
    this.picks = new Picks({ send, problem, changed: () => this.tell('picking') });
    this.replies = new Replies({
      outbox: this.outbox, drafts: this.drafts, problem, changed: () => this.tell('stopped'),
    });
    this.statuses = new StatusChanges({
      outbox: this.outbox, problem, changed: () => this.tell('outbox'), sendAtOnce: (frame) => api.sendAtOnce(frame),
    });
    this.store.inUse = () => inUse(this);
    this.catchingUp = false;
    this.everOpen = false;
    /** @type {object|undefined} the newest catching up */ this.run = undefined;
    /** @type {number|undefined} */ this.pollTimer = undefined;

    this.socket.addEventListener('state', (event) => this.#connection(/** @type {CustomEvent} */ (event).detail));
    this.socket.addEventListener('signedout', () => this.dispatchEvent(new CustomEvent('signedout')));
    this.outbox.addEventListener('acked', (event) => this.#acked(/** @type {CustomEvent} */ (event).detail));
    this.outbox.addEventListener('failed', (event) => this.#failed(/** @type {CustomEvent} */ (event).detail));
    this.outbox.addEventListener('change', () => this.tell('outbox'));
  }

  /** @param {string} topic of what changed */
  tell(topic) {
    this.dispatchEvent(new CustomEvent('change', { detail: topic }));
  }

  /** @param {string} code @param {Record<string, string|number>} [vars] */
  #problem(code, vars = {}) {
    this.dispatchEvent(new CustomEvent('problem', { detail: { code, vars } }));
  }

  /** @param {import('./arrivals.js').Arrival} arrival */
  arrived(arrival) {
    if (!this.catchingUp) this.dispatchEvent(new CustomEvent('arrived', { detail: arrival }));
  }

  start() {
    this.socket.start();
  }

  stop() {
    clearInterval(this.pollTimer);
    this.socket.stop();
    this.outbox.close();
  }

  /** The page goes. Writes down what the next page of this tab is to know. */
  pageGoes() {
    this.presence.choice.remember();
    this.statuses.pageGoes();
  }

  /** @returns {ListName} the list on screen */
  get list() {
    return this.reader.list;
  }

  /** @param {ListName} list */
  show(list) {
    this.reader.show(list);
    this.tell('list');
  }

  get connection() {
    return this.socket.state;
  }

  get connected() {
    return this.socket.state === 'open' || this.socket.state === 'polling';
  }

  /** `beckon demo`, where nobody has a password. */
  get demo() {
    return this.api.demoId !== null;
  }

  /** Online as far as this page can know: nothing looks alive that is not. */
  get online() {
    return this.presence.status === 'online';
  }

  /** Whether this agent may act now. */
  get able() {
    return this.online && this.connected;
  }

  get wanted() {
    return this.presence.choice.wanted;
  }

  /** @param {'online'|'offline'} status */
  choose(status) {
    this.presence.chosen(status, this.socket.send({ type: 'status', status }));
    this.tell('presence');
  }

  // — The connection —

  /** @param {string} state */
  #connection(state) {
    clearInterval(this.pollTimer);
    if (state === 'polling') {
      this.begin();
      this.pollTimer = window.setInterval(() => void this.reader.refresh(), POLL_LISTS_MS);
    } else if (state !== 'open') {
      this.commands.abandon();
      this.picks.abandon();
      if (this.everOpen) {
        this.store.distrust();
        this.statuses.suspend();
      }
    }
    this.tell('connection');
  }

  /** A connection stands (again): say who watches, and catch up with all that was missed. */
  begin() {
    const status = this.presence.begin(this.connection === 'polling');
    if (status) this.socket.send({ type: 'status', status });
    this.tell('presence');
    this.socket.send({ type: 'watch', on: true });
    this.looks.forgetSent();
    void this.#catchUp();
  }

  async #catchUp() {
    const run = (this.run = {});
    this.catchingUp = true;
    this.tell('connection');
    if (this.openId) this.ticket.sync(this.openId);
    const opens = this.openId && this.openPhase !== 'ready' ? this.open(this.openId) : null;
    await Promise.all([this.reader.refresh(), this.everOpen && this.reader.loadStaff(), opens]);
    if (this.run !== run) return;
    this.catchingUp = false;
    this.everOpen = true;
    this.statuses.resume();
    this.sendHeld();
    this.tell('connection');
  }

  // — Commands —

  /**
   * Replies that were refused because the ticket was not the agent's to write on: sent as soon as it is.
   * @param {string} [id] one ticket; absent: all
   */
  sendHeld(id) {
    if (this.able && !this.catchingUp) this.replies.sendHeld(this.store.tickets, this.me, id);
  }

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
  answered(frame) {
    if (this.commands.answered(frame)) return;
    if (frame.type !== 'error') return;
    this.replies.refused(frame);
    this.ticket.refused(frame);
    if (!frame.client_id) this.#problem(frame.code);
  }

  /** @param {string} id @returns {boolean} whether the pick is on its way */
  pick(id) {
    return this.picks.pick(id, this.online);
  }

  /** @returns {Map<string, {text: string, count: number}>} replies that newer messages stopped */
  get stopped() {
    return this.replies.stopped;
  }

  /**
   * @param {import('./reply-drafts.js').Mode} mode
   * @param {string} text
   * @param {boolean} [anyway] although newer messages are there
   */
  write(mode, text, anyway = false) {
    const id = this.openId;
    if (!id || !this.ticket.states.has(id)) return false;
    return this.replies.write(id, mode, text, anyway ? null : this.looks.lookedAt.get(id) ?? 0);
  }

  /** @param {{ack: any, item: OutboxItem}} acked */
  #acked({ ack, item }) {
    const { type, text } = item.frame;
    if (!text) return; // what a change of status makes comes as entries
    this.store.applyEntry({ type, from: 'staff', text, ticket_id: ack.ticket_id, seq: ack.seq, at: ack.at });
    this.ticket.acked(ack, item, this.me);
  }

  /** @param {OutboxItem} item */
  #failed(item) {
    const known = this.store.tickets.get(item.frame.ticket_id)?.seq ?? 0;
    if (this.statuses.failed(item) || !this.replies.failed(item, known)) return;
    if (item.frame.ticket_id === this.openId) this.ticket.sync(item.frame.ticket_id);
    this.tell('stopped');
  }

  /** @param {string} id */
  look(id) {
    this.replies.look(id);
  }

  /** @returns {OutboxItem[]} unsent words of the open ticket */
  unsent() {
    return this.replies.unsent(this.openId);
  }

  typing() {
    if (this.openId) this.looks.typing(this.openId);
  }

  /**
   * The open conversation is really looked at, down to this entry.
   * @param {number} seq
   */
  looked(seq) {
    const state = this.state;
    if (this.openId && state) this.looks.looked(state, this.openId, seq, this.online);
  }

  // — The open ticket —

  /** @returns {string|null} */
  get openId() {
    return this.ticket.id;
  }

  get openPhase() {
    return this.ticket.phase;
  }

  /** @returns {TicketState|undefined} */
  get state() {
    return this.ticket.state;
  }

  /**
   * The row of the open ticket, for while its log is on the way.
   * @returns {Ticket|undefined}
   */
  get row() {
    return this.openId ? this.store.tickets.get(this.openId) : undefined;
  }

  /** The open ticket as far as it is known. */
  get shown() {
    return this.state?.seq ? this.state : this.row;
  }

  /** @param {string} id */
  open(id) {
    return this.ticket.open(id);
  }

  older() { return this.ticket.older(); }
  leave() { this.ticket.leave(); }

  /** @param {string} number of a ticket that is not there */
  missing(number) {
    this.ticket.id = number;
    this.ticket.phase = 'missing';
  }
}
