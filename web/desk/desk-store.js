import { belongs, LIST_NAMES, order } from './lists.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./types.js').Counts} Counts */
/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').Frame} Frame */
/** @typedef {import('./types.js').StaffRef} StaffRef */
/** @typedef {'idle'|'loading'|'ready'|'failed'} Phase */

/**
 * @typedef {object} Page what is known of one list
 * @property {Phase} phase
 * @property {string|undefined} next cursor of the rows that have not been read
 * @property {Ticket|undefined} boundary the last row read as it was then; rows after it are left to the next page
 */

/**
 * @typedef {object} Search what was asked and found
 * @property {string} q
 * @property {string[]} ids
 * @property {string|undefined} next
 * @property {Phase} phase
 * @property {Map<string, import('./types.js').Hit>} hits where a ticket has what was asked for
 */

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
    /** @type {Map<string, number>} revision at which a ticket last changed */ this.touched = new Map();
    /** @type {Record<ListName, Page>} */
    this.pages = /** @type {any} */ (Object.fromEntries(LIST_NAMES.map((list) => [list, unread()])));
    /** @type {Counts|undefined} */ this.counts = undefined;
    this.countedAt = 0;
    /** @type {Map<string, import('./types.js').Colleague>} */ this.staff = new Map();
    /** @type {Map<string, boolean>} */ this.customers = new Map();
    /** @type {Map<string, StaffRef[]>} */ this.viewing = new Map();
    /** @type {Search} */
    this.search = { q: '', ids: [], next: undefined, phase: 'idle', hits: new Map() };
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
    this.tickets.set(ticket.ticket_id, ticket);
    this.touched.set(ticket.ticket_id, ++this.revision);
    return true;
  }

  /**
   * Folds an entry into the ticket's row at once. An entry that is not the very next one is left alone: the coalesced
   * `ticket` frame follows and has the whole state.
   * @param {Entry} entry
   */
  applyEntry(entry) {
    const known = this.tickets.get(entry.ticket_id);
    if (!known || entry.seq !== known.seq + 1) return false;
    return this.upsert(fold(known, entry));
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
      case 'staff':
        this.staff.set(frame.staff_id, { staff_id: frame.staff_id, name: frame.name, online: frame.online });
        this.#tell('people');
        return true;
      case 'user_presence':
        this.customers.set(frame.user_id, frame.online);
        this.#tell('people');
        return true;
      case 'viewing': {
        /** @type {StaffRef[]} */ const viewers = frame.staff;
        this.viewing.set(frame.ticket_id, viewers.filter((one) => one.staff_id !== this.me));
        this.#tell('viewing');
        return true;
      }
      case 'marks': this.setMarks(frame.ticket_id, frame.marks); return false;
      default: return false;
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
    for (const row of this.#members(list, boundary)) {
      const id = row.ticket_id;
      if (!there.has(id) && (this.touched.get(id) ?? 0) <= asOf) this.tickets.delete(id);
    }
    for (const ticket of tickets) this.#put(ticket);
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
    for (const ticket of tickets) this.#put(ticket);
    const boundary = next ? tickets[tickets.length - 1] ?? this.pages[list].boundary : undefined;
    this.pages[list] = { phase: 'ready', next, boundary };
    this.#tell('tickets');
  }

  /** After a lost connection no list can be trusted before it is read again. Rows stay until then. */
  distrust() {
    for (const list of LIST_NAMES) this.pages[list] = { ...this.pages[list], phase: 'idle' };
    this.viewing.clear();
    this.#tell('tickets');
  }

  /**
   * The rows of a list, in order, as far as it has been read.
   * @param {ListName} list
   * @returns {Ticket[]}
   */
  rows(list) {
    return this.#members(list, this.pages[list].boundary);
  }

  /** @param {ListName} list @param {Ticket|undefined} boundary */
  #members(list, boundary) {
    const compare = order(list);
    const rows = [];
    for (const ticket of this.tickets.values()) {
      if (belongs(ticket, list, this.me) && (!boundary || compare(ticket, boundary) <= 0)) rows.push(ticket);
    }
    return rows.sort(compare);
  }

  /** @param {string} q */
  beginSearch(q) {
    const same = this.search.q === q;
    const { ids, hits } = same ? this.search : { ids: [], hits: new Map() };
    this.search = { q, ids, hits, next: undefined, phase: q ? 'loading' : 'idle' };
    this.#tell('tickets');
  }

  /**
   * A late answer to an older question is dropped.
   * @param {string} q
   * @param {{tickets: Ticket[], next?: string, hits?: import('./types.js').Hit[]}} answer
   * @param {boolean} further it is a further page
   */
  fillSearch(q, { tickets, next, hits = [] }, further) {
    if (q !== this.search.q) return;
    for (const ticket of tickets) this.#put(ticket);
    const known = new Map(further ? this.search.hits : []);
    for (const hit of hits) known.set(hit.ticket_id, hit);
    const ids = tickets.map((ticket) => ticket.ticket_id);
    const all = further ? [...new Set([...this.search.ids, ...ids])] : ids;
    this.search = { q, ids: all, next, phase: 'ready', hits: known };
    this.#tell('tickets');
  }

  /** @param {string} q */
  failSearch(q) {
    if (q !== this.search.q) return;
    this.search = { ...this.search, phase: 'failed' };
    this.#tell('tickets');
  }

  /** @returns {Ticket[]} what the search found, in the server's order */
  found() {
    return this.search.ids.flatMap((id) => this.tickets.get(id) ?? []);
  }

  /** The agent's own tickets that their absence paused. */
  paused() {
    return [...this.tickets.values()].filter((ticket) => ticket.chat === 'paused' && belongs(ticket, 'mine', this.me));
  }

  /** @returns {Ticket[]} chats of the agent's own that are going on */
  live() {
    return [...this.tickets.values()].filter((ticket) => ticket.chat === 'live' && belongs(ticket, 'mine', this.me));
  }

  /** @param {string} userId @returns {Ticket[]} the newest first */
  ofCustomer(userId) {
    return [...this.tickets.values()].filter((ticket) => ticket.user_id === userId).sort((a, b) => b.number - a.number);
  }

  /** @param {import('./types.js').Colleague[]} agents */
  setStaff(agents) {
    for (const { staff_id, name, online } of agents) this.staff.set(staff_id, { staff_id, name, online });
    this.#tell('people');
  }

  /** @param {string|undefined} staffId */
  isOnline(staffId) {
    return staffId !== undefined && this.staff.get(staffId)?.online === true;
  }

  /** @param {string} userId @param {boolean} online */
  setCustomer(userId, online) {
    this.customers.set(userId, online);
    this.#tell('people');
  }
}

/**
 * The fold of docs/api.md over a ticket's row.
 * @param {Ticket} ticket
 * @param {Entry} entry
 * @returns {Ticket}
 */
export function fold(ticket, entry) {
  /** @type {Ticket} */
  const next = { ...ticket, seq: entry.seq, updated_at: entry.at };
  switch (entry.type) {
    case 'assigned':
      next.assignee = { staff_id: entry.staff_id, name: entry.staff_name };
      next.chat = 'live';
      break;
    case 'unassigned':
      delete next.assignee;
      next.chat = 'waiting';
      break;
    case 'staff_offline': next.chat = 'paused'; break;
    case 'status':
      next.status = entry.status;
      if (entry.status === 'resolved') next.chat = 'ended';
      else if (entry.status === 'closed') next.chat = 'closed';
      else if (entry.was === 'resolved') {
        next.chat = 'waiting';
        delete next.assignee;
      }
      break;
    case 'priority': next.priority = entry.priority; break;
    case 'rated': next.rating = { score: entry.score, ...(entry.comment ? { comment: entry.comment } : {}) }; break;
    case 'follow_up': next.follow_up = entry.to; break;
    case 'message': next.preview = { from: entry.from, text: entry.text, at: entry.at }; break;
    default: break;
  }
  const waits = next.chat === 'waiting' || next.chat === 'paused';
  if (!waits) delete next.waiting_since;
  else if (next.chat !== ticket.chat) next.waiting_since = entry.at;
  return next;
}
