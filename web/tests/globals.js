// What browsers have and Node 18 (Debian 12, Ubuntu 24.04) does not have as globals. Loaded before the tests by `make
// test`.
import { webcrypto } from 'node:crypto';

const scope = /** @type {any} */ (globalThis);

scope.crypto ??= webcrypto;
scope.CustomEvent ??= class CustomEvent extends Event {
  /**
   * @param {string} type
   * @param {{detail?: unknown}} [options]
   */
  constructor(type, options = {}) {
    super(type, options);
    this.detail = options.detail;
  }
};
