// One connection to Beckon that mends itself: WebSocket first, HTTP polling where no WebSocket gets through.
// States: connecting → open | reconnecting; open → reconnecting; reconnecting → open | polling;
// polling → open | reconnecting; any → closed by stop() or by the server's 4401/4403.

import { systemTimers } from './timers.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').SocketState} SocketState */
/** @typedef {import('./types.js').SocketOptions} SocketOptions */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const HELLO_MS = 10_000;
const RETRY_WEBSOCKET_MS = 60_000;

// A dead line tells nobody that it is dead: it must be asked. The two together, and the two below, stay under 10 s.
const SILENCE_MS = { close: 5_000, loose: 25_000, none: Infinity };
const ANSWER_MS = 4_000;
/** What was sent and should be answered waits so long before the line is asked. */
const UNANSWERED_MS = 4_000;
/** A timer so late says that the page itself stood still: the answer may be here and not read yet. */
const STOOD_STILL_MS = 2_000;
const RECENT_MS = 1_000;
/** These get no answer. */
const UNANSWERED = new Set(['auth', 'typing', 'delivered', 'seen', 'leave', 'watch']);

/**
 * Events: `frame` (detail: the parsed object), `state` (detail: SocketState), `signedout`.
 */
export class Socket extends EventTarget {
  /** @param {SocketOptions} options */
  constructor(options) {
    super();
    this.options = options;
    /** @type {SocketState} */
    this.state = 'closed';
    this.timers = options.timers ?? systemTimers;
    this.random = options.random ?? Math.random;
    this.page = options.page === undefined ? (typeof window === 'undefined' ? null : window) : options.page;
    this.doc = options.doc === undefined ? (typeof document === 'undefined' ? null : document) : options.doc;
    /** @type {any} */ this.ws = null;
    this.helloSeen = false;
    this.failures = 0;
    this.neverOpened = 0;
    /** @type {'close'|'loose'|'none'} */ this.care = 'loose';
    this.lastHeard = 0;
    /** when the oldest frame was sent that nothing was heard after @type {number|null} */ this.sentAt = null;
    /** when the line was asked @type {number|null} */ this.askedAt = null;
    this.askedAgain = false;
    this.openedAt = 0;
    this.patience = ANSWER_MS;
    /** @type {number|null} */ this.delayAsked = null;
    /** @type {any} */ this.retryTimer = null;
    /** @type {any} */ this.watchTimer = null;
    /** @type {any} */ this.helloTimer = null;
    /** @type {import('./polling.js').Polling|null} */ this.polling = null;
    this.wake = () => this.#woke();
    this.doubt = () => this.#doubted();
  }

  /**
   * How soon a silent line is asked whether it still is one: `close` where somebody writes or waits and looks on,
   * `loose` else,
   * `none` where nobody would miss it (what is sent is looked after all the same). A hidden page is at most `loose`.
   * @param {'close'|'loose'|'none'} care
   */
  set attention(care) {
    if (care === this.care) return;
    this.care = care;
    this.#arm();
  }

  get attention() { return this.care; }

  /** What is shown as known is known. */
  get connected() { return this.state === 'open' || this.state === 'polling'; }

  start() {
    if (this.state !== 'closed') return;
    this.page?.addEventListener('online', this.wake);
    this.page?.addEventListener('offline', this.doubt);
    this.page?.addEventListener('pageshow', this.wake);
    this.doc?.addEventListener('visibilitychange', this.wake);
    this.failures = 0;
    this.neverOpened = 0;
    this.#become('connecting');
    this.#open();
  }

  stop() {
    this.page?.removeEventListener('online', this.wake);
    this.page?.removeEventListener('offline', this.doubt);
    this.page?.removeEventListener('pageshow', this.wake);
    this.doc?.removeEventListener('visibilitychange', this.wake);
    this.timers.clearTimeout(this.retryTimer);
    this.#drop();
    this.#stopPolling();
    this.#become('closed');
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} false when there is no way to send it now
   */
  send(frame) {
    if (!this.connected) return false;
    if (this.state === 'open') this.ws.send(JSON.stringify(frame));
    else this.polling?.send(frame);
    if (this.sentAt === null && !UNANSWERED.has(frame.type)) {
      this.sentAt = this.timers.now();
      this.#arm();
    }
    return true;
  }

  /** @param {SocketState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    if (!this.connected) this.timers.clearTimeout(this.watchTimer);
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  /** @param {Frame} frame */
  #emit(frame) {
    this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
  }

  #open() {
    this.#drop();
    const WS = this.options.WebSocket ?? globalThis.WebSocket;
    /** @type {any} */ let ws;
    try {
      ws = new WS(this.options.url);
    } catch {
      this.#lost(1006);
      return;
    }
    this.ws = ws;
    this.helloSeen = false;
    this.openedAt = this.timers.now();
    ws.onopen = () => {
      if (this.options.token) ws.send(JSON.stringify({ type: 'auth', token: this.options.token }));
    };
    ws.onmessage = (/** @type {{data: unknown}} */ event) => this.#received(event.data);
    ws.onclose = (/** @type {{code: number}} */ event) => this.#lost(event.code);
    this.helloTimer = this.timers.setTimeout(() => this.#lost(1006), HELLO_MS);
  }

  /** Forgets the present WebSocket without a word to anybody. */
  #drop() {
    this.timers.clearTimeout(this.helloTimer);
    const ws = this.ws;
    this.ws = null;
    if (!ws) return;
    ws.onopen = ws.onmessage = ws.onclose = null;
    try { ws.close(1000); } catch { /* it was closed already */ }
  }

  /** @param {unknown} data */
  #received(data) {
    if (this.helloSeen) this.#heard();
    /** @type {Frame} */ let frame;
    try { frame = JSON.parse(String(data)); } catch { return; }
    if (!frame || typeof frame.type !== 'string') return;
    if (frame.type === 'hello' && !this.helloSeen) {
      this.helloSeen = true;
      this.failures = 0;
      this.neverOpened = 0;
      this.timers.clearTimeout(this.helloTimer);
      this.#stopPolling();
      // A line that took long to say hello may take long to answer.
      this.patience = Math.max(ANSWER_MS, this.timers.now() - this.openedAt);
      this.#heard();
      this.#become('open');
      this.#arm();
    }
    if (frame.type === 'going_away') this.delayAsked = Number(frame.reconnect_after_ms) || 0;
    if (frame.type !== 'pong') this.#emit(frame);
  }

  // — Whether the line is alive —

  #heard() {
    this.lastHeard = this.timers.now();
    this.sentAt = null;
    this.askedAt = null;
    this.askedAgain = false;
  }

  /** When to look at the line next. */
  #due() {
    if (this.askedAt !== null) return this.askedAt + this.patience;
    const isHidden = /** @type {any} */ (this.doc)?.visibilityState === 'hidden';
    const silence = SILENCE_MS[isHidden && this.care === 'close' ? 'loose' : this.care];
    return Math.min(this.lastHeard + silence, this.sentAt === null ? Infinity : this.sentAt + UNANSWERED_MS);
  }

  #arm() {
    this.timers.clearTimeout(this.watchTimer);
    if (!this.connected) return;
    const due = this.#due();
    if (due !== Infinity) this.watchTimer = this.timers.setTimeout(() => this.#look(),
      Math.max(0, due - this.timers.now()));
  }

  #look() {
    const late = this.timers.now() - this.#due();
    if (late < 0) return this.#arm();
    if (this.askedAt === null) return this.#ask();
    if (late > STOOD_STILL_MS && !this.askedAgain) {
      this.askedAgain = true;
      return this.#ask();
    }
    if (this.state === 'polling') this.#pollingFailed();
    else this.#lost(1006);
  }

  #ask() {
    this.askedAt = this.timers.now();
    if (this.state === 'polling') this.polling?.ping();
    else this.ws.send('{"type":"ping"}');
    this.#arm();
  }

  /** Something says that the line may be dead. */
  #doubted() {
    if (this.connected && this.askedAt === null) this.#ask();
  }

  #woke() {
    if (this.doc && /** @type {any} */ (this.doc).visibilityState === 'hidden') return;
    if (this.connected) {
      if (this.askedAt === null && this.timers.now() - this.lastHeard > RECENT_MS) this.#ask();
      else this.#arm();
    } else if (this.state === 'reconnecting' && !this.ws) {
      this.timers.clearTimeout(this.retryTimer);
      this.#open();
    }
  }

  /** @param {number} code */
  #lost(code) {
    const opened = this.helloSeen;
    this.#drop();
    this.helloSeen = false;
    if (code === 4401 || code === 4403) {
      this.stop();
      this.dispatchEvent(new CustomEvent('signedout', { detail: code }));
      return;
    }
    if (opened) this.neverOpened = 0;
    else this.neverOpened += 1;
    this.failures += 1;
    if (code === 4429) this.failures = Math.max(this.failures, 4);
    if (this.state === 'polling') {
      this.#retry(RETRY_WEBSOCKET_MS);
      return;
    }
    this.#become('reconnecting');
    if (this.neverOpened >= 2 && this.options.pollBase != null) void this.#tryPolling();
    else this.#retry();
  }

  /** @param {number} [delay] */
  #retry(delay) {
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.failures - 1, 10));
    const ms = delay ?? this.delayAsked ?? ceiling * (0.5 + this.random() / 2);
    this.delayAsked = null;
    this.timers.clearTimeout(this.retryTimer);
    this.retryTimer = this.timers.setTimeout(() => this.#open(), ms);
  }

  async #tryPolling() {
    /** @type {number} */ let status;
    let polling = null;
    try {
      const Polling = await this.options.polling?.();
      polling = Polling && new Polling(this.options, this.timers, {
        heard: () => this.#heard(),
        frame: (frame) => this.#emit(frame),
        failed: () => this.#pollingFailed(),
        signedOut: () => this.#lost(4401),
      });
      status = polling ? (await polling.request('/api/v1/me')).status : 0;
    } catch {
      status = 0;
    }
    const wanted = this.state === 'reconnecting' && !this.ws;
    if (!wanted || status !== 200) polling?.stop();
    if (!wanted) return;
    if (status === 401) return this.#lost(4401);
    if (!polling || status !== 200) return this.#retry();
    this.polling = polling;
    this.patience = ANSWER_MS;
    this.#become('polling');
    this.#arm();
    this.#retry(RETRY_WEBSOCKET_MS);
  }

  #stopPolling() {
    this.polling?.stop();
    this.polling = null;
  }

  /** An HTTP way that broke: back to the loop of attempts. */
  #pollingFailed() {
    if (this.state !== 'polling') return;
    this.#stopPolling();
    this.#become('reconnecting');
    this.neverOpened = 1;
    this.#retry();
  }
}
