import { comparator, holds } from '../shared/order.js';

/** @typedef {import('./types.js').Ticket} Ticket */

/** Past so many at once it is sorted anew, instead of putting each where it belongs. */
const MANY = 200;

/** The tickets of one list, always in its order: a change moves one, and sorts nothing. */
export class ListIndex {
  /**
   * @param {import('../shared/order.js').List} list
   * @param {string} me the agent's own id
   */
  constructor(list, me) {
    this.list = list;
    this.me = me;
    this.compare = comparator(list.order);
    /** @type {Ticket[]} */ this.rows = [];
    /** rises with each change */ this.version = 0;
  }

  /** @param {Ticket|undefined} ticket */
  holds(ticket) {
    return ticket !== undefined && holds(this.list, ticket, this.me);
  }

  /**
   * How many stand before or at a place.
   * @param {Ticket} ticket
   * @param {boolean} [before] only before it
   */
  upTo(ticket, before = false) {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = this.compare(this.rows[middle], ticket);
      if (order < 0 || (order === 0 && !before)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * A ticket came, changed or left.
   * @param {Ticket|undefined} old
   * @param {Ticket|undefined} fresh
   */
  put(old, fresh) {
    const [was, is] = [this.holds(old), this.holds(fresh)];
    if (!was && !is) return;
    this.version += 1;
    if (old && was) {
      let place = this.upTo(old, true);
      while (place < this.rows.length && this.rows[place].ticket_id !== old.ticket_id) place += 1;
      // In its place it only gets its newer state: most changes move nothing.
      if (fresh && is && this.compare(old, fresh) === 0) {
        this.rows[place] = fresh;
        return;
      }
      this.rows.splice(place, 1);
    }
    if (fresh && is) this.rows.splice(this.upTo(fresh), 0, fresh);
  }

  /** @param {[Ticket|undefined, Ticket][]} changes what was known of each, and what is */
  putAll(changes) {
    if (changes.length <= MANY) {
      for (const [old, fresh] of changes) this.put(old, fresh);
      return;
    }
    const latest = new Map(changes.map(([, fresh]) => [fresh.ticket_id, fresh]));
    const kept = this.rows.filter((row) => !latest.has(row.ticket_id));
    this.rows = [...kept, ...[...latest.values()].filter((fresh) => this.holds(fresh))].sort(this.compare);
    this.version += 1;
  }
}
