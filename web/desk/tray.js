import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

const TICK_MS = 250;

/**
 * In the corner, over what is there, so that nothing moves: what can still be taken back, and chats that an absence
 * paused. Events: `undo`, `pick` (detail: ticket id), `list` (detail: ListName).
 */
export class DeskTray extends HTMLElement {
  constructor() {
    super();
    /** @type {DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {Map<string, {el: HTMLElement, left: HTMLElement, undo: HTMLButtonElement}>} by client_id */
    this.cards = new Map();
    /** @type {number|undefined} */ this.timer = undefined;
  }

  connectedCallback() {
    this.changes = h('div', { class: 'tray-cards', role: 'status' });
    this.paused = h('div', { class: 'tray-card', role: 'status', hidden: true, 'data-testid': 'notice' });
    this.replaceChildren(this.changes, this.paused);
    this.paint();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  paint() {
    this.#paintChanges();
    this.#paintPaused();
    document.documentElement.style.setProperty('--tray', `${this.offsetHeight}px`);
  }

  #paintChanges() {
    const { session, cards, changes } = this;
    if (!changes) return;
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
      setText(card.left, seconds > 0 ? String(seconds) : '');
      card.undo.disabled = item.state !== 'queued';
      card.el.toggleAttribute('data-late', seconds <= 0 && !session.connected);
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
    this.changes?.append(el);
    return { el, left, undo };
  }

  #paintPaused() {
    const { session, paused } = this;
    if (!paused) return;
    const mine = session.able && !session.catchingUp ? session.store.paused() : [];
    const mark = mine.length === 1 ? mine[0].ticket_id : String(mine.length);
    if (paused.dataset.mark === mark) return;
    paused.dataset.mark = mark;
    paused.hidden = mine.length === 0;
    if (!mine.length) return;
    const one = mine.length === 1;
    const act = one ? () => this.dispatchEvent(new CustomEvent('pick', { detail: mine[0].ticket_id }))
      : () => this.dispatchEvent(new CustomEvent('list', { detail: 'mine' }));
    const words = one ? `${t('desk.pick.again')} #${mine[0].number}` : t('desk.notice.show');
    paused.replaceChildren(h('span', { class: 'tray-words', text: t('desk.notice.paused', { n: mine.length }) }),
      h('button', { class: 'btn small', type: 'button', text: words, onclick: act }));
  }
}

customElements.define('desk-tray', DeskTray);
