// One connection to Beckon that mends itself: WebSocket first, HTTP polling where no WebSocket gets through.
// States: connecting → open | reconnecting; open → reconnecting; reconnecting → open | polling; polling → open | reconnecting;
// any → closed by stop() or by the server's 4401/4403.

import { systemTimers } from './timers.js';

/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').SocketState} SocketState */
/** @typedef {import('./types.js').SocketOptions} SocketOptions */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
const SILENCE_MS = 25_000;
const ANSWER_MS = 5_000;
const HELLO_MS = 10_000;
const RETRY_WEBSOCKET_MS = 60_000;

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
    this.lastHeard = 0;
    /** @type {number|null} */ this.delayAsked = null;
    /** @type {any} */ this.retryTimer = null;
    /** @type {any} */ this.watchTimer = null;
    /** @type {any} */ this.helloTimer = null;
    this.awaitingAnswer = false;
    /** @type {import('./polling.js').Polling|null} */ this.polling = null;
    this.wake = () => this.#woke();
  }

  start() {
    if (this.state !== 'closed') return;
    this.page?.addEventListener('online', this.wake);
    this.page?.addEventListener('pageshow', this.wake);
    this.doc?.addEventListener('visibilitychange', this.wake);
    this.failures = 0;
    this.neverOpened = 0;
    this.#become('connecting');
    this.#open();
  }

  stop() {
    this.page?.removeEventListener('online', this.wake);
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
    if (this.state === 'open') {
      this.ws.send(JSON.stringify(frame));
      return true;
    }
    if (this.state === 'polling') {
      this.polling?.send(frame);
      return true;
    }
    return false;
  }

  /** @param {SocketState} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
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
    this.timers.clearTimeout(this.watchTimer);
    const ws = this.ws;
    this.ws = null;
    if (!ws) return;
    ws.onopen = ws.onmessage = ws.onclose = null;
    try { ws.close(1000); } catch { /* it was closed already */ }
  }

  /** @param {unknown} data */
  #received(data) {
    this.lastHeard = this.timers.now();
    this.awaitingAnswer = false;
    /** @type {Frame} */ let frame;
    try { frame = JSON.parse(String(data)); } catch { return; }
    if (!frame || typeof frame.type !== 'string') return;
    if (frame.type === 'hello' && !this.helloSeen) {
      this.helloSeen = true;
      this.failures = 0;
      this.neverOpened = 0;
      this.timers.clearTimeout(this.helloTimer);
      this.#stopPolling();
      this.#watch(SILENCE_MS);
      this.#become('open');
    }
    if (frame.type === 'going_away') this.delayAsked = Number(frame.reconnect_after_ms) || 0;
    if (frame.type !== 'pong') this.#emit(frame);
  }

  /** @param {number} afterMs */
  #watch(afterMs) {
    this.timers.clearTimeout(this.watchTimer);
    this.watchTimer = this.timers.setTimeout(() => {
      if (this.awaitingAnswer) return this.#lost(1006);
      const silent = this.timers.now() - this.lastHeard;
      if (silent < SILENCE_MS) return this.#watch(SILENCE_MS - silent);
      this.#ask();
    }, afterMs);
  }

  #ask() {
    if (!this.ws || !this.helloSeen) return;
    this.awaitingAnswer = true;
    this.ws.send('{"type":"ping"}');
    this.timers.clearTimeout(this.watchTimer);
    this.watchTimer = this.timers.setTimeout(() => {
      if (this.awaitingAnswer) this.#lost(1006);
      else this.#watch(SILENCE_MS);
    }, ANSWER_MS);
  }

  #woke() {
    if (this.doc && /** @type {any} */ (this.doc).visibilityState === 'hidden') return;
    if (this.state === 'open') {
      if (!this.awaitingAnswer && this.timers.now() - this.lastHeard > 1_000) this.#ask();
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
    this.awaitingAnswer = false;
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
      const { Polling } = await import('./polling.js');
      polling = new Polling(this.options, this.timers, {
        frame: (frame) => this.#emit(frame),
        failed: () => this.#pollingFailed(),
        signedOut: () => this.#lost(4401),
      });
      status = (await polling.request('/api/v1/me')).status;
    } catch {
      status = 0;
    }
    if (this.state !== 'reconnecting' || this.ws) return;
    if (status === 401) return this.#lost(4401);
    if (!polling || status !== 200) return this.#retry();
    this.polling = polling;
    this.#become('polling');
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
