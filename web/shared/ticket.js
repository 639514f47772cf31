// A customer's ticket: head, status in words, conversation, composer or what stands in its place. Thin over Customer.
// Events out: `openticket` (detail: {ticket_id}).

import './conversation.js';
import { Customer } from './customer.js';
import { h, icon, setText, toast } from './dom.js';
import { has, t } from './i18n.js';
import { full, relative } from './time.js';

const LONGEST = 8_000;
const TALLEST_PX = 144;
const NEW = 'new';

/** @typedef {import('./reducer.js').TicketState} TicketState */

/**
 * The badge of a ticket.
 * @param {{status: string, chat: string}} ticket
 * @returns {{key: string, tone: string}}
 */
export function statusOf({ status, chat }) {
  if (status === 'closed') return { key: 'status.closed', tone: '' };
  if (status === 'resolved') return { key: 'status.resolved', tone: 'good' };
  if (chat === 'paused') return { key: 'status.paused', tone: 'warn' };
  if (status === 'pending') return { key: 'status.pending', tone: 'warn' };
  return chat === 'live' ? { key: 'status.live', tone: 'good' } : { key: 'status.waiting', tone: 'accent' };
}

/** @param {TicketState} s */
function queueLine(s) {
  const q = s.queue;
  if (!q) return t('line.waiting');
  if (!q.staff_online) return t('line.waiting.offline');
  const place = ['', 'first', 'second', 'third'][q.position] ?? 'many';
  const n = q.estimate_seconds === null ? 0 : Math.max(1, Math.round(q.estimate_seconds / 60));
  return t(`line.queue.${place || 'many'}${n ? '.time' : ''}`, { position: q.position, n });
}

export class TicketView extends HTMLElement {
  constructor() {
    super();
    /** @type {Customer|null} */ this.customer = null;
    /** @type {Element|null} stands before the number */ this.leading = null;
    /** @type {Element|null} stands at the end of the head */ this.trailing = null;
    this.key = '';
    this.leaving = false;
    this.following = false;
    this.score = 0;
    this.visible = true;
    this.painter = () => this.paint();
    this.built = false;
  }

  connectedCallback() {
    if (!this.built) this.#build();
    this.customer?.addEventListener('change', this.painter);
    this.paint();
  }

  disconnectedCallback() { this.customer?.removeEventListener('change', this.painter); }

  #build() {
    this.built = true;
    const customer = /** @type {Customer} */ (this.customer);
    this.number = h('h2', { class: 'tk-number', data: { testid: 'ticket-number' } });
    this.badge = h('span', { class: 'badge', data: { testid: 'ticket-status' } });
    this.head = h('header', { class: 'tk-head' }, this.leading, h('div', { class: 'tk-title' }, this.number, this.badge), this.trailing);
    this.line = h('p', { class: 'tk-line', role: 'status', data: { testid: 'status-line' } });
    this.connection = h('div', { class: 'banner', role: 'status', hidden: true, data: { testid: 'connection' } }, h('span', { class: 'spin', 'aria-hidden': 'true' }), h('span'));
    this.welcome = h('div', { class: 'tk-welcome' });
    this.conversation = /** @type {import('./conversation.js').Conversation} */ (document.createElement('beckon-conversation'));
    this.conversation.addEventListener('retry', (e) => customer.outbox.retry(/** @type {CustomEvent} */ (e).detail.client_id));
    this.conversation.addEventListener('discard', (e) => {
      const id = /** @type {CustomEvent} */ (e).detail.client_id;
      const item = customer.outbox.items.find((i) => i.client_id === id);
      customer.outbox.discard(id);
      if (item?.frame.type === 'create_ticket') {
        customer.setDraft(NEW, item.frame.text);
        customer.open(null);
      }
    });
    this.conversation.addEventListener('older', (e) => customer.older(customer.current ?? '', /** @type {CustomEvent} */ (e).detail.before));
    this.conversation.addEventListener('seen', (e) => { if (customer.current) customer.seen(customer.current, /** @type {CustomEvent} */ (e).detail.seq); });
    this.conversation.addEventListener('openticket', (e) => this.#goTo(/** @type {CustomEvent} */ (e).detail.ticket_id));
    this.panel = h('div', { class: 'tk-panel', hidden: true });

    this.input = h('textarea', {
      class: 'input', rows: '1', id: 'composer-input', 'aria-label': t('compose.label'), dir: 'auto', autocomplete: 'off', enterkeyhint: 'send', data: { testid: 'composer-input' },
      oninput: () => { customer.setDraft(this.draftKey, this.field.value); this.#grow(); this.#paintSend(); if (this.field.value.trim()) customer.typing(); },
      onkeydown: (/** @type {KeyboardEvent} */ e) => {
        if (e.key !== 'Enter' || e.shiftKey || e.isComposing || matchMedia('(pointer: coarse)').matches) return;
        e.preventDefault();
        this.#send();
      },
    });
    this.sendButton = h('button', { class: 'btn primary icon tk-send', type: 'submit', 'aria-label': t('compose.send'), data: { testid: 'composer-send' } }, icon('send'));
    this.problem = h('p', { class: 'problem', id: 'composer-problem', hidden: true });
    this.hint = h('p', { class: 'tk-hint', hidden: true });
    this.composer = h('form', { class: 'tk-composer', data: { testid: 'composer' }, onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); this.#send(); } },
      this.hint, h('div', { class: 'tk-row' }, this.input, this.sendButton), this.problem);
    this.append(this.head, this.connection, this.line, this.welcome, this.conversation, this.panel, this.composer);
    customer.addEventListener('refused', (e) => this.#refused(/** @type {CustomEvent} */ (e).detail));
  }

  get field() { return /** @type {HTMLTextAreaElement} */ (this.input); }

  get draftKey() {
    const id = this.customer?.current;
    return id ? (this.following ? `follow:${id}` : id) : NEW;
  }

  /** @param {string} code */
  #refused(code) { toast(has(`err.${code}`) ? t(`err.${code}`) : t('err.unknown')); }

  /** @param {string} id */
  #goTo(id) { this.dispatchEvent(new CustomEvent('openticket', { detail: { ticket_id: id } })); }

  /**
   * True while a person can see the conversation (a widget that is open).
   * @param {boolean} value
   */
  setVisible(value) {
    this.visible = value;
    if (this.conversation) {
      this.conversation.visible = value;
      this.paint();
    }
  }

  focusComposer() { if (!this.field.disabled && this.offsetParent) this.field.focus({ preventScroll: true }); }

  #grow() {
    const f = this.field;
    f.style.setProperty('height', 'auto');
    f.style.setProperty('height', `${Math.min(TALLEST_PX, f.scrollHeight + 2)}px`);
    f.style.setProperty('overflow-y', f.scrollHeight > TALLEST_PX ? 'auto' : 'hidden');
  }

  #paintSend() {
    const text = this.field.value.trim();
    const over = [...text].length - LONGEST;
    /** @type {HTMLButtonElement} */ (this.sendButton).disabled = this.field.disabled || !text || over > 0;
    const problem = /** @type {HTMLElement} */ (this.problem);
    problem.hidden = over <= 0;
    setText(problem, over > 0 ? t('compose.too_long', { n: over }) : '');
    this.field.setAttribute('aria-invalid', String(over > 0));
    if (over > 0) this.field.setAttribute('aria-describedby', 'composer-problem');
    else this.field.removeAttribute('aria-describedby');
  }

  #send() {
    const customer = /** @type {Customer} */ (this.customer);
    const text = this.field.value.trim();
    if (!text || this.field.disabled || [...text].length > LONGEST) return;
    const key = this.draftKey;
    const offline = this.leaving && customer.state?.chat === 'paused';
    if (!customer.say(text, { offline })) return toast(t('compose.full'));
    this.field.value = '';
    customer.setDraft(key, '');
    this.leaving = false;
    this.#grow();
    this.#paintSend();
    /** @type {import('./conversation.js').Conversation} */ (this.conversation).stuck = true;
    this.focusComposer();
  }

  paint() {
    const { customer, conversation, line, badge, number, composer, panel, welcome } = this;
    if (!this.built || !customer || !conversation || !line || !badge || !number || !composer || !panel || !welcome) return;
    const id = customer.current;
    const s = customer.state;
    const pending = customer.pending;
    if (this.key !== (id ?? '')) {
      const created = this.key.startsWith('new:') && s;
      if (!created) { conversation.reset(); this.leaving = this.following = false; this.score = 0; panel.dataset.shows = ''; }
      this.key = id ?? '';
      if (!created || !this.field.value) this.field.value = customer.draft(this.draftKey);
      queueMicrotask(() => this.#grow());
    }

    const creating = Boolean(id?.startsWith('new:')) || (Boolean(s) && !s?.number);
    const fresh = !id;
    welcome.hidden = !fresh;
    conversation.hidden = fresh;
    line.hidden = fresh || (!s && !creating);
    badge.hidden = fresh || (!s && !creating);
    if (fresh) {
      welcome.replaceChildren(h('h3', { dir: 'auto', text: customer.inbox.greeting || t('ask.title') }), h('p', { text: t('ask.hint') }));
      setText(number, customer.inbox.name || t('ticket.new'));
    } else {
      const known = s?.number ? s : customer.summaries.get(id);
      setText(number, known?.number ? t('ticket.number', { number: known.number }) : t('ticket.new'));
    }
    if (!fresh) {
      const failed = creating && pending.some((i) => i.state === 'failed');
      const status = creating || !s ? { key: 'status.sending', tone: failed ? 'bad' : '' } : statusOf(s);
      setText(badge, failed ? t('msg.failed') : t(status.key));
      badge.dataset.tone = status.tone;
      if (s?.number) { badge.dataset.status = s.status; badge.dataset.chat = s.chat; } else { delete badge.dataset.status; delete badge.dataset.chat; }
      line.dataset.chat = s?.chat ?? '';
      this.#paintLine(creating ? null : s, failed);
    }
    conversation.me = customer.identity?.me.id ?? '';
    conversation.visible = this.visible;
    if (!fresh) conversation.update(s ?? null, pending);
    this.#paintConnection();
    this.#paintPanel(s);
    this.#paintComposer(s, fresh || creating, Boolean(s) || fresh || creating);
  }

  /**
   * @param {TicketState|null} s
   * @param {boolean} failed
   */
  #paintLine(s, failed) {
    const line = /** @type {HTMLElement} */ (this.line);
    const name = s?.assignee?.name ?? t('someone');
    let text = failed ? t('line.failed') : t('line.sending');
    if (s) {
      if (s.chat === 'waiting') text = queueLine(s);
      else if (s.chat === 'live') text = t(s.status === 'pending' ? 'line.pending' : 'line.live', { name });
      else if (s.chat === 'paused') text = t('line.paused', { name });
      else text = t(s.chat === 'ended' ? 'line.ended' : 'line.closed');
    }
    if (line.textContent === text && line.dataset.queue === String(s?.chat === 'waiting')) return;
    line.dataset.queue = String(s?.chat === 'waiting');
    line.replaceChildren(h('span', { text, data: s?.chat === 'waiting' ? { testid: 'queue' } : {} }));
  }

  #paintConnection() {
    const customer = /** @type {Customer} */ (this.customer);
    const banner = /** @type {HTMLElement} */ (this.connection);
    const offline = navigator.onLine === false;
    const trouble = offline || customer.connection === 'reconnecting';
    if (!trouble) { banner.hidden = true; return; }
    banner.dataset.state = offline ? 'offline' : 'reconnecting';
    /** @type {HTMLElement} */ (banner.firstElementChild).hidden = offline;
    setText(/** @type {Element} */ (banner.lastElementChild), t(offline ? 'net.offline' : 'net.reconnecting'));
    banner.hidden = false;
  }

  /**
   * What stands above or instead of the composer.
   * @param {TicketState|null} s
   */
  #paintPanel(s) {
    const customer = /** @type {Customer} */ (this.customer);
    const panel = /** @type {HTMLElement} */ (this.panel);
    const rated = Boolean(s?.rating) || customer.pending.some((i) => i.frame.type === 'rate');
    const going = customer.pending.find((i) => i.frame.type === 'set_status')?.frame.status ?? '';
    const what = !s?.number ? '' : s.chat === 'ended' ? 'ended' : s.chat === 'closed' ? 'closed' : s.chat === 'paused' ? 'paused' : '';
    const shows = what && [s?.ticket_id, what, rated, s?.rating?.score, this.score, going, this.leaving, this.following, s?.follow_up, customer.inbox.leave_message].join('|');
    panel.hidden = !what || (what === 'paused' && this.leaving) || (what === 'closed' && this.following);
    if (panel.dataset.shows === shows) return;
    const comment = /** @type {HTMLTextAreaElement|null} */ (panel.querySelector('textarea'))?.value ?? '';
    const focused = document.activeElement instanceof HTMLElement && panel.contains(document.activeElement) ? document.activeElement.dataset.testid : '';
    panel.dataset.shows = shows;
    panel.replaceChildren();
    if (!s || !what) return;
    if (what === 'paused') {
      panel.append(h('p', { class: 'tk-locked' }, icon('lock', 16), h('span', { text: t('compose.paused', { name: s.assignee?.name ?? t('someone') }) })));
      if (customer.inbox.leave_message) panel.append(h('button', { class: 'btn', type: 'button', text: t('compose.leave'), data: { testid: 'leave-message' }, onclick: () => { this.leaving = true; this.paint(); this.focusComposer(); } }));
    }
    if (what === 'ended') {
      panel.append(h('p', { class: 'tk-question', text: t('end.title') }), h('div', { class: 'tk-buttons' },
        h('button', { class: 'btn', type: 'button', disabled: Boolean(going), text: t('end.reopen'), data: { testid: 'reopen' }, onclick: () => customer.setStatus('open') }),
        h('button', { class: 'btn primary', type: 'button', disabled: Boolean(going), text: t('end.close'), data: { testid: 'close-ticket' }, onclick: () => customer.setStatus('closed') })));
    }
    if (what === 'ended' || what === 'closed') panel.append(rated ? h('p', { class: 'tk-thanks', text: t('rate.thanks') }) : this.#rating(comment));
    if (what === 'closed') {
      const to = s.follow_up;
      if (to) panel.append(h('p', { class: 'tk-thanks' }, `${t('ticket.followed', { number: s.follow_up_number ?? customer.summaries.get(to)?.number ?? '' })} `, h('button', { class: 'link', type: 'button', text: t('ticket.open_it'), onclick: () => this.#goTo(to) })));
      panel.append(h('button', { class: 'btn primary wide', type: 'button', text: t('ask.new'), data: { testid: 'ask-new' }, onclick: () => {
        this.following = true;
        this.field.value = customer.draft(this.draftKey);
        this.paint();
        this.focusComposer();
      } }));
    }
    if (focused) /** @type {HTMLElement|null} */ (panel.querySelector(`[data-testid="${focused}"]`))?.focus();
  }

  /** @param {string} comment what was written already */
  #rating(comment) {
    const customer = /** @type {Customer} */ (this.customer);
    const marks = h('div', { class: 'tk-stars', role: 'group', 'aria-label': t('rate.title') });
    for (let n = 1; n <= 5; n += 1) {
      marks.append(h('button', {
        class: `tk-star${n <= this.score ? ' on' : ''}`, type: 'button', 'aria-pressed': String(n === this.score), 'aria-label': `${n} – ${t(`rate.${n}`)}`, title: t(`rate.${n}`),
        data: { testid: `rate-${n}` }, onclick: () => { this.score = n; this.paint(); },
      }, icon('star', 24)));
    }
    const box = h('form', { class: 'tk-rating', data: { testid: 'rating' }, onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); customer.rate(this.score, field.value.trim().slice(0, 1_000)); } },
      h('span', { class: 'label', text: t('rate.title') }), marks);
    const field = h('textarea', { class: 'input', rows: '2', maxlength: '1000', dir: 'auto', 'aria-label': t('rate.comment'), placeholder: t('rate.comment'), data: { testid: 'rate-comment' } });
    field.value = comment;
    if (this.score) box.append(field, h('button', { class: 'btn', type: 'submit', text: t('rate.submit'), data: { testid: 'rate-submit' } }));
    return box;
  }

  /**
   * @param {TicketState|null} s
   * @param {boolean} asking
   * @param {boolean} known
   */
  #paintComposer(s, asking, known) {
    const chat = asking ? '' : s?.chat ?? '';
    const following = chat === 'closed' && this.following;
    const locked = !known || chat === 'ended' || (chat === 'closed' && !following) || (chat === 'paused' && !this.leaving);
    const composer = /** @type {HTMLElement} */ (this.composer);
    const hint = /** @type {HTMLElement} */ (this.hint);
    const f = this.field;
    composer.hidden = locked && (chat === 'ended' || chat === 'closed');
    composer.classList.toggle('locked', locked);
    if (f.disabled !== locked) f.disabled = locked;
    const words = !this.customer?.current ? 'ask.placeholder' : following ? 'compose.follow' : chat === 'paused' ? 'compose.leave.placeholder' : chat === 'live' ? 'compose.live' : 'compose.waiting';
    const placeholder = t(locked && chat === 'paused' ? 'compose.locked' : words);
    if (f.placeholder !== placeholder) f.placeholder = placeholder;
    const special = (chat === 'paused' && this.leaving) || following;
    hint.hidden = !special;
    const shows = special ? (following ? 'follow' : 'leave') : '';
    if (hint.dataset.shows !== shows) {
      hint.dataset.shows = shows;
      hint.replaceChildren();
      if (special) {
        hint.append(h('span', { text: t(following ? 'compose.follow' : 'compose.leave.hint') }),
          h('button', { class: 'link', type: 'button', text: t('compose.leave.cancel'), onclick: () => { this.leaving = this.following = false; this.paint(); } }));
      }
    }
    this.#paintSend();
  }
}

/** The customer's tickets. Event out: `choose` (detail: {ticket_id}). */
export class TicketList extends HTMLElement {
  constructor() {
    super();
    /** @type {Customer|null} */ this.customer = null;
    /** @type {Map<string, {el: HTMLElement, mark: string}>} */ this.rows = new Map();
    this.painter = () => this.paint();
    this.list = h('ul', { class: 'tl-list', data: { testid: 'tickets-list' }, 'aria-label': t('ticket.list') });
    this.empty = h('div', { class: 'empty', hidden: true }, h('h3', { text: t('ticket.none') }), h('p', { text: t('ticket.none.hint') }));
    this.loading = h('div', { class: 'tl-loading', 'aria-hidden': 'true' }, h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }));
  }

  connectedCallback() {
    if (!this.list.isConnected) this.append(this.loading, this.empty, this.list);
    this.customer?.addEventListener('change', this.painter);
    this.paint();
  }

  disconnectedCallback() { this.customer?.removeEventListener('change', this.painter); }

  paint() {
    const customer = this.customer;
    if (!customer) return;
    const tickets = customer.tickets;
    this.loading.hidden = customer.listLoaded || tickets.length > 0;
    this.empty.hidden = !customer.listLoaded || tickets.length > 0;
    this.list.hidden = tickets.length === 0;
    const ids = new Set(tickets.map((x) => x.ticket_id));
    for (const [id, { el }] of this.rows) if (!ids.has(id)) { el.remove(); this.rows.delete(id); }
    let place = this.list.firstElementChild;
    for (const ticket of tickets) {
      const unread = Customer.isUnread(ticket);
      const current = customer.current === ticket.ticket_id;
      const status = statusOf(ticket);
      const when = relative(ticket.updated_at);
      const mark = [status.key, ticket.subject, ticket.preview?.text, ticket.preview?.from, unread, current, when].join('|');
      let row = this.rows.get(ticket.ticket_id);
      if (!row) {
        row = { el: h('li', {}, h('button', { class: 'tl-row', type: 'button', data: { testid: 'ticket-row', ticket: ticket.ticket_id }, onclick: () => this.dispatchEvent(new CustomEvent('choose', { detail: { ticket_id: ticket.ticket_id } })) })), mark: '' };
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
        button.replaceChildren(
          h('span', { class: 'tl-top' }, h('span', { class: 'tl-subject', dir: 'auto', text: ticket.subject }), h('time', { datetime: ticket.updated_at, title: full(ticket.updated_at), text: when })),
          h('span', { class: 'tl-preview', dir: 'auto', text: p ? `${p.from === 'user' ? `${t('msg.you')}: ` : ''}${p.text}` : '' }),
          h('span', { class: 'tl-foot' }, h('span', { class: 'tl-number', text: `#${ticket.number}` }), h('span', { class: 'badge', data: { tone: status.tone }, text: t(status.key) }), unread && h('span', { class: 'tl-dot' }, h('span', { class: 'sr', text: t('ticket.unread') }))),
        );
      }
      if (row.el === place) place = place.nextElementSibling;
      else this.list.insertBefore(row.el, place);
    }
  }
}

customElements.define('beckon-ticket', TicketView);
customElements.define('beckon-tickets', TicketList);
