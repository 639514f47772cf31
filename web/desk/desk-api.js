import { Api } from '/shared/api.js';

/** The API as an agent calls it: by cookie, in the demo by naming oneself. */
export class DeskApi extends Api {
  /** @param {string|null} demoId */
  constructor(demoId) {
    super();
    this.demoId = demoId;
  }

  headers() {
    /** @type {Record<string, string>} */
    const headers = {};
    if (this.demoId) headers['X-Beckon-Demo'] = `staff:${this.demoId}`;
    return headers;
  }
}
