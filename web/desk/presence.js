import { PresenceChoice } from './presence-choice.js';

/** @typedef {import('./presence-choice.js').Status} Status */

const STOCK_MS = 2_000;

/** Whether this agent is online: what they chose, and what the server says. */
export class Presence {
  /**
   * @param {string} id the agent's
   * @param {Storage|null} tab storage of this tab
   */
  constructor(id, tab) {
    this.choice = new PresenceChoice(id, tab);
    /** @type {Status} what the server says */ this.status = 'offline';
    /** whether a connection stood yet: before, nobody can say what a choice would change */ this.known = false;
    this.wentOnline = 0;
  }

  /** @param {Status} status @param {boolean} sent */
  chosen(status, sent) {
    this.choice.wanted = status;
    if (status === 'offline') this.status = 'offline';
    this.choice.unsaid = !sent;
  }

  /** @param {Status} status as the connection begins */
  greeted(status) {
    this.status = status;
    this.choice.wanted ??= status;
  }

  /** @param {Status} status */
  told(status) {
    if (status === 'online' && this.status !== 'online') this.wentOnline = Date.now();
    this.status = status;
    this.choice.wanted = status;
  }

  /**
   * A connection stands (again).
   * @param {boolean} polling over HTTP nobody says hello, so that what was known before may be wrong
   * @returns {Status|null} what the server is to be told
   */
  begin(polling) {
    const { wanted, unsaid } = this.choice;
    const again = wanted === 'online' && (this.status !== 'online' || polling);
    this.choice.unsaid = false;
    this.known = true;
    return wanted && (again || unsaid) ? wanted : null;
  }

  /** Going online brings all that wait already; only what comes later is news. */
  get settled() {
    return Date.now() - this.wentOnline > STOCK_MS;
  }
}
