import { Api, ApiError } from '/shared/api.js';

/** The API as an agent calls it: by cookie, in the demo by naming oneself. */
export class DeskApi extends Api {
  /** @param {string|null} demoId */
  constructor(demoId) {
    super();
    this.demoId = demoId;
    /** @type {Promise<{name: string, accent: string}>|null} */ this.inboxAsked = null;
  }

  /** The inbox's name and colour: asked for once, and again after a failure. */
  inbox() {
    this.inboxAsked ??= this.get('/inbox').catch((error) => { this.inboxAsked = null; throw error; });
    return this.inboxAsked;
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  patch(path, body) {
    return this.request('PATCH', path, body);
  }

  headers() {
    /** @type {Record<string, string>} */
    const headers = {};
    if (this.demoId) headers['X-Beckon-Demo'] = `staff:${this.demoId}`;
    return headers;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {Record<string, string>} [more] headers
   * @returns {Promise<any>} null where the server had nothing to add
   */
  async request(method, path, body, more) {
    try {
      return await super.request(method, path, body, more);
    } catch (error) {
      const done = error instanceof ApiError && error.status >= 200 && error.status < 300;
      if (done) return null; // with an empty body
      throw error;
    }
  }

  /**
   * A command that outlives the page; nobody is there to read the answer.
   * @param {import('./types.js').Frame} frame
   */
  sendAtOnce(frame) {
    const headers = { ...this.headers(), 'Content-Type': 'application/json' };
    const options = { method: 'POST', keepalive: true, headers, body: JSON.stringify(frame) };
    fetch('/api/v1/commands', options).catch(() => {}); // it stays in the outbox for the next page
  }
}
