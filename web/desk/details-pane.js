import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { initials } from '/shared/text.js';
import { clock, day, format, full } from '/shared/time.js';
import { standing } from './standing.js';
import { soon } from './paint.js';
import { allowed } from './rules.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {import('./types.js').Customer} Customer */

const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
const CUSTOMERS_KEPT = 50;
const CUSTOMER_RETRY_MS = 30_000;

/** The customer and the ticket's fields. Events: `back`, `openticket` (detail: ticket id). */
export class DeskDetailsPane extends HTMLElement {
  constructor() {
    super();
    /** @type {DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {Map<string, Customer|null>} */ this.customers = new Map();
    this.paint = soon(() => this.#paint());
  }

  connectedCallback() {
    this.priority = h('select', { class: 'input select', id: 'ticket-priority', 'data-testid': 'priority' });
    for (const value of PRIORITIES) this.priority.append(h('option', { value, text: t(`desk.priority.${value}`) }));
    this.priority.addEventListener('change', async () => {
      const id = this.session.openId;
      const select = /** @type {HTMLSelectElement} */ (this.priority);
      if (id && !(await this.session.act({ type: 'set_priority', ticket_id: id, priority: select.value }))) this.paint();
    });
    this.avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
    this.name = h('h2', { class: 'customer-name', dir: 'auto' });
    this.online = h('span', { class: 'customer-online', 'data-testid': 'customer-online' });
    this.mail = h('a', { class: 'customer-mail', dir: 'auto' });
    this.since = h('p', { class: 'customer-since' });
    const field = (/** @type {string} */ key, /** @type {HTMLElement} */ value) => h('div', { class: 'fact' }, h('dt', { text: t(key) }), h('dd', {}, value));
    this.status = h('span');
    this.assignee = h('span', { dir: 'auto' });
    this.number = h('span');
    this.created = h('time');
    this.rating = h('span');
    this.comment = h('p', { class: 'rating-comment', dir: 'auto' });
    this.ratingFact = field('desk.field.rating', h('div', {}, this.rating, this.comment));
    this.others = h('ul', { class: 'others' });
    this.body = h('div', { class: 'details-body' },
      h('section', { class: 'customer', 'aria-label': t('desk.customer') }, this.avatar, h('div', { class: 'customer-words' }, this.name, this.online, this.mail, this.since)),
      h('section', { 'aria-label': t('desk.fields') }, h('dl', { class: 'facts' },
        field('desk.field.status', this.status),
        h('div', { class: 'fact' }, h('dt', {}, h('label', { for: 'ticket-priority', text: t('desk.field.priority') })), h('dd', {}, this.priority)),
        field('desk.field.assignee', this.assignee), field('desk.field.number', this.number), field('desk.field.created', this.created), this.ratingFact)),
      h('section', { 'aria-label': t('desk.others') }, h('h3', { class: 'details-title', text: t('desk.others') }), this.others));
    const back = h('button', { class: 'btn small quiet only-medium', type: 'button', 'data-testid': 'details-back', onclick: () => this.dispatchEvent(new CustomEvent('back')) }, icon('back', 16), t('desk.conversation'));
    this.replaceChildren(h('div', { class: 'details-head' }, back), this.body);
    this.session.addEventListener('change', this.paint);
    this.session.store.addEventListener('change', this.paint);
    this.#paint();
  }

  disconnectedCallback() {
    this.session.removeEventListener('change', this.paint);
    this.session.store.removeEventListener('change', this.paint);
  }

  /** @param {string} id */
  #load(id) {
    if (this.customers.has(id) || !this.session.connected) return;
    this.customers.set(id, null);
    for (const oldest of this.customers.keys()) {
      if (this.customers.size <= CUSTOMERS_KEPT) break;
      this.customers.delete(oldest);
    }
    void this.session.reader.customer(id).then((customer) => {
      if (customer) this.customers.set(id, customer);
      else setTimeout(() => this.customers.delete(id), CUSTOMER_RETRY_MS);
      if (customer) this.paint();
    });
  }

  #paint() {
    const { session } = this;
    const state = session.openPhase === 'ready' && session.state?.seq ? session.state : undefined;
    const ticket = state ?? session.row;
    const body = /** @type {HTMLElement} */ (this.body);
    body.hidden = !ticket;
    if (!ticket || !this.priority || !this.name || !this.avatar || !this.online || !this.mail || !this.since || !this.status || !this.assignee || !this.number || !this.created || !this.rating || !this.comment || !this.ratingFact) return;
    this.#load(ticket.user_id);
    const customer = this.customers.get(ticket.user_id);
    const name = ticket.user_name || t('someone');
    setText(this.avatar, initials(name));
    setText(this.name, name);
    const online = session.store.customers.get(ticket.user_id) ?? customer?.online;
    const known = session.connected && online !== undefined;
    this.online.dataset.online = known ? String(online) : 'unknown';
    setText(this.online, t(!known ? 'desk.customer.unknown' : online ? 'desk.customer.online' : 'desk.customer.offline'));
    this.mail.hidden = !customer?.email;
    if (customer?.email) {
      setText(this.mail, customer.email);
      this.mail.href = `mailto:${encodeURIComponent(customer.email).replace('%40', '@')}`;
    }
    setText(this.since, customer ? t('desk.customer.since', { date: format('long', { dateStyle: 'long' }).format(new Date(customer.created_at)) }) : '');
    setText(this.status, t(standing(ticket, session.connected).words));
    if (this.priority.value !== ticket.priority && document.activeElement !== this.priority) this.priority.value = ticket.priority;
    else if (this.priority.value !== ticket.priority) this.priority.value = ticket.priority;
    this.priority.disabled = !allowed(ticket, session.me).has('set_priority') || !session.online || !session.connected;
    setText(this.assignee, ticket.assignee ? ticket.assignee.name : t('desk.nobody'));
    setText(this.number, `#${ticket.number}`);
    setText(this.created, t('desk.at', { day: day(ticket.created_at), time: clock(ticket.created_at) }));
    this.created.dateTime = ticket.created_at;
    this.created.title = full(ticket.created_at);
    this.ratingFact.hidden = !ticket.rating;
    setText(this.rating, ticket.rating ? t('desk.rating', { score: ticket.rating.score }) : '');
    setText(this.comment, ticket.rating?.comment ?? '');
    this.#paintOthers(ticket);
  }

  /** @param {{ticket_id: string, user_id: string}} ticket */
  #paintOthers(ticket) {
    const host = /** @type {HTMLElement} */ (this.others);
    const others = this.session.store.ofCustomer(ticket.user_id).filter((other) => other.ticket_id !== ticket.ticket_id);
    const mark = others.map((other) => `${other.ticket_id} ${other.seq}`).join(' ') + document.documentElement.lang;
    if (host.dataset.mark === mark) return;
    host.dataset.mark = mark;
    if (!others.length) return host.replaceChildren(h('li', { class: 'others-none', text: t('desk.others.none') }));
    host.replaceChildren(...others.map((other) => h('li', {}, h('button', { class: 'other', type: 'button', onclick: () => this.dispatchEvent(new CustomEvent('openticket', { detail: other.ticket_id })) },
      h('span', { class: 'other-subject', dir: 'auto', text: other.subject }), h('span', { class: 'other-facts', text: `#${other.number} · ${t(standing(other).words)}` })))));
  }
}

customElements.define('desk-details-pane', DeskDetailsPane);
