import { h, setText } from '/shared/dom.js';
import { KeyedList } from '/shared/keyed-list.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { QUERY_CHARACTERS } from '/shared/limits.js';
import { HeldOrder } from './held-order.js';
import { LIST_NAMES } from './lists.js';
import { soon } from './paint.js';
import { Row } from './row.js';

/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./session.js').DeskSession} DeskSession */

const SEARCH_AFTER_MS = 180;
const TICK_MS = 1_000;
const SKELETON_ROWS = 5;
/** A pointer that rests for so long aims at nothing: what stands under it when the hand comes back is looked at. */
const POINTED_MS = 30_000;
/** After the order has changed under a resting pointer, a click was meant for what stood there before. */
const SETTLE_MS = 400;

/**
 * Lists, search and rows. Events: `open`, `pick` (detail: ticket id), `list` (detail: ListName), `search` (detail: what
 * is searched for; empty: no more).
 */
export class DeskListPane extends HTMLElement {
  /** @param {DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {readonly string[]} as they stand on the screen, in sight or not */ this.ids = [];
    /** @type {string|null} where j and k are */ this.cursor = null;
    this.held = new HeldOrder();
    this.shownList = '';
    this.news = 0;
    this.shiftedAt = -Infinity;
    this.paint = soon(() => this.#paint());
    /** @type {number|undefined} */ this.timer = undefined;
    /** @type {number|undefined} */ this.searchTimer = undefined;
    /** @type {number|undefined} */ this.pointTimer = undefined;
    /** @type {Promise<void>|undefined} */ this.seeking = undefined;
    this.title_ = h('h2', { class: 'rows-title', tabindex: '-1' });
    this.newsWords = h('span', { class: 'rows-news', role: 'status', 'data-testid': 'news' });
    this.rows = h('ol', { class: 'rows', 'aria-label': t('desk.tickets') });
    this.foot = h('div', { class: 'rows-foot' });
    this.scroller = h('div', { class: 'rows-scroll' }, this.rows, this.foot);
    this.scroller.addEventListener('scroll', () => {
      const s = this.scroller;
      if (s.scrollHeight - s.scrollTop - s.clientHeight < 400) void session.reader.more();
    }, { passive: true });
    /** @type {KeyedList<Row>} */
    this.list = new KeyedList({
      scroller: this.scroller, host: this.rows, make: (id) => this.#create(id), fill: (row, id) => this.#fill(row, id),
      lost: () => (this.list.rows.get(this.#tabStop() ?? '')?.open ?? this.input).focus({ preventScroll: true }),
    });
    this.#point(this.scroller);
    this.live = h('div', { class: 'sr', role: 'status' });
    /** @type {Record<string, {tab: HTMLButtonElement, count: HTMLElement}>} */ this.tabs = {};
    this.input = h('input', {
      class: 'input', type: 'search', 'data-testid': 'search', 'aria-label': t('desk.search'),
      placeholder: t('desk.search'), maxlength: QUERY_CHARACTERS, autocomplete: 'off', spellcheck: 'false',
    });
  }

  connectedCallback() {
    const { session } = this;
    const title = h('div', { class: 'rows-name' }, this.title_, this.newsWords);
    this.replaceChildren(this.#nav(), h('section', { class: 'rows-pane', 'aria-label': t('desk.tickets') },
      h('div', { class: 'rows-head' }, title, this.#searchBox()), this.scroller, this.live));
    session.store.addEventListener('change', this.paint);
    session.addEventListener('change', this.paint);
    this.timer = window.setInterval(() => this.#tick(), TICK_MS);
    this.list.start();
    this.#paint();
  }

  disconnectedCallback() {
    this.session.store.removeEventListener('change', this.paint);
    this.session.removeEventListener('change', this.paint);
    this.list.stop();
    clearInterval(this.timer);
    clearTimeout(this.pointTimer);
  }

  #nav() {
    const nav = h('nav', { class: 'lists', 'aria-label': t('desk.lists') });
    for (const list of LIST_NAMES) {
      const count = h('span', { class: 'lists-count', 'data-testid': 'count' });
      const choose = () => this.dispatchEvent(new CustomEvent('list', { detail: list }));
      const tab = h('button', { class: 'lists-tab', type: 'button', 'data-testid': `list-${list}`, onclick: choose },
        h('span', { text: t(`desk.list.${list}`) }), count);
      this.tabs[list] = { tab, count };
      nav.append(tab);
    }
    return nav;
  }

  #searchBox() {
    const { input } = this;
    input.addEventListener('input', () => {
      clearTimeout(this.searchTimer);
      this.searchTimer = window.setTimeout(() => void this.#seek(), SEARCH_AFTER_MS);
    });
    input.addEventListener('keydown', async (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
      event.preventDefault();
      await (this.searchTimer === undefined ? this.seeking : this.#seek()); // the answer, not what stood there before
      if (document.activeElement === input) this.move(0);
    });
    return h('div', { class: 'search' }, icon('search', 16), input, h('kbd', { 'aria-hidden': 'true', text: '/' }));
  }

  /**
   * As long as somebody points at the rows they keep their order.
   * @param {HTMLElement} area
   */
  #point(area) {
    const hold = (/** @type {number} */ ms) => {
      this.held.hold(this.ids);
      clearTimeout(this.pointTimer);
      this.pointTimer = window.setTimeout(() => this.#letGo(true), ms);
    };
    const over = (/** @type {PointerEvent} */ event) => { if (event.pointerType === 'mouse') hold(POINTED_MS); };
    area.addEventListener('pointerenter', over);
    area.addEventListener('pointermove', over);
    area.addEventListener('pointerdown', () => hold(POINTED_MS));
    area.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') this.#letGo(false);
      else hold(SETTLE_MS); // a finger has gone, its click is still on the way
    });
    area.addEventListener('click', (event) => {
      if (event.detail === 0 || event.timeStamp - this.shiftedAt > SETTLE_MS) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
  }

  /** @param {boolean} resting the pointer is still there */
  #letGo(resting) {
    clearTimeout(this.pointTimer);
    const before = this.ids;
    this.held.release();
    this.#paint();
    const moved = before.length !== this.ids.length || before.some((id, place) => id !== this.ids[place]);
    if (resting && moved) this.shiftedAt = performance.now();
  }

  /** @returns {readonly string[]} what is in the list */
  get wanted() {
    const { store, list } = this.session;
    return store.search.q ? store.foundIds() : store.ids(list);
  }

  /** Looks for what stands in the field. */
  #seek() {
    const q = this.input.value.trim();
    this.#find(q);
    this.dispatchEvent(new CustomEvent('search', { detail: q }));
    return this.seeking;
  }

  /** @param {string} q */
  #find(q) {
    clearTimeout(this.searchTimer);
    this.searchTimer = undefined;
    if (q !== this.session.store.search.q || q) this.seeking = this.session.reader.search(q);
  }

  /**
   * Searches for what the address names, which is then in the field.
   * @param {string} q empty: the search is over
   */
  seek(q) {
    // Who goes on writing is ahead of the address, which follows.
    const isWriting = this.searchTimer !== undefined && document.activeElement === this.input;
    if (this.session.store.search.q === q && (isWriting || this.input.value.trim() === q)) return;
    this.input.value = q;
    this.#find(q);
  }

  /** Whether something is being searched for, or about to be. */
  get searching() {
    return Boolean(this.input.value || this.session.store.search.q);
  }

  focusSearch() {
    this.input.focus();
    this.input.select();
  }

  /**
   * Empties the search.
   * @returns {boolean} whether there was one
   */
  clearSearch() {
    if (!this.searching) return false;
    this.input.value = '';
    void this.#seek();
    return true;
  }

  /**
   * Gives the focus back to where a ticket was opened, if it still stands there.
   * @param {string} id
   * @returns {boolean} whether it has the focus now
   */
  focusRow(id) {
    this.#paint(); // what is in the list by now, not with the next picture
    const open = this.list.reveal(id)?.open;
    open?.focus({ preventScroll: true });
    return open !== undefined && document.activeElement === open;
  }

  /**
   * Moves the cursor: +1, -1, or 0 to the first row.
   * @param {number} step
   */
  move(step) {
    this.#paint(); // what was found just now, not with the next picture
    const { ids } = this;
    if (!ids.length) return;
    const from = ids.indexOf(this.cursor ?? this.session.openId ?? '');
    const to = step === 0 || from < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, from + step));
    this.cursor = ids[to];
    this.list.reveal(this.cursor)?.open.focus({ preventScroll: true });
    this.#paint();
    if (to >= ids.length - 3) void this.session.reader.more();
  }

  #paint() {
    const { store, list } = this.session;
    for (const name of LIST_NAMES) {
      const { tab, count } = this.tabs[name];
      tab.setAttribute('aria-current', String(name === list && !store.search.q));
      setText(count, store.counts ? String(store.counts[name] ?? '') : '');
      tab.toggleAttribute('data-some', Boolean(store.counts?.[name]));
    }
    setText(this.title_, store.search.q ? t('desk.found') : t(`desk.list.${list}`));
    const shown = `${list} ${store.search.q}`;
    if (shown !== this.shownList) {
      this.held.release();
      this.scroller.scrollTop = 0;
    }
    this.shownList = shown;
    const { ids, news } = this.held.arrange(this.wanted);
    setText(this.newsWords, news ? t('desk.news', { n: news }) : '');
    this.ids = ids;
    if (this.cursor && !ids.includes(this.cursor)) this.cursor = null;
    this.list.pinned = this.#tabStop();
    const page = store.search.q ? store.search : store.pages[list];
    const total = page.next || page.phase !== 'ready' ? (!store.search.q && store.counts?.[list]) || -1 : ids.length;
    this.list.show(ids, total);
    this.#paintFoot(ids.length);
    this.#tick();
  }

  /** @returns {string|null} the row that Tab reaches */
  #tabStop() {
    const { openId } = this.session;
    return this.cursor ?? (openId && this.ids.includes(openId) ? openId : this.ids[0] ?? null);
  }

  /** @param {Row} row @param {string} id */
  #fill(row, id) {
    const { store, list } = this.session;
    const ticket = store.tickets.get(id);
    const there = store.search.q ? store.search.ids.includes(id) : store.stands(id, list);
    const stands = { tabStop: id === this.list.pinned, cursor: this.cursor === id, left: !there };
    if (ticket) row.fill(ticket, this.session, stands);
  }

  /** @param {string} id */
  #create(id) {
    return new Row(id, {
      open: () => {
        this.cursor = id;
        this.dispatchEvent(new CustomEvent('open', { detail: id }));
      },
      pick: () => this.dispatchEvent(new CustomEvent('pick', { detail: id })),
    });
  }

  /** Times go on by themselves. */
  #tick() {
    const now = Date.now();
    for (const [id, row] of this.list.rows) {
      const ticket = this.session.store.tickets.get(id);
      if (ticket) row.tick(ticket, now);
    }
  }

  /** @param {number} count */
  #paintFoot(count) {
    const { store, list, connection } = this.session;
    const page = store.search.q ? store.search : store.pages[list];
    const first = count === 0 && (page.phase === 'loading' || page.phase === 'idle');
    const empty = store.search.q ? 'nothing' : `empty-${list}`;
    const state = first ? (connection === 'reconnecting' ? 'away' : 'first')
      : page.phase === 'failed' ? 'failed' : count === 0 ? empty : page.next ? 'more' : 'end';
    const { foot } = this;
    const mark = `${state} ${page.phase} ${store.search.q}`;
    if (foot.dataset.mark === mark) return;
    foot.dataset.mark = mark;
    foot.replaceChildren(...this.#footOf(state, page.phase === 'loading'));
  }

  /** @param {string} state @param {boolean} loading @returns {Node[]} */
  #footOf(state, loading) {
    const { reader, store, list } = this.session;
    const say = (/** @type {string} */ head, /** @type {string} */ words) =>
      [h('div', { class: 'empty' }, h('h3', { text: head }), h('p', { dir: 'auto', text: words }))];
    switch (state) {
      case 'first': case 'away':
        return Array.from({ length: SKELETON_ROWS }, () => h('div', { class: 'row-skeleton', 'aria-hidden': 'true' },
          h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' })));
      case 'failed':
        return [h('div', { class: 'empty' }, h('p', { text: t('desk.list.failed') }), h('button', {
          class: 'btn small', type: 'button', text: t('desk.again'), onclick: () => void reader.refresh(),
        }))];
      case 'nothing': return say(t('desk.search.nothing'), t('desk.search.nothing.hint', { q: store.search.q }));
      case 'end': return [];
      case 'more':
        return [h('button', {
          class: 'btn small quiet wide', type: 'button', disabled: loading,
          text: t(loading ? 'desk.loading' : 'desk.more'), onclick: () => void reader.more(),
        })];
      default: return say(t(`desk.empty.${list}`), t(`desk.empty.${list}.hint`));
    }
  }

  focusTitle() {
    this.title_.focus({ preventScroll: true });
  }

  /** @param {string} words said to those who hear the page */
  say(words) {
    this.live.textContent = words;
  }
}

customElements.define('desk-list-pane', DeskListPane);
