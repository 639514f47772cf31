// The way over HTTP, for networks that let no WebSocket through.

const POLLED_TICKETS = 3;
const STILL_HERE_MS = 25_000;
const WAIT_S = 25;
/** Beyond what the server may hold an answer back for. */
const ANSWER_MS = 8_000;

/** @typedef {import('./types.js').Frame} Frame */

export class Polling {
  /**
   * @param {import('./types.js').SocketOptions} options
   * @param {import('./types.js').Timers} timers
   * @param {{heard: () => void, frame: (f: Frame) => void, failed: () => void, signedOut: () => void}} tell
   */
  constructor(options, timers, tell) {
    this.options = options;
    this.timers = timers;
    this.tell = tell;
    this.abort = new AbortController();
    /** @type {Map<string, number>} each followed ticket's newest entry */
    this.followed = new Map();
    this.commands = Promise.resolve();
    this.#stillHere();
  }

  stop() {
    this.abort.abort();
    this.timers.clearTimeout(this.timer);
  }

  /**
   * A dead line would hold a request for minutes: it fails when the time is over.
   * @param {string} path
   * @param {RequestInit} [init]
   * @param {number} [waitMs] how long the server may hold the answer back
   */
  async request(path, init, waitMs = 0) {
    const given = this.options.pollHeaders;
    const headers = {
      ...(typeof given === 'function' ? given() : given), ...(init?.body ? { 'Content-Type': 'application/json' } : {})
    };
    const request = this.options.fetch ?? globalThis.fetch.bind(globalThis);
    const abort = new AbortController();
    const end = () => abort.abort();
    this.abort.signal.addEventListener('abort', end);
    const timer = this.timers.setTimeout(end, waitMs + ANSWER_MS);
    try {
      const response = await request(this.options.pollBase + path, {
        credentials: 'same-origin', ...init, headers, signal: abort.signal,
      });
      const body = await response.json().catch(() => ({}));
      this.tell.heard();
      return { status: response.status, ok: response.ok, body };
    } finally {
      this.timers.clearTimeout(timer);
      this.abort.signal.removeEventListener('abort', end);
    }
  }

  /** Asks whether the line is alive, past what waits to be sent; any answer tells. */
  ping() {
    this.request('/api/v1/commands', { method: 'POST', body: '{"type":"ping"}' })
      .then(({ status }) => { if (status === 401) this.tell.signedOut(); })
      .catch(() => { if (!this.abort.signal.aborted) this.tell.failed(); });
  }

  /** Agents stay present by requests: a page that follows no ticket still makes one. */
  #stillHere() {
    this.timer = this.timers.setTimeout(() => {
      if (!this.followed.size) this.ping();
      this.#stillHere();
    }, STILL_HERE_MS);
  }

  /** @param {Frame} frame */
  send(frame) {
    if (frame.type === 'sync') return this.#follow(frame.ticket_id, frame.after);
    if (frame.type === 'leave') this.followed.delete(frame.ticket_id);
    if (frame.type === 'leave' || frame.type === 'watch' || frame.type === 'auth') return;
    const about = { client_id: frame.client_id, ticket_id: frame.ticket_id };
    this.commands = this.commands.then(async () => {
      if (this.abort.signal.aborted) return;
      try {
        const { status, ok, body } = await this.request('/api/v1/commands', {
          method: 'POST', body: JSON.stringify(frame),
        });
        if (status === 401) return this.tell.signedOut();
        if (!ok) this.tell.frame({ type: 'error', code: 'internal', ...about, ...(body.error ?? {}) });
        for (const each of body.frames ?? []) if (each.type !== 'pong') this.tell.frame(each);
      } catch {
        if (!this.abort.signal.aborted) this.tell.failed();
      }
    });
  }

  /**
   * @param {string} ticket
   * @param {number} after
   */
  #follow(ticket, after) {
    const known = this.followed.has(ticket);
    this.followed.delete(ticket);
    this.followed.set(ticket, after);
    for (const oldest of this.followed.keys()) if (this.followed.size > POLLED_TICKETS) this.followed.delete(oldest);
    if (!known) void this.#poll(ticket);
  }

  /** @param {string} ticket */
  async #poll(ticket) {
    const { signal } = this.abort;
    let wait = 0;
    try {
      for (let after = this.followed.get(ticket); after !== undefined
        && !signal.aborted; after = this.followed.get(ticket)) {
        const { status, ok, body } = await this.request(
          `/api/v1/tickets/${encodeURIComponent(ticket)}/entries?after=${after}&limit=500&wait=${wait}`, {},
          wait * 1000);
        if (signal.aborted || !this.followed.has(ticket)) return;
        if (status === 401) return this.tell.signedOut();
        if (status === 404) { this.followed.delete(ticket); return; }
        if (!ok) throw new Error(String(status));
        const entries = body.entries ?? [];
        for (const entry of entries) this.tell.frame(entry);
        const reached = entries.length ? entries[entries.length - 1].seq : after;
        this.followed.set(ticket, reached);
        this.tell.frame({ type: 'synced', ticket_id: ticket, seq: reached, ticket: body.ticket });
        wait = reached < body.seq ? 0 : WAIT_S;
      }
    } catch {
      if (!signal.aborted) this.tell.failed();
    }
  }
}
