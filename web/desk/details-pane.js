import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { initials } from '/shared/text.js';
import { clock, day, format, full } from '/shared/time.js';
import { standing } from './standing.js';
import { soon } from './paint.js';
import { Recent } from './recent.js';
import { allowed } from './rules.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {import('./types.js').Customer} Customer */

const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
const CUSTOMERS_KEPT = 50;
const CUSTOMER_RETRY_MS = 30_000;

/** The customer and the ticket's fields. Events: `back`, `openticket` (detail: ticket id). */
export class DeskDetailsPane extends HTMLElement {
  /** @param {DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {Recent<string, Customer|null>} */ this.customers = new Recent(CUSTOMERS_KEPT);
    this.paint = soon(() => this.#paint());
    this.priority = h('select', { class: 'input select', id: 'ticket-priority', 'data-testid': 'priority' });
    for (const value of PRIORITIES) this.priority.append(h('option', { value, text: t(`desk.priority.${value}`) }));
    this.priority.addEventListener('change', async () => {
      const id = this.session.openId;
      if (!id) return;
      const done = await this.session.act({ type: 'set_priority', ticket_id: id, priority: this.priority.value });
      if (!done) this.paint();
    });
    this.avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
    this.name = h('h2', { class: 'customer-name', dir: 'auto' });
    this.online = h('span', { class: 'customer-online', 'data-testid': 'customer-online' });
    this.mail = h('a', { class: 'customer-mail', dir: 'auto' });
    this.unproven = h('span', {
      class: 'tag', 'data-tone': 'warn', hidden: true, 'data-testid': 'unverified',
      title: t('desk.customer.unverified.hint'), text: t('desk.customer.unverified'),
    });
    this.since = h('p', { class: 'customer-since' });
    const field = (/** @type {string} */ key, /** @type {HTMLElement} */ value) =>
      h('div', { class: 'fact' }, h('dt', { text: t(key) }), h('dd', {}, value));
    this.status = h('span');
    this.assignee = h('span', { dir: 'auto' });
    this.number = h('span');
    this.created = h('time');
    this.rating = h('span');
    this.comment = h('p', { class: 'rating-comment', dir: 'auto' });
    this.ratingFact = field('desk.field.rating', h('div', {}, this.rating, this.comment));
    this.others = h('ul', { class: 'others' });
    const priority = h('label', { for: 'ticket-priority', text: t('desk.field.priority') });
    const words = h('div', { class: 'customer-words' }, this.name, this.online,
      h('div', { class: 'customer-address' }, this.mail, this.unproven), this.since);
    this.body = h('div', { class: 'details-body' },
      h('section', { class: 'customer', 'aria-label': t('desk.customer') }, this.avatar, words),
      h('section', { 'aria-label': t('desk.fields') }, h('dl', { class: 'facts' },
        field('desk.field.status', this.status),
        h('div', { class: 'fact' }, h('dt', {}, priority), h('dd', {}, this.priority)),
        field('desk.field.assignee', this.assignee), field('desk.field.number', this.number),
        field('desk.field.created', this.created), this.ratingFact)),
      h('section', { 'aria-label': t('desk.others') },
        h('h3', { class: 'details-title', text: t('desk.others') }), this.others));
    this.back = h('button', {
      class: 'btn small quiet only-medium', type: 'button', 'data-testid': 'details-back',
      onclick: () => this.dispatchEvent(new CustomEvent('back')),
    }, icon('back', 16), t('desk.conversation'));
  }

  connectedCallback() {
    this.replaceChildren(h('div', { class: 'details-head' }, this.back), this.body);
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
    this.body.hidden = !ticket;
    if (!ticket) return;
    this.#load(ticket.user_id);
    this.#paintCustomer(ticket);
    this.#paintFacts(ticket);
    this.#paintOthers(ticket);
  }

  /** @param {{user_id: string, user_name: string}} ticket */
  #paintCustomer(ticket) {
    const { session, avatar, name, online, mail, since } = this;
    const customer = this.customers.get(ticket.user_id);
    const called = ticket.user_name || t('someone');
    setText(avatar, initials(called));
    setText(name, called);
    const there = session.store.people.customers.get(ticket.user_id) ?? customer?.online;
    const known = session.connected && there !== undefined;
    online.dataset.online = known ? String(there) : 'unknown';
    setText(online, t(`desk.customer.${!known ? 'unknown' : there ? 'online' : 'offline'}`));
    mail.hidden = !customer?.email;
    this.unproven.hidden = !customer?.email || customer.email_verified === true;
    if (customer?.email) {
      setText(mail, customer.email);
      mail.href = `mailto:${encodeURIComponent(customer.email).replace('%40', '@')}`;
    }
    const date = customer && format('long', { dateStyle: 'long' }).format(new Date(customer.created_at));
    setText(since, date ? t('desk.customer.since', { date }) : '');
  }

  /** @param {import('./types.js').Ticket|import('/shared/reducer.js').TicketState} ticket */
  #paintFacts(ticket) {
    const { session, status, priority, assignee, number, created, rating, comment, ratingFact } = this;
    setText(status, t(standing(ticket, session.connected).words));
    if (priority.value !== ticket.priority) priority.value = ticket.priority;
    priority.disabled = !session.able || !allowed(ticket, session.me).has('set_priority');
    setText(assignee, ticket.assignee ? ticket.assignee.name : t('desk.nobody'));
    setText(number, `#${ticket.number}`);
    setText(created, t('desk.at', { day: day(ticket.created_at), time: clock(ticket.created_at) }));
    created.dateTime = ticket.created_at;
    created.title = full(ticket.created_at);
    ratingFact.hidden = !ticket.rating;
    setText(rating, ticket.rating ? t('desk.rating', { score: ticket.rating.score }) : '');
    setText(comment, ticket.rating?.comment ?? '');
  }

  /** @param {{ticket_id: string, user_id: string}} ticket */
  #paintOthers(ticket) {
    const host = this.others;
    const all = this.session.store.ofCustomer(ticket.user_id);
    const others = all.filter((other) => other.ticket_id !== ticket.ticket_id);
    const mark = `${this.session.connected} ${others.map((other) => `${other.ticket_id} ${other.seq}`).join(' ')}`;
    if (host.dataset.mark === mark) return;
    host.dataset.mark = mark;
    if (!others.length) return host.replaceChildren(h('li', { class: 'others-none', text: t('desk.others.none') }));
    const { connected } = this.session;
    const state = (/** @type {import('./types.js').Ticket} */ other) => t(standing(other, connected).words);
    host.replaceChildren(...others.map((other) => h('li', {}, h('button', {
      class: 'other', type: 'button',
      onclick: () => this.dispatchEvent(new CustomEvent('openticket', { detail: other.ticket_id })),
    }, h('span', { class: 'other-subject', dir: 'auto', text: other.subject }),
    h('span', { class: 'other-facts', text: `#${other.number} · ${state(other)}` })))));
  }
}

customElements.define('desk-details-pane', DeskDetailsPane);
