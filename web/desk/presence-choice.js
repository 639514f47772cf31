/** @typedef {'online'|'offline'} Status */

const KEY = 'beckon.desk.presence';
const KEPT_MS = 60_000;

/** Whether the agent chose to be online. A reload is no absence: the choice outlives it, but not for long. */
export class PresenceChoice {
  /**
   * @param {string} id the agent's
   * @param {Storage|null} tab storage of this tab
   */
  constructor(id, tab) {
    this.id = id;
    this.tab = tab;
    /** @type {Status|null} null until they or the server said */ this.wanted = this.#recall();
    /** a choice made while there was no connection */ this.unsaid = false;
  }

  /** @returns {Status|null} */
  #recall() {
    try {
      const kept = JSON.parse(this.tab?.getItem(KEY) ?? 'null');
      return kept?.id === this.id && Date.now() - kept.at < KEPT_MS ? kept.status : null;
    } catch {
      return null;
    }
  }

  /** Writes the choice down for the next page of this tab. */
  remember() {
    try {
      this.tab?.setItem(KEY, JSON.stringify({ id: this.id, status: this.wanted, at: Date.now() }));
    } catch {
      // Forbidden storage: after a reload the server's word counts.
    }
  }
}
