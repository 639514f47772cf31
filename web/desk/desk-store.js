import { foldTicket } from '../shared/reducer.js';
import { LISTS } from '../shared/staff-contract.js';
import { ListIndex } from './list-index.js';
import { LIST_NAMES } from './lists.js';
import { People } from './people.js';
import { TicketSearch } from './ticket-search.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./types.js').Counts} Counts */
/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {'idle'|'loading'|'ready'|'failed'} Phase */

/**
 * @typedef {object} Page what is known of one list
 * @property {Phase} phase
 * @property {string|undefined} next cursor of the rows that have not been read
 * @property {Ticket|undefined} boundary the last row read as it was then; rows after it are left to the next page
 */

/** So many tickets are kept beside those of the list on screen, and of each other list so many rows. */
const KEPT_TICKETS = 2_000;
const KEPT_ROWS = 200;

/** @returns {Page} */
const unread = () => ({ phase: 'idle', next: undefined, boundary: undefined });

/**
 * Everything the desk knows about tickets that are not open on screen, and about the people. No network and no
 * document: frames and pages come in, rows come out, and `change` (detail: topic) tells who paints.
 */
export class DeskStore extends EventTarget {
  /** @param {string} me the agent's own id */
  constructor(me) {
    super();
    this.me = me;
    /** @type {Map<string, Ticket>} */ this.tickets = new Map();
    /** @type {Map<string, number>} revision at which a ticket last changed, the longest ago first */
    this.touched = new Map();
    /** @type {Record<ListName, ListIndex>} */
    this.indexes = /** @type {any} */ (Object.fromEntries(
      LIST_NAMES.map((list) => [list, new ListIndex(LISTS[list], me)])));
    /** @type {Map<ListName, {version: number, boundary: Ticket|undefined, ids: string[]}>} */ this.known = new Map();
    /** @type {ListName} the list on screen */ this.shown = 'waiting';
    /** @type {() => Iterable<string>} tickets that somebody works with: they are never forgotten */
    this.inUse = () => [];
    /** @type {Record<ListName, Page>} */
    this.pages = /** @type {any} */ (Object.fromEntries(LIST_NAMES.map((list) => [list, unread()])));
    /** @type {Counts|undefined} */ this.counts = undefined;
    this.countedAt = 0;
    this.people = new People(me, (topic) => this.#tell(topic));
    this.search = new TicketSearch((tickets) => this.#putAll(tickets), () => this.#tell('tickets'));
    this.revision = 0;
  }

  /** @param {string} topic */
  #tell(topic) {
    this.dispatchEvent(new CustomEvent('change', { detail: topic }));
  }

  /**
   * Takes a ticket in, unless a newer state of it is known already.
   * @param {Ticket} ticket
   * @returns {boolean} whether anything changed
   */
  upsert(ticket) {
    const taken = this.#put(ticket);
    if (taken) this.#tell('tickets');
    return taken;
  }

  /** @param {Ticket} ticket */
  #put(ticket) {
    const known = this.tickets.get(ticket.ticket_id);
    if (known && ticket.seq < known.seq) return false;
    for (const index of Object.values(this.indexes)) index.put(known, ticket);
    this.#keep(ticket);
    this.#forget();
    return true;
  }

  /** @param {Ticket} ticket */
  #keep(ticket) {
    const id = ticket.ticket_id;
    this.tickets.set(id, ticket);
    this.touched.delete(id); // set again: a Map keeps the order
    this.touched.set(id, ++this.revision);
  }

  /** @param {Ticket[]} tickets */
  #putAll(tickets) {
    /** @type {[Ticket|undefined, Ticket][]} */ const changes = [];
    for (const ticket of tickets) {
      const known = this.tickets.get(ticket.ticket_id);
      if (known && ticket.seq < known.seq) continue;
      changes.push([known, ticket]);
      this.#keep(ticket);
    }
    for (const index of Object.values(this.indexes)) index.putAll(changes);
    this.#forget();
  }

  /** @param {string} id */
  #remove(id) {
    const known = this.tickets.get(id);
    for (const index of Object.values(this.indexes)) index.put(known, undefined);
    this.tickets.delete(id);
    this.touched.delete(id);
    this.people.viewing.delete(id);
  }

  /** All day tickets come by that nobody looks at: beyond a bound those that rested longest are forgotten. */
  #forget() {
    const bound = KEPT_TICKETS + this.count(this.shown) + this.search.ids.length;
    if (this.tickets.size <= bound) return;
    const needed = new Set([...this.ids(this.shown), ...this.search.ids, ...this.inUse()]);
    for (const list of LIST_NAMES) {
      if (list === this.shown) continue;
      const { rows } = this.indexes[list];
      for (const row of rows.slice(0, KEPT_ROWS)) needed.add(row.ticket_id);
      // The rest of it is read again by whoever opens it.
      if (this.count(list) > KEPT_ROWS) this.pages[list] = {
        phase: 'idle', next: undefined, boundary: rows[KEPT_ROWS - 1],
      };
    }
    for (const id of [...this.touched.keys()]) {
      if (this.tickets.size <= bound - KEPT_TICKETS / 4) break;
      if (!needed.has(id)) this.#remove(id);
    }
  }

  /**
   * Folds an entry into the ticket's row at once. An entry that is not the very next one is left alone: the coalesced
   * `ticket` frame follows and has the whole state.
   * @param {Entry} entry
   */
  applyEntry(entry) {
    const known = this.tickets.get(entry.ticket_id);
    if (!known || entry.seq !== known.seq + 1) return false;
    return this.upsert(foldTicket(known, entry));
  }

  /** @param {string} ticketId @param {import('./types.js').Marks} marks */
  setMarks(ticketId, marks) {
    const known = this.tickets.get(ticketId);
    if (known) this.upsert({ ...known, marks });
  }

  /**
   * Handles a frame of the desk's own kind (see docs/api.md, "From the server").
   * @param {Frame} frame
   * @returns {boolean} whether it was one
   */
  receive(frame) {
    switch (frame.type) {
      case 'ticket': this.upsert(frame.ticket); return true;
      case 'new_ticket': if (frame.summary) this.upsert(frame.summary); return true;
      case 'counts': {
        const { waiting, mine, pending, resolved, closed, all } = frame;
        this.counts = { waiting, mine, pending, resolved, closed, all };
        this.countedAt = ++this.revision;
        this.#tell('counts');
        return true;
      }
      case 'gone': this.#remove(frame.ticket_id); this.#tell('tickets'); return false;
      case 'marks': this.setMarks(frame.ticket_id, frame.marks); return false;
      default: return this.people.receive(frame);
    }
  }

  /**
   * Counts that came with a page. What was pushed since the page was asked for is newer.
   * @param {Counts|undefined} counts
   * @param {number} asOf revision when the page was asked for
   */
  setCounts(counts, asOf) {
    if (!counts || this.countedAt > asOf) return;
    this.counts = counts;
    this.#tell('counts');
  }

  /**
   * Says that a list is being read from its start. One that was read already stays as it is until the answer comes.
   * @param {ListName} list
   * @returns {number} the revision to hand to `fill`
   */
  begin(list) {
    if (this.pages[list].phase !== 'ready') this.pages[list] = { ...this.pages[list], phase: 'loading' };
    this.#tell('tickets');
    return this.revision;
  }

  /**
   * Says that the next page of a list is being read.
   * @param {ListName} list
   */
  beginMore(list) {
    this.pages[list] = { ...this.pages[list], phase: 'loading' };
    this.#tell('tickets');
  }

  /** @param {ListName} list */
  fail(list) {
    this.pages[list] = { ...this.pages[list], phase: 'failed' };
    this.#tell('tickets');
  }

  /**
   * Takes in a list's first page. What was believed to stand in that range and is not in the page has left the list
   * while nobody told us (a lost connection): it is forgotten, unless it changed after the page was asked for.
   * @param {ListName} list
   * @param {Ticket[]} tickets
   * @param {string|undefined} next
   * @param {number} asOf revision when the page was asked for
   */
  fill(list, tickets, next, asOf) {
    const boundary = next ? tickets[tickets.length - 1] : undefined;
    const there = new Set(tickets.map((ticket) => ticket.ticket_id));
    const index = this.indexes[list];
    for (const { ticket_id: id } of index.rows.slice(0, boundary && index.upTo(boundary))) {
      if (!there.has(id) && (this.touched.get(id) ?? 0) <= asOf) this.#remove(id);
    }
    this.#putAll(tickets);
    this.pages[list] = { phase: 'ready', next, boundary };
    this.#tell('tickets');
  }

  /**
   * Takes in a further page.
   * @param {ListName} list
   * @param {Ticket[]} tickets
   * @param {string|undefined} next
   */
  extend(list, tickets, next) {
    this.#putAll(tickets);
    const boundary = next ? tickets[tickets.length - 1] ?? this.pages[list].boundary : undefined;
    this.pages[list] = { phase: 'ready', next, boundary };
    this.#tell('tickets');
  }

  /** After a lost connection no list can be trusted before it is read again. Rows stay until then. */
  distrust() {
    for (const list of LIST_NAMES) this.pages[list] = { ...this.pages[list], phase: 'idle' };
    this.people.viewing.clear();
    this.#tell('tickets');
  }

  /**
   * How many rows of a list have been read.
   * @param {ListName} list
   */
  count(list) {
    const { boundary } = this.pages[list];
    return boundary ? this.indexes[list].upTo(boundary) : this.indexes[list].rows.length;
  }

  /**
   * The rows of a list, in order, as far as it has been read.
   * @param {ListName} list
   * @returns {Ticket[]}
   */
  rows(list) {
    return this.indexes[list].rows.slice(0, this.count(list));
  }

  /**
   * Their ids: the same array as long as they are the same, so that whoever paints sees that nothing has moved.
   * @param {ListName} list
   * @returns {readonly string[]}
   */
  ids(list) {
    const { version } = this.indexes[list];
    const { boundary } = this.pages[list];
    const known = this.known.get(list);
    if (known && known.version === version && known.boundary === boundary) return known.ids;
    let ids = this.rows(list).map((row) => row.ticket_id);
    if (known && known.ids.length === ids.length && known.ids.every((id, place) => id === ids[place])) ids = known.ids;
    this.known.set(list, { version, boundary, ids });
    return ids;
  }

  /**
   * Whether a ticket stands in a list by now.
   * @param {string} id
   * @param {ListName} list
   */
  stands(id, list) {
    return this.indexes[list].holds(this.tickets.get(id));
  }

  /** @returns {readonly string[]} of what the search found, in the server's order */
  foundIds() {
    return this.search.ids.filter((id) => this.tickets.has(id));
  }

  /**
   * The tickets that changed last.
   * @param {number} most
   * @returns {Ticket[]}
   */
  newest(most) {
    const all = [this.indexes.all, this.indexes.closed].flatMap((index) => index.rows.slice(0, most));
    return all.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1)).slice(0, most);
  }

  /** The agent's own tickets that their absence paused. */
  paused() {
    return this.indexes.mine.rows.filter((ticket) => ticket.chat === 'paused');
  }

  /** @returns {Ticket[]} chats of the agent's own that are going on */
  live() {
    return this.indexes.mine.rows.filter((ticket) => ticket.chat === 'live');
  }

  /** @param {string} userId @returns {Ticket[]} the newest first */
  ofCustomer(userId) {
    return [...this.tickets.values()].filter((ticket) => ticket.user_id === userId).sort((a, b) => b.number - a.number);
  }
}
