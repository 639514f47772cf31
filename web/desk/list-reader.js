/** @typedef {import('./types.js').ListName} ListName */

const PAGE_ROWS = 50;

/** Reads lists, searches and people over HTTP into the store. */
export class ListReader {
  /**
   * @param {import('/shared/api.js').Api} api
   * @param {import('./desk-store.js').DeskStore} store
   */
  constructor(api, store) {
    this.api = api;
    this.store = store;
    /** @type {ListName} the one on screen */ this.list = 'waiting';
  }

  /** @param {ListName} list */
  show(list) {
    this.list = this.store.shown = list;
    if (this.store.pages[list].phase === 'idle' || this.store.pages[list].phase === 'failed') void this.loadList(list);
  }

  /** Reads again what is on screen. */
  async refresh() {
    const q = this.store.search.q;
    await Promise.all([this.loadList(this.list), q ? this.#seek(q, false) : null]);
  }

  /** @param {ListName} list */
  async loadList(list) {
    const asOf = this.store.begin(list);
    try {
      const { tickets, next, counts } = await this.api.get(`/tickets?list=${list}&limit=${PAGE_ROWS}`);
      this.store.fill(list, tickets, next, asOf);
      this.store.setCounts(counts, asOf);
    } catch {
      this.store.fail(list);
    }
  }

  async more() {
    const search = this.store.search;
    if (search.q) {
      if (search.next) await this.#seek(search.q, true);
      return;
    }
    const list = this.list;
    const page = this.store.pages[list];
    if (!page.next || page.phase !== 'ready') return;
    this.store.beginMore(list);
    try {
      const cursor = encodeURIComponent(page.next);
      const { tickets, next } = await this.api.get(`/tickets?list=${list}&limit=${PAGE_ROWS}&cursor=${cursor}`);
      this.store.extend(list, tickets, next);
    } catch {
      this.store.fail(list);
    }
  }

  /** @param {string} q */
  async search(q) {
    this.store.search.begin(q);
    if (q) await this.#seek(q, false);
  }

  /** @param {string} q @param {boolean} further */
  async #seek(q, further) {
    const cursor = further && this.store.search.next ? `&cursor=${encodeURIComponent(this.store.search.next)}` : '';
    try {
      const answer = await this.api.get(`/tickets?q=${encodeURIComponent(q)}&limit=${PAGE_ROWS}${cursor}`);
      this.store.search.fill(q, answer, further);
    } catch {
      this.store.search.fail(q);
    }
  }

  async loadStaff() {
    try {
      const { agents } = await this.api.get('/agents');
      this.store.people.setStaff(agents.filter((/** @type {any} */ agent) => !agent.disabled));
    } catch {
      // The `staff` frames bring them as well.
    }
  }

  /** @param {string} userId @returns {Promise<import('./types.js').Customer|null>} */
  async customer(userId) {
    try {
      const id = encodeURIComponent(userId);
      const [customer, { tickets }] = await Promise.all([
        this.api.get(`/customers/${id}`), this.api.get(`/tickets?user=${id}&limit=20`),
      ]);
      this.store.people.setCustomer(userId, customer.online);
      for (const ticket of tickets) this.store.upsert(ticket);
      return customer;
    } catch {
      return null;
    }
  }

  /** @param {string} number @returns {Promise<string|null>} */
  async find(number) {
    for (const ticket of this.store.tickets.values()) if (String(ticket.number) === number) return ticket.ticket_id;
    try {
      const { ticket } = await this.api.get(`/tickets/${encodeURIComponent(number)}`);
      this.store.upsert(ticket);
      return ticket.ticket_id;
    } catch {
      return null;
    }
  }
}
