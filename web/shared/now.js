// What a customer's page shows as being so now, and whether it is known: while the line is down, nothing is.

import { language } from './i18n.js';
import { ofInbox } from './inbox.js';

const ASK_MS = 15_000;
// What an inbox greets with until somebody writes its own (Inbox.swift): pages have that in their reader's
// language.
const DEFAULT_GREETING = 'Hi! How can we help?';

/** @typedef {import('./types.js').SocketState} SocketState */

export class Now {
  /**
   * @param {import('./api.js').Api} api
   * @param {() => void} changed
   */
  constructor(api, changed) {
    this.api = api;
    this.changed = changed;
    /** @type {import('./types.js').Inbox} */
    this.inbox = {
      id: '', name: '', greeting: '', greetings: [], accent: '', leave_message: true, locale: '',
    };
    /** @type {SocketState} */ this.connection = 'closed';
    /** tickets whose state may be of before the line broke @type {Set<string>} */ this.unsure = new Set();
    /** whether any agent is; null: not known @type {boolean|null} */ this.staffOnline = null;
    /** when it was last known @type {number} */ this.knownAt = Date.now();
    this.looking = false;
    addEventListener('offline', () => { this.knownAt = Date.now(); });
    /** whether the inbox was read once */ this.read = false;
    /** @type {any} */ this.asking = null;
  }

  /**
   * Whether a person has the page before their eyes. Without a socket that would tell, whoever looks on asks now and
   * then.
   * @param {boolean} looking
   */
  look(looking) {
    const ask = () => { if (!document.hidden && this.connection !== 'open') void this.readInbox(); };
    clearInterval(this.asking);
    if (looking && !this.looking && this.read) ask();
    this.looking = looking;
    if (looking) this.asking = setInterval(ask, ASK_MS);
  }

  get lineDown() { return this.connection === 'reconnecting' || navigator.onLine === false; }

  /**
   * Whether what is known of a ticket is so now.
   * @param {string} id
   */
  isSure(id) { return !this.lineDown && !this.unsure.has(id); }

  /** What the inbox says first, in the reader's language where it has that; empty: nobody wrote anything. */
  get greeting() {
    const { greeting, greetings } = this.inbox;
    return greetings.find((one) => one.language === language())?.text
      || (greeting === DEFAULT_GREETING ? '' : greeting);
  }

  /** Whether any agent is online; null: not known. */
  get anybodyThere() { return this.lineDown ? null : this.staffOnline; }

  /**
   * The line is lost: of all this nothing is known any more.
   * @param {Iterable<string>} ids
   */
  lost(ids) {
    this.staffOnline = null;
    this.knownAt = Date.now();
    for (const id of ids) this.unsure.add(id);
  }

  async readInbox() {
    /** @type {boolean|null} */ let staffOnline = null;
    try {
      const { staff_online, ...inbox } = await this.api.get(ofInbox('/inbox'));
      this.inbox = { ...this.inbox, ...inbox };
      staffOnline = staff_online ?? null;
    } catch { /* it is only words and a colour */ }
    if (this.connection !== 'open') this.staffOnline = staffOnline;
    this.read = true;
    this.changed();
  }

  /** @param {import('./types.js').Frame} frame */
  received(frame) {
    if (typeof frame.staff_online === 'boolean') this.staffOnline = frame.staff_online;
    if (frame.type === 'synced') this.unsure.delete(frame.ticket_id);
  }
}

/**
 * How closely the line is watched: closely where somebody writes or waits, and not at all where nobody would miss it.
 * @param {boolean} looking
 * @param {boolean} writing
 * @param {{chat: string}|null} current
 * @param {Array<{chat: string}>} all
 * @returns {'close'|'loose'|'none'}
 */
export function attention(looking, writing, current, all) {
  const isActive = (/** @type {{chat: string}} */ { chat }) => chat === 'waiting' || chat === 'live'
    || chat === 'paused';
  if (looking && (writing || (current && isActive(current)))) return 'close';
  return looking || all.some(isActive) ? 'loose' : 'none';
}
