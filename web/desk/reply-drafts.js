import { TEXT_CHARACTERS } from '../shared/limits.js';

/**
 * What an agent has begun to write, kept per ticket and kind so that it survives a reload. Bounded: the oldest
 * give way.
 * @typedef {'reply'|'note'} Mode
 * @typedef {{reply?: string, note?: string, mode: Mode, at: number}} Draft
 */

const KEY = 'beckon.desk.drafts';
const LIMIT_DRAFTS = 100;
/** More than can be sent: who pastes too much shortens it, and a reload must not do that for them. */
const LIMIT_CHARACTERS = 8 * TEXT_CHARACTERS;

export class ReplyDrafts {
  /**
   * @param {Pick<Storage, 'getItem'|'setItem'|'removeItem'>} storage
   * @param {string} owner the agent's id: drafts on a shared computer stay with their author
   * @param {() => number} now
   */
  constructor(storage, owner, now = Date.now) {
    this.storage = storage;
    this.key = `${KEY}.${owner}`;
    this.now = now;
    /** @type {Map<string, Draft>} */
    this.drafts = new Map(this.#read());
  }

  /** @returns {[string, Draft][]} */
  #read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.key) ?? '[]');
      return Array.isArray(kept) ? kept : [];
    } catch {
      return []; // damaged or forbidden storage: begin afresh
    }
  }

  #write() {
    try {
      if (this.drafts.size === 0) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, JSON.stringify([...this.drafts]));
    } catch {
      // Full or forbidden storage: the draft lives as long as the page.
    }
  }

  /** @param {string} ticketId @param {Mode} mode */
  text(ticketId, mode) {
    return this.drafts.get(ticketId)?.[mode] ?? '';
  }

  /** @param {string} ticketId @returns {Mode} */
  mode(ticketId) {
    const draft = this.drafts.get(ticketId);
    return draft?.mode === 'note' && draft.note ? 'note' : 'reply';
  }

  /**
   * Whether anything is written for the ticket.
   * @param {string} ticketId
   */
  has(ticketId) {
    const draft = this.drafts.get(ticketId);
    return Boolean(draft?.reply?.trim() || draft?.note?.trim());
  }

  /** @param {string} ticketId @param {Mode} mode @param {string} text */
  set(ticketId, mode, text) {
    const draft = { ...this.drafts.get(ticketId), mode, at: this.now() };
    if (text) draft[mode] = text.slice(0, LIMIT_CHARACTERS);
    else delete draft[mode];
    this.drafts.delete(ticketId); // set again below: a Map keeps the order of insertion, the oldest first
    if (draft.reply || draft.note) this.drafts.set(ticketId, draft);
    for (const oldest of this.drafts.keys()) {
      if (this.drafts.size <= LIMIT_DRAFTS) break;
      this.drafts.delete(oldest);
    }
    this.#write();
  }
}
