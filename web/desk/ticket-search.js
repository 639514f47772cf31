/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').Hit} Hit */
/** @typedef {import('./desk-store.js').Phase} Phase */

/** What was asked for, and the tickets that were found. */
export class TicketSearch {
  /**
   * @param {(tickets: Ticket[]) => void} take what was found
   * @param {() => void} changed
   */
  constructor(take, changed) {
    this.take = take;
    this.changed = changed;
    this.q = '';
    /** @type {string[]} in the server's order */ this.ids = [];
    /** @type {string|undefined} cursor of what has not been read */ this.next = undefined;
    /** @type {Phase} */ this.phase = 'idle';
    /** @type {Map<string, Hit>} where a ticket has what was asked for */ this.hits = new Map();
  }

  /** @param {string} q empty: the search is over */
  begin(q) {
    if (q !== this.q) {
      this.ids = [];
      this.hits = new Map();
    }
    this.q = q;
    this.next = undefined;
    this.phase = q ? 'loading' : 'idle';
    this.changed();
  }

  /**
   * A late answer to an older question is dropped.
   * @param {string} q
   * @param {{tickets: Ticket[], next?: string, hits?: Hit[]}} answer
   * @param {boolean} further it is a further page
   */
  fill(q, { tickets, next, hits = [] }, further) {
    if (q !== this.q) return;
    this.take(tickets);
    const known = new Map(further ? this.hits : []);
    for (const hit of hits) known.set(hit.ticket_id, hit);
    const ids = tickets.map((ticket) => ticket.ticket_id);
    this.ids = further ? [...new Set([...this.ids, ...ids])] : ids;
    this.hits = known;
    this.next = next;
    this.phase = 'ready';
    this.changed();
  }

  /** @param {string} q */
  fail(q) {
    if (q !== this.q) return;
    this.phase = 'failed';
    this.changed();
  }
}
