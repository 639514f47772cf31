const TIMEOUT_MS = 15_000;

/** An answer that was not 2xx, or no answer (`status` 0, code `offline`). */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {number} status
   * @param {number} [retryAfterMs]
   * @param {any} [detail] all that the server said of it
   */
  constructor(code, message, status, retryAfterMs, detail = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs ?? null;
    this.detail = detail;
  }
}

export class Api {
  /** @param {{token: () => (string|null)}} [options] */
  constructor(options) { this.token = options?.token ?? (() => null); }

  /** @returns {Record<string, string>} */
  headers() {
    const token = this.token();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  /**
   * @param {string} method
   * @param {string} path from /api/v1, beginning with a slash
   * @param {object} [body]
   * @param {Record<string, string>} [more] headers
   * @returns {Promise<any>}
   */
  async request(method, path, body, more) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    /** @type {Response} */ let response;
    try {
      response = await fetch(`/api/v1${path}`, {
        method, credentials: 'same-origin', signal: abort.signal,
        headers: { ...this.headers(), ...more, ...(method !== 'GET' && { 'Content-Type': 'application/json' }) },
        body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
      });
    } catch {
      throw new ApiError('offline', 'No answer from the server.', 0);
    } finally {
      clearTimeout(timer);
    }
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    const retry = Number(response.headers.get('Retry-After')) * 1000;
    const { code = 'internal', message = response.statusText, ...detail } = answer?.error ?? {};
    throw new ApiError(code, message, response.status, retry || undefined, detail);
  }

  /** @param {string} path */
  get(path) { return this.request('GET', path); }

  /**
   * @param {string} path
   * @param {object} [body]
   */
  post(path, body) { return this.request('POST', path, body); }

  /**
   * @param {string} path
   * @param {object} body
   */
  put(path, body) { return this.request('PUT', path, body); }

  /**
   * The newest entries of a ticket, for a `snapshot` of the reducer.
   * @param {string} ticketId
   * @param {number} [count]
   */
  async snapshot(ticketId, count = 200) {
    const path = `/tickets/${encodeURIComponent(ticketId)}`;
    const { ticket } = await this.get(path);
    const { entries } = await this.get(`${path}/entries?before=${ticket.seq + 1}&limit=${count}`);
    return { type: 'snapshot', ticket_id: ticket.ticket_id, ticket, entries };
  }

  /**
   * @param {string} ticketId
   * @param {number} before entries before this number
   * @param {number} [count]
   */
  async older(ticketId, before, count = 200) {
    const { entries } = await this.get(
      `/tickets/${encodeURIComponent(ticketId)}/entries?before=${before}&limit=${count}`);
    return { type: 'older', ticket_id: ticketId, entries };
  }
}
