// A customer's ticket: head, status in words, conversation, composer or what stands in its place. Thin over Customer.
// Events out: `openticket` (detail: {ticket_id}).

import { Conversation } from './conversation.js';
import { draw, h, PATHS, setText, toast } from './dom.js';
import { errorWords } from './errors.js';
import { t } from './i18n.js';
import { characters, TEXT_CHARACTERS } from './limits.js';
import { keeps } from './storage.js';
import { discard, retry } from './unsent.js';

const TALLEST_PX = 144;
const NEW = 'new';

/** @typedef {import('./customer.js').Customer} Customer */
/** @typedef {import('./types.js').TicketState} TicketState */

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

/**
 * @param {TicketState} s
 * @param {boolean|null} anybodyThere
 */
function queueLine(s, anybodyThere) {
  const q = s.queue;
  if (anybodyThere === false) return t('line.waiting.offline');
  if (!q) return t(anybodyThere ? 'line.waiting' : 'line.arrived');
  const { position, estimate_seconds: seconds } = q;
  const place = ['first', 'second', 'third'][position - 1] ?? 'many';
  const time = seconds === null ? '' : t('line.queue.time', { n: Math.max(1, Math.round(seconds / 60)) });
  return t(`line.queue.${place}`, { position, time });
}

export class TicketView extends HTMLElement {
  /**
   * Made by `new` only, never by markup.
   * @param {Customer} customer
   * @param {{leading?: Element|null, trailing?: Element|null, heading?: string, level?: 1|2, toPortal?: (e: Event) =>
   *   void,
   *   panel: () => Promise<typeof import('./ticket-panel.js').paintPanel>}} options what stands before the number, at
   * the end of the
   *   head, and in the number's place before there is one; the heading's level; the way to a page of one's own, where
   * this is not it;
   *   what loads ticket-panel.js
   */
  constructor(customer, options) {
    super();
    this.customer = customer;
    this.heading = options.heading ?? '';
    this.loadPanel = options.panel;
    this.toPortal = options.toPortal ?? null;
    /** what is painted; null: nothing yet @type {string|null} */ this.key = null;
    this.leaving = false;
    this.askingEmail = false;
    this.score = 0;
    this.visible = true;
    this.painter = () => this.paint();

    this.number = h('div', {
      class: 'tk-number', role: 'heading', 'aria-level': options.level ?? 2, data: { testid: 'ticket-number' },
    });
    this.badge = h('span', { class: 'badge', data: { testid: 'ticket-status' } });
    this.head = h('header', { class: 'tk-head' }, options.leading,
      h('div', { class: 'tk-title' }, this.number, this.badge), options.trailing);
    this.line = h('p', { class: 'tk-line', role: 'status', data: { testid: 'status-line' } });
    this.spinner = h('span', { class: 'spin', 'aria-hidden': 'true' });
    this.trouble = h('span');
    this.connection = h('div', { class: 'banner', role: 'status', hidden: true, data: { testid: 'connection' } },
      this.spinner, this.trouble);
    this.welcome = h('div', { class: 'tk-welcome' });
    this.conversation = new Conversation();
    this.panel = h('div', { class: 'tk-panel', hidden: true });
    this.field = h('textarea', {
      class: 'input', rows: '1', 'aria-label': t('compose.label'), dir: 'auto', autocomplete: 'off',
      enterkeyhint: 'send', data: { testid: 'composer-input' },
      oninput: () => {
        customer.drafts.set(this.draftKey, this.field.value);
        this.#grow();
        this.#paintSend();
        if (this.field.value.trim()) customer.typing();
      },
      onkeydown: (/** @type {KeyboardEvent} */ e) => {
        if (e.key !== 'Enter' || e.shiftKey || e.isComposing || matchMedia('(pointer: coarse)').matches) return;
        e.preventDefault();
        this.#send();
      },
    });
    this.sendButton = h('button', {
      class: 'btn primary icon tk-send', type: 'submit', 'aria-label': t('compose.send'),
      data: { testid: 'composer-send' },
    }, draw(PATHS.send));
    this.problem = h('p', { class: 'problem', id: 'composer-problem', hidden: true });
    this.hint = h('p', { class: 'tk-hint', hidden: true });
    this.composer = h('form', {
      class: 'tk-composer', data: { testid: 'composer' },
      onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); this.#send(); },
    },
      this.hint, h('div', { class: 'tk-row' }, this.field, this.sendButton), this.problem);

    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      this.conversation.addEventListener(name, (e) => act(/** @type {CustomEvent} */ (e).detail));
    on('retry', ({ client_id }) => retry(customer, client_id));
    on('discard', ({ client_id }) => discard(customer, client_id));
    on('older', ({ before }) => customer.book.older(customer.current ?? '', before));
    on('seen', ({ seq }) => { if (customer.current) customer.book.seen(customer.current, seq); });
    on('openticket', ({ ticket_id }) => this.goTo(ticket_id));
    customer.addEventListener('refused', (e) => toast(errorWords(/** @type {CustomEvent} */ (e).detail)));
  }

  connectedCallback() {
    if (!this.head.isConnected) this.append(this.head, this.connection, this.line, this.welcome, this.conversation,
      this.panel, this.composer);
    this.customer.addEventListener('change', this.painter);
    this.paint();
  }

  disconnectedCallback() { this.customer.removeEventListener('change', this.painter); }

  get draftKey() {
    return this.customer.current ?? NEW;
  }

  /** @param {string|null} id null: to ask something new */
  goTo(id) { this.dispatchEvent(new CustomEvent('openticket', { detail: { ticket_id: id } })); }

  /**
   * True while a person can see the conversation (a widget that is open).
   * @param {boolean} value
   */
  setVisible(value) {
    this.visible = value;
    this.paint();
  }

  /** Opens the composer on purpose, to leave a message while the chat is paused. */
  leave() {
    this.leaving = true;
    this.field.value = this.customer.drafts.get(this.draftKey);
    this.paint();
    this.#grow();
    this.focusComposer();
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
    const over = characters(text) - TEXT_CHARACTERS;
    this.sendButton.disabled = this.field.disabled || !text || over > 0;
    const { problem } = this;
    problem.hidden = over <= 0;
    setText(problem, over > 0 ? t('compose.too_long', { n: over }) : '');
    this.field.setAttribute('aria-invalid', String(over > 0));
    if (over > 0) this.field.setAttribute('aria-describedby', 'composer-problem');
    else this.field.removeAttribute('aria-describedby');
  }

  #send() {
    const { customer } = this;
    const text = this.field.value.trim();
    if (!text || this.field.disabled || characters(text) > TEXT_CHARACTERS) return;
    const key = this.draftKey;
    const offline = this.leaving && customer.may.has('leave_message');
    if (!customer.say(text, { offline })) return toast(t('compose.full'));
    this.field.value = '';
    customer.drafts.set(key, '');
    this.leaving = false;
    this.#grow();
    this.#paintSend();
    this.conversation.stuck = true;
    this.focusComposer();
  }

  paint() {
    if (!this.isConnected) return;
    const { customer, conversation, line, badge, number, panel, welcome } = this;
    const id = customer.current;
    const s = customer.state;
    const pending = customer.pending;
    if (this.key !== (id ?? '')) {
      const created = this.key?.startsWith('new:') && s;
      if (!created) { conversation.reset(); this.leaving = false; this.score = 0; panel.dataset.shows = ''; }
      this.key = id ?? '';
      if (!created || !this.field.value) this.field.value = customer.drafts.get(this.draftKey);
      queueMicrotask(() => this.#grow());
    }

    const creating = Boolean(id?.startsWith('new:')) || (Boolean(s) && !s?.number);
    const fresh = !id;
    const sure = !id || customer.now.isSure(id) || s?.chat === 'closed';
    this.classList.toggle('fresh', fresh);
    welcome.hidden = !fresh;
    line.hidden = fresh || (!s && !creating) || (customer.now.lineDown && s?.chat !== 'closed');
    const known = s?.number ? s : id ? customer.book.summaries.get(id) : null;
    badge.hidden = fresh || (!known && !creating) || !sure;
    if (fresh) {
      this.#paintWelcome();
      setText(number, this.heading || t('ticket.new'));
    } else {
      setText(number, known?.number ? t('ticket.number', { number: known.number }) : t('ticket.new'));
    }
    if (!fresh) {
      const failed = creating && pending.some((i) => i.state === 'failed');
      const status = creating || !known ? { key: 'status.sending', tone: failed ? 'bad' : '' } : statusOf(known);
      setText(badge, failed ? t('msg.failed') : t(status.key));
      badge.dataset.tone = status.tone;
      if (known) {
        badge.dataset.status = known.status;
        badge.dataset.chat = known.chat;
      } else { delete badge.dataset.status; delete badge.dataset.chat; }
      line.dataset.chat = (sure && s?.chat) || '';
      this.#paintLine(creating ? null : s, failed, sure);
    }
    conversation.hidden = fresh;
    conversation.me = customer.identity?.me.id ?? '';
    conversation.lineDown = customer.now.lineDown;
    conversation.visible = this.visible;
    if (!fresh) conversation.update(s ?? null, pending);
    this.#paintConnection();
    this.#paintPanel(s);
    this.#paintComposer(s, fresh || creating, Boolean(s) || fresh || creating);
  }

  /**
   * @param {TicketState|null} s
   * @param {boolean} failed
   * @param {boolean} sure
   */
  #paintLine(s, failed, sure) {
    const { line } = this;
    const name = s?.assignee?.name ?? t('someone');
    const there = this.customer.now.anybodyThere;
    let text = failed ? t('line.failed') : t('line.sending');
    if (s && !sure) text = t('line.catching_up');
    else if (s) {
      if (s.chat === 'waiting') text = queueLine(s, there);
      else if (s.chat === 'live') text = t(s.status === 'pending' ? 'line.pending' : 'line.live', { name });
      else if (s.chat === 'paused') text = t(
        there === null ? 'line.paused' : there ? 'line.paused.others' : 'line.paused.nobody', { name });
      else text = t(s.chat === 'ended' ? 'line.ended' : 'line.closed');
    }
    if (line.textContent === text && line.dataset.queue === String(s?.chat === 'waiting')) return;
    line.dataset.queue = String(s?.chat === 'waiting');
    line.replaceChildren(h('span', { text, data: s?.chat === 'waiting' ? { testid: 'queue' } : {} }));
  }

  #paintWelcome() {
    const { customer, welcome } = this;
    const greeting = customer.now.greeting || t('ask.title');
    const there = customer.now.anybodyThere;
    const shows = `${greeting}|${there}`;
    if (welcome.dataset.shows === shows) return;
    welcome.dataset.shows = shows;
    const presence = there === null ? null : h('p', {
      class: 'tk-there', data: { testid: 'there', there: String(there) }, text: t(there ? 'ask.there' : 'ask.nobody'),
    });
    welcome.replaceChildren(h('h2', { dir: 'auto', text: greeting }), presence ?? '', h('p', { text: t('ask.hint') }));
  }

  #paintConnection() {
    const { customer } = this;
    const banner = this.connection;
    const offline = navigator.onLine === false;
    if (!customer.now.lineDown) { banner.hidden = true; return; }
    banner.dataset.state = offline ? 'offline' : 'reconnecting';
    this.spinner.hidden = offline;
    setText(this.trouble, t(offline ? 'net.offline' : 'net.reconnecting'));
    banner.hidden = false;
  }

  /**
   * What stands above or instead of the composer.
   * @param {TicketState|null} s
   */
  #paintPanel(s) {
    const { panel } = this;
    const { customer } = this;
    const { may } = customer;
    const isOver = s?.number && (may.has('rate') || !may.has('message'));
    const isAlone = customer.now.anybodyThere === false && (!customer.current || s?.chat === 'waiting');
    const isLost = customer.current && !keeps(customer.storage);
    panel.hidden = !(isOver || isAlone || isLost) || (this.leaving && may.has('leave_message'));
    if (panel.hidden) panel.dataset.shows = '';
    else {
      // Without a network it cannot be had: the next paint tries again.
      this.loadPanel().then((paintPanel) => {
        if (customer.state === s && !panel.hidden) paintPanel(this, panel, s);
      }, () => {});
    }
  }

  /**
   * @param {TicketState|null} s
   * @param {boolean} asking
   * @param {boolean} known
   */
  #paintComposer(s, asking, known) {
    const chat = asking ? '' : s?.chat ?? '';
    const { may } = this.customer;
    const leaving = this.leaving && may.has('leave_message');
    const locked = !known || !(asking || leaving || may.has('message') || may.has('follow_up'));
    const { composer, field: f } = this;
    composer.classList.toggle('locked', locked);
    if (f.disabled !== locked) f.disabled = locked;
    const words = !this.customer.current ? 'ask.placeholder' : chat === 'closed' ? 'compose.follow.placeholder'
      : leaving ? 'compose.leave.placeholder' : chat === 'ended' ? 'compose.ended' : chat === 'live' ? 'compose.live'
      : 'compose.waiting';
    const down = this.customer.now.lineDown && (chat === 'live' || chat === 'waiting');
    // The panel says why nothing can be added.
    const placeholder = s?.read_only ? '' : t(
      !known ? 'msg.loading' : locked ? 'compose.locked' : down ? 'compose.down' : words);
    if (f.placeholder !== placeholder) f.placeholder = placeholder;
    this.#paintHint(chat && may.has('follow_up') ? s : null, leaving);
    this.#paintSend();
  }

  /**
   * What becomes of the words, where that is not what one would think.
   * @param {TicketState|null} closed
   * @param {boolean} leaving
   */
  #paintHint(closed, leaving) {
    const { hint } = this;
    const number = closed?.follow_up
      && (closed.follow_up_number ?? this.customer.book.summaries.get(closed.follow_up)?.number);
    const words = leaving ? t('compose.leave.hint') : closed ? t(number ? 'compose.follow.on' : 'compose.follow',
      { number: number || '' }) : '';
    hint.hidden = !words;
    if (hint.firstChild?.textContent === words) return;
    hint.replaceChildren();
    if (words) hint.append(h('span', { text: words }));
    if (leaving) hint.append(h('button', {
      class: 'link', type: 'button', text: t('compose.leave.cancel'),
      onclick: () => { this.leaving = false; this.paint(); },
    }));
  }
}

customElements.define('beckon-ticket', TicketView);
