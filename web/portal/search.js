// The portal's search over one's own tickets, and a filter by status. It tells the list what to show.

import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { LIST_ROWS, QUERY_CHARACTERS } from '/shared/limits.js';

const PAUSE_MS = 250;
const STATUSES = ['', 'open', 'pending', 'resolved', 'closed'];

/** @typedef {import('/shared/tickets.js').Found} Found */

export class TicketSearch {
  /**
   * @param {import('/shared/customer.js').Customer} customer
   * @param {import('/shared/tickets.js').TicketList} list
   */
  constructor(customer, list) {
    this.customer = customer;
    this.list = list;
    this.asked = 0;
    /** @type {any} */ this.timer = null;
    this.words = h('input', {
      class: 'input', type: 'search', maxlength: QUERY_CHARACTERS, autocomplete: 'off', dir: 'auto',
      'aria-label': t('search.label'), placeholder: t('search.words'), data: { testid: 'search' },
      oninput: () => this.#later(),
    });
    this.status = h('select', {
      class: 'input', 'aria-label': t('search.status'), data: { testid: 'search-status' },
      onchange: () => void this.#find(),
    },
      ...STATUSES.map((value) => h('option', {
        value, text: t(value ? `search.status.${value}` : 'search.status.any'),
      })));
    this.said = h('p', { class: 'search-said', role: 'status', data: { testid: 'search-said' } });
    this.element = h('form', {
      class: 'search', role: 'search', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); void this.#find(); },
    },
      h('div', { class: 'search-words' }, icon('search', 16), this.words), this.status, this.said);
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#find(), PAUSE_MS);
  }

  async #find() {
    clearTimeout(this.timer);
    const run = (this.asked += 1);
    const words = this.words.value.trim();
    const status = this.status.value;
    if (!words && !status) return this.#show(null, '');
    /** @type {Found|null} */ let found = null;
    try {
      const asked = new URLSearchParams({
        limit: String(LIST_ROWS), ...(words ? { q: words } : {}), ...(status ? { status } : {})
      });
      const { tickets, hits } = await this.customer.api.get(`/tickets?${asked}`);
      found = { tickets, hits: new Map((hits ?? []).map((/** @type {any} */ hit) => [hit.ticket_id, hit])), status };
    } catch { /* said below */ }
    // Only the newest question's answer counts.
    if (run !== this.asked) return;
    if (!found) return this.#say(t('search.failed'));
    this.#show(found, t('search.found', { n: found.tickets.length }));
  }

  /**
   * @param {Found|null} found
   * @param {string} words
   */
  #show(found, words) {
    this.list.found = found;
    this.list.paint();
    this.#say(words);
  }

  /** @param {string} words */
  #say(words) { setText(this.said, words); }
}
