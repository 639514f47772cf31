import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

const TICK_MS = 250;

/**
 * In the corner, over what is there, so that nothing moves: what can still be taken back, and chats that an absence
 * paused. Events: `undo`, `pick` (detail: ticket id), `list` (detail: ListName).
 */
export class DeskTray extends HTMLElement {
  /** @param {DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {Map<string, {el: HTMLElement, left: HTMLElement, undo: HTMLButtonElement}>} by client_id */
    this.cards = new Map();
    /** @type {number|undefined} */ this.timer = undefined;
    /** @type {Map<string, HTMLElement>} changes that a customer's message overtook, by ticket */ this.told = new Map();
    /** @type {ReadonlySet<string>} paused tickets that were shown and waved away */ this.waved = new Set();
    this.changes = h('div', { class: 'tray-cards', role: 'status' });
    this.paused = h('div', { class: 'tray-card', role: 'status', hidden: true, 'data-testid': 'notice' });
    // What lies under it leaves room for it.
    this.resizer = new ResizeObserver(() => {
      document.documentElement.style.setProperty('--tray', `${this.offsetHeight}px`);
    });
  }

  connectedCallback() {
    this.replaceChildren(this.changes, this.paused);
    this.resizer.observe(this);
    this.paint();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.resizer.disconnect();
  }

  paint() {
    this.#paintChanges();
    this.#paintOvertaken();
    this.#paintPaused();
  }

  #paintChanges() {
    const { session, cards, changes } = this;
    const items = session.statuses.all;
    const there = new Set(items.map((item) => item.client_id));
    for (const [id, card] of cards) {
      if (there.has(id)) continue;
      card.el.remove();
      cards.delete(id);
    }
    const now = Date.now();
    for (const item of items) {
      let card = cards.get(item.client_id);
      if (!card) cards.set(item.client_id, card = this.#create(item));
      const seconds = Math.ceil(((item.due ?? 0) - now) / 1000);
      setText(card.left, seconds > 0 && session.connected ? String(seconds) : '');
      card.undo.disabled = item.state !== 'queued';
      card.el.toggleAttribute('data-late', !session.connected);
    }
    if (items.length && this.timer === undefined) {
      this.timer = window.setInterval(() => this.#paintChanges(), TICK_MS);
    } else if (!items.length) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }

  /** @param {import('/shared/outbox.js').OutboxItem} item */
  #create(item) {
    const id = item.frame.ticket_id;
    const number = this.session.store.tickets.get(id)?.number ?? '';
    const left = h('span', { class: 'tray-left', 'aria-hidden': 'true' });
    const undo = h('button', {
      class: 'btn small', type: 'button', 'data-testid': 'undo', title: 'Z',
      onclick: () => this.dispatchEvent(new CustomEvent('undo', { detail: id })),
    }, t('desk.undo'));
    const el = h('div', { class: 'tray-card', 'data-testid': 'undo-card', 'data-ticket': id },
      h('span', { class: 'tray-words', text: t(`desk.doing.${item.frame.status}.number`, { number }) }), left,
      h('span', { class: 'tray-waits', text: t('desk.doing.waits') }), undo);
    this.changes.append(el);
    return { el, left, undo };
  }

  #paintOvertaken() {
    const { session, changes, told } = this;
    const { overtaken } = session.statuses;
    // wanted all the same elsewhere
    for (const id of overtaken.keys()) if (session.statuses.of(id)) overtaken.delete(id);
    for (const [id, el] of told) {
      if (overtaken.has(id)) continue;
      el.remove();
      told.delete(id);
    }
    for (const [id, { status, name }] of overtaken) {
      if (told.has(id)) continue;
      const vars = { name: name || t('someone'), number: session.store.tickets.get(id)?.number ?? '' };
      const el = h('div', { class: 'tray-card', 'data-testid': 'overtaken', 'data-ticket': id },
        h('span', { class: 'tray-words', text: t(`desk.overtaken.${status}`, vars) }),
        h('button', {
          class: 'btn small', type: 'button', 'data-testid': 'anyway', text: t(`desk.anyway.${status}`),
          onclick: () => session.statuses.anyway(id),
        }), this.#cross(() => session.statuses.forget(id)));
      told.set(id, el);
      changes.append(el);
    }
  }

  /** @param {() => void} away */
  #cross(away) {
    return h('button', {
      class: 'btn icon', type: 'button', 'aria-label': t('desk.notice.close'), title: t('desk.notice.close'),
      'data-testid': 'tray-close', onclick: away,
    }, icon('close', 16));
  }

  #paintPaused() {
    const { session, paused } = this;
    const all = session.able && !session.catchingUp ? session.store.paused() : [];
    // Waved away, they come back with the next one that is paused.
    const mine = all.every((ticket) => this.waved.has(ticket.ticket_id)) ? [] : all;
    const mark = mine.map((ticket) => ticket.ticket_id).join();
    if (paused.dataset.mark === mark) return;
    paused.dataset.mark = mark;
    paused.hidden = mine.length === 0;
    if (!mine.length) return;
    const one = mine.length === 1;
    const act = one ? () => this.dispatchEvent(new CustomEvent('pick', { detail: mine[0].ticket_id }))
      : () => this.dispatchEvent(new CustomEvent('list', { detail: 'mine' }));
    const words = one ? `${t('desk.pick.again')} #${mine[0].number}` : t('desk.notice.show');
    paused.replaceChildren(h('span', { class: 'tray-words', text: t('desk.notice.paused', { n: mine.length }) }),
      h('button', { class: 'btn small', type: 'button', text: words, onclick: act }),
      this.#cross(() => {
        this.waved = new Set(all.map((ticket) => ticket.ticket_id));
        this.paint();
      }));
  }
}

customElements.define('desk-tray', DeskTray);
