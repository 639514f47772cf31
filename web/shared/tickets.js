// The customer's tickets as a list. Thin over Customer.

import { relative } from './ages.js';
import { h, setText } from './dom.js';
import { t } from './i18n.js';
import { isUnread } from './overview.js';
import { keeps } from './storage.js';
import { statusOf } from './ticket.js';
import { clock, full } from './time.js';

/** @typedef {import('./customer.js').Customer} Customer */

/**
 * What a search found, where (`Hit` of docs/api.md), and the status that was asked for.
 * @typedef {{tickets: any[], hits: Map<string, any>, status: string}} Found
 */

/**
 * A piece of text with what was looked for marked in it.
 * @param {{text: string, marks: Array<[number, number]>}} snippet
 */
function marked({ text, marks }) {
  const piece = h('span', { class: 'tl-preview tl-snippet', dir: 'auto', data: { testid: 'snippet' } });
  let from = 0;
  for (const [start, end] of marks) {
    piece.append(text.slice(from, start), h('mark', { text: text.slice(start, end) }));
    from = end;
  }
  piece.append(text.slice(from));
  return piece;
}

/** Event out: `choose` (detail: {ticket_id}). */
export class TicketList extends HTMLElement {
  /** @param {Customer} customer */
  constructor(customer) {
    super();
    this.customer = customer;
    /** @type {Map<string, {el: HTMLElement, mark: string}>} */ this.rows = new Map();
    // Instead of all, only these.
    /** @type {Found|null} */ this.found = null;
    this.painter = () => this.paint();
    this.list = h('ul', { class: 'tl-list', data: { testid: 'tickets-list' }, 'aria-label': t('ticket.list') });
    this.empty = h('div', { class: 'empty', hidden: true }, h('h2', { text: t('ticket.none') }),
      keeps(customer.storage) && h('p', { text: t('ticket.none.hint') }));
    this.asOf = h('p', { class: 'tl-as-of', hidden: true, data: { testid: 'as-of' } });
    this.loading = h('div', { class: 'tl-loading', 'aria-hidden': 'true' }, h('div', { class: 'skeleton' }),
      h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }));
  }

  connectedCallback() {
    if (!this.list.isConnected) this.append(this.asOf, this.loading, this.empty, this.list);
    this.customer.addEventListener('change', this.painter);
    this.ticking = setInterval(this.painter, 30_000); // “5 min” grows old
    this.paint();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
    this.customer.removeEventListener('change', this.painter);
  }

  paint() {
    const { customer, found } = this;
    const all = customer.tickets;
    // What was found is shown as it is now.
    const newest = new Map(found ? all.map((one) => [one.ticket_id, one]) : []);
    const tickets = found
      ? found.tickets.map((one) => newest.get(one.ticket_id) ?? one).filter(
        (one) => !found.status || one.status === found.status) : all;
    const down = customer.now.lineDown;
    this.asOf.hidden = !down || tickets.length === 0;
    setText(this.asOf, down ? t('list.as_of', { time: clock(customer.now.knownAt) }) : '');
    this.loading.hidden = customer.book.listed || tickets.length > 0;
    this.empty.hidden = !customer.book.listed || tickets.length > 0 || Boolean(found);
    this.list.hidden = tickets.length === 0;
    const ids = new Set(tickets.map((x) => x.ticket_id));
    for (const [id, { el }] of this.rows) if (!ids.has(id)) { el.remove(); this.rows.delete(id); }
    let place = this.list.firstElementChild;
    for (const ticket of tickets) {
      const unread = isUnread(ticket);
      const current = customer.current === ticket.ticket_id;
      const status = statusOf(ticket);
      const when = relative(ticket.updated_at);
      const mark = [
        status.key, ticket.subject, ticket.preview?.text, ticket.preview?.from, unread, current, when, down,
        JSON.stringify(found?.hits.get(ticket.ticket_id)?.snippet),
      ].join('|');
      let row = this.rows.get(ticket.ticket_id);
      if (!row) {
        const { ticket_id } = ticket;
        const choose = () => this.dispatchEvent(new CustomEvent('choose', { detail: { ticket_id } }));
        const data = { testid: 'ticket-row', ticket: ticket_id };
        row = { el: h('li', {}, h('button', { class: 'tl-row', type: 'button', data, onclick: choose })), mark: '' };
        this.rows.set(ticket.ticket_id, row);
      }
      if (row.mark !== mark) {
        row.mark = mark;
        const button = /** @type {HTMLElement} */ (row.el.firstElementChild);
        button.dataset.status = ticket.status;
        button.dataset.chat = ticket.chat;
        button.classList.toggle('unread', unread);
        if (current) button.setAttribute('aria-current', 'true'); else button.removeAttribute('aria-current');
        const p = ticket.preview;
        const snippet = found?.hits.get(ticket.ticket_id)?.snippet;
        button.replaceChildren(
          h('span', { class: 'tl-top' }, h('span', { class: 'tl-subject', dir: 'auto', text: ticket.subject }),
            h('time', { datetime: ticket.updated_at, title: full(ticket.updated_at), text: when })),
          snippet ? marked(snippet) : h('span', {
            class: 'tl-preview', dir: 'auto', text: p ? `${p.from === 'user' ? `${t('msg.you')}: ` : ''}${p.text}` : '',
          }),
          h('span', { class: 'tl-foot' }, h('span', {
            class: 'tl-number', text: `#${ticket.number}`,
          }), (!down || ticket.chat === 'closed') && h('span', {
            class: 'badge', data: { tone: status.tone }, text: t(status.key),
          }), unread && h('span', { class: 'tl-dot' }, h('span', { class: 'sr', text: t('ticket.unread') }))),
        );
      }
      if (row.el === place) place = place.nextElementSibling;
      else this.list.insertBefore(row.el, place);
    }
  }
}

customElements.define('beckon-tickets', TicketList);
