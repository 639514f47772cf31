import { Polling } from '../shared/polling.js';
import { Socket } from '../shared/socket.js';

/** A clock that moves when it is told to. */
export class FakeTimers {
  constructor() {
    this.time = 1_000_000;
    this.next = 1;
    /** @type {Map<number, {at: number, run: () => void}>} */ this.waiting = new Map();
    this.setTimeout = (/** @type {() => void} */ run, /** @type {number} */ ms) => {
      this.waiting.set(this.next, { at: this.time + ms, run });
      return this.next++;
    };
    this.clearTimeout = (/** @type {number} */ id) => { this.waiting.delete(id); };
    this.now = () => this.time;
  }

  /** @param {number} ms */
  advance(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.waiting].filter(([, w]) => w.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (!due) break;
      this.waiting.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].run();
    }
    this.time = end;
  }

  /**
   * The machine slept: time passed, and nothing ran.
   * @param {number} ms
   */
  sleep(ms) { this.time += ms; }
}

export class FakeWebSocket {
  /** @type {FakeWebSocket[]} */ static made = [];
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {any[]} */ this.sent = [];
    this.closed = false;
    /** @type {any} */ this.onopen = null;
    /** @type {any} */ this.onmessage = null;
    /** @type {any} */ this.onclose = null;
    FakeWebSocket.made.push(this);
  }

  static get last() { return FakeWebSocket.made[FakeWebSocket.made.length - 1]; }
  /** @param {string} data */
  send(data) { this.sent.push(JSON.parse(data)); }
  close() { this.closed = true; }
  open() { this.onopen?.(); }
  /** @param {object} frame */
  receive(frame) { this.onmessage?.({ data: JSON.stringify(frame) }); }
  /** @param {number} code */
  drop(code) { this.onclose?.({ code }); }
  welcome() { this.open(); this.receive({ type: 'hello', role: 'user', id: 'mia' }); }
}

/** Lets promises run that wait for nothing but each other. */
export async function settle() {
  for (let i = 0; i < 5; i += 1) await new Promise((go) => setImmediate(go));
}

/**
 * @param {FakeTimers} timers
 * @param {any} [more]
 */
export function makeSocket(timers, more = {}) {
  const page = new EventTarget();
  const doc = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const socket = new Socket({
    url: 'ws://x/ws/user/mia', token: 'secret', WebSocket: FakeWebSocket, timers, random: () => 1, page, doc,
    polling: async () => Polling, ...more
  });
  /** @type {string[]} */ const states = [];
  /** @type {any[]} */ const frames = [];
  socket.addEventListener('state', (e) => states.push(/** @type {any} */ (e).detail));
  socket.addEventListener('frame', (e) => frames.push(/** @type {any} */ (e).detail));
  return { socket, states, frames, page, doc };
}

/**
 * Two sockets that do not open, after which HTTP is tried.
 * @param {any} socket
 * @param {FakeTimers} timers
 */
export async function failTwice(socket, timers) {
  socket.start();
  FakeWebSocket.last.drop(1006);
  timers.advance(500);
  FakeWebSocket.last.drop(1006);
  await settle();
}
