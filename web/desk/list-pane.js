import { relative, stopwatch } from '/shared/ages.js';
import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { full } from '/shared/time.js';
import { LIST_NAMES } from './lists.js';
import { soon } from './paint.js';
import { pickable, repick } from './rules.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./session.js').DeskSession} DeskSession */

const SEARCH_AFTER_MS = 180;
const TICK_MS = 1_000;
const SKELETON_ROWS = 5;

/**
 * @typedef {object} RowParts
 * @property {HTMLLIElement} el
 * @property {HTMLButtonElement} open
 * @property {HTMLElement} name
 * @property {HTMLElement} number
 * @property {HTMLTimeElement} time
 * @property {HTMLElement} text
 * @property {HTMLElement} tags
 * @property {HTMLButtonElement} pick
 * @property {string} mark
 */

/**
 * Lists, search and rows. Events: `open` (detail: ticket id), `list` (detail: ListName).
 */
export class DeskListPane extends HTMLElement {
  constructor() {
    super();
    /** @type {DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {Map<string, RowParts>} */ this.parts = new Map();
    /** @type {string|null} where j and k are */ this.cursor = null;
    this.paint = soon(() => this.#paint());
    /** @type {number|undefined} */ this.timer = undefined;
    /** @type {number|undefined} */ this.searchTimer = undefined;
  }

  connectedCallback() {
    /** @type {Record<string, {tab: HTMLButtonElement, count: HTMLElement}>} */
    this.tabs = {};
    const nav = h('nav', { class: 'lists', 'aria-label': t('desk.lists') });
    for (const list of LIST_NAMES) {
      const count = h('span', { class: 'lists-count', 'data-testid': 'count' });
      const tab = h('button', { class: 'lists-tab', type: 'button', 'data-testid': `list-${list}`, onclick: () => this.dispatchEvent(new CustomEvent('list', { detail: list })) },
        h('span', { text: t(`desk.list.${list}`) }), count);
      this.tabs[list] = { tab, count };
      nav.append(tab);
    }
    this.input = h('input', { class: 'input', type: 'search', 'data-testid': 'search', 'aria-label': t('desk.search'), placeholder: t('desk.search'), maxlength: 200, autocomplete: 'off', spellcheck: 'false' });
    this.input.addEventListener('input', () => {
      clearTimeout(this.searchTimer);
      this.searchTimer = window.setTimeout(() => void this.session.reader.search(this.input?.value.trim() ?? ''), SEARCH_AFTER_MS);
    });
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'Enter') {
        event.preventDefault();
        this.move(0);
      }
    });
    this.title_ = h('h2', { class: 'rows-title' });
    this.rows = h('ol', { class: 'rows', 'aria-label': t('desk.tickets') });
    this.foot = h('div', { class: 'rows-foot' });
    this.scroller = h('div', { class: 'rows-scroll' }, this.rows, this.foot);
    this.scroller.addEventListener('scroll', () => {
      const s = /** @type {HTMLElement} */ (this.scroller);
      if (s.scrollHeight - s.scrollTop - s.clientHeight < 400) void this.session.reader.more();
    }, { passive: true });
    this.live = h('div', { class: 'sr', role: 'status' });
    const box = h('div', { class: 'search' }, icon('search', 16), this.input, h('kbd', { 'aria-hidden': 'true', text: '/' }));
    this.replaceChildren(nav, h('section', { class: 'rows-pane', 'aria-label': t('desk.tickets') }, h('div', { class: 'rows-head' }, this.title_, box), this.scroller, this.live));
    this.session.store.addEventListener('change', this.paint);
    this.session.addEventListener('change', this.paint);
    this.timer = window.setInterval(() => this.#tick(), TICK_MS);
    this.#paint();
  }

  disconnectedCallback() {
    this.session.store.removeEventListener('change', this.paint);
    this.session.removeEventListener('change', this.paint);
    clearInterval(this.timer);
  }

  /** @returns {Ticket[]} what is on screen */
  get visible() {
    const { store, list } = this.session;
    return store.search.q ? store.found() : store.rows(list);
  }

  focusSearch() {
    this.input?.focus();
    this.input?.select();
  }

  /**
   * Empties the search.
   * @returns {boolean} whether there was one
   */
  clearSearch() {
    if (!this.input || (!this.input.value && !this.session.store.search.q)) return false;
    this.input.value = '';
    clearTimeout(this.searchTimer);
    void this.session.reader.search('');
    return true;
  }

  /**
   * Gives the focus back to where a ticket was opened, if it still stands there.
   * @param {string} id
   */
  focusRow(id) {
    this.parts.get(id)?.open.focus({ preventScroll: true });
  }

  /**
   * Moves the cursor: +1, -1, or 0 to the first row.
   * @param {number} step
   */
  move(step) {
    const rows = this.visible;
    if (!rows.length) return;
    const from = rows.findIndex((row) => row.ticket_id === (this.cursor ?? this.session.openId));
    const to = step === 0 || from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step));
    this.cursor = rows[to].ticket_id;
    this.#paint();
    this.parts.get(this.cursor)?.open.focus({ preventScroll: true });
    this.parts.get(this.cursor)?.el.scrollIntoView({ block: 'nearest' });
    if (to >= rows.length - 3) void this.session.reader.more();
  }

  #paint() {
    const { store, list, openId } = this.session;
    for (const name of LIST_NAMES) {
      const { tab, count } = /** @type {any} */ (this.tabs)[name];
      const current = name === list && !store.search.q;
      tab.setAttribute('aria-current', String(current));
      setText(count, store.counts ? String(store.counts[name]) : '');
      tab.toggleAttribute('data-some', Boolean(store.counts?.[name]));
    }
    setText(/** @type {Element} */ (this.title_), store.search.q ? t('desk.found') : t(`desk.list.${list}`));
    const rows = this.visible;
    if (this.cursor && !rows.some((row) => row.ticket_id === this.cursor)) this.cursor = null;
    const tabStop = this.cursor ?? (rows.some((row) => row.ticket_id === openId) ? openId : rows[0]?.ticket_id);
    const host = /** @type {HTMLElement} */ (this.rows);
    let place = host.firstElementChild;
    const there = new Set();
    for (const ticket of rows) {
      there.add(ticket.ticket_id);
      let parts = this.parts.get(ticket.ticket_id);
      if (!parts) this.parts.set(ticket.ticket_id, parts = this.#create(ticket.ticket_id));
      this.#fill(parts, ticket, ticket.ticket_id === tabStop);
      if (parts.el === place) place = place.nextElementSibling;
      else host.insertBefore(parts.el, place);
    }
    for (const [id, parts] of this.parts) {
      if (there.has(id)) continue;
      const had = parts.el.contains(document.activeElement);
      parts.el.remove();
      this.parts.delete(id);
      if (had) this.input?.closest('section')?.querySelector('button')?.focus({ preventScroll: true });
    }
    this.#foot(rows.length);
    this.#tick();
  }

  /** @param {string} id @returns {RowParts} */
  #create(id) {
    const name = h('span', { class: 'row-name', dir: 'auto' });
    const number = h('span', { class: 'row-number' });
    const time = h('time', { class: 'row-time' });
    const text = h('span', { class: 'row-text', dir: 'auto' });
    const tags = h('span', { class: 'row-tags' });
    const open = h('button', { class: 'row-open', type: 'button', onclick: () => { this.cursor = id; this.dispatchEvent(new CustomEvent('open', { detail: id })); } },
      h('span', { class: 'row-line' }, name, number, time), h('span', { class: 'row-body' }, text, tags));
    const pick = h('button', { class: 'btn small row-pick', type: 'button', 'data-testid': 'row-pick', onclick: () => this.session.pick(id) });
    const el = h('li', { class: 'row', 'data-testid': 'ticket-row', 'data-ticket': id }, open, pick);
    return { el, open, name, number, time, text, tags, pick, mark: '' };
  }

  /** @param {RowParts} parts @param {Ticket} ticket @param {boolean} tabStop */
  #fill(parts, ticket, tabStop) {
    const { session } = this;
    const id = ticket.ticket_id;
    const me = session.me.id;
    const current = id === session.openId;
    const draft = session.drafts.has(id) && !current;
    const lost = session.lost.get(id);
    const picking = session.picking.has(id);
    const ready = session.online && session.connected;
    const mark = [ticket.seq, ticket.updated_at, ticket.status, ticket.chat, ticket.priority, ticket.assignee?.staff_id, ticket.assignee?.name, ticket.marks?.staff.seen,
      ticket.preview?.text, current, draft, lost, picking, ready, tabStop, this.cursor === id, session.list, session.store.search.q !== '', session.store.customers.get(ticket.user_id)].join('|');
    if (mark === parts.mark) return;
    parts.mark = mark;
    Object.assign(parts.el.dataset, { number: String(ticket.number), chat: ticket.chat, status: ticket.status, priority: ticket.priority });
    parts.el.toggleAttribute('data-cursor', this.cursor === id);
    if (current) parts.open.setAttribute('aria-current', 'true');
    else parts.open.removeAttribute('aria-current');
    parts.open.tabIndex = tabStop ? 0 : -1;
    setText(parts.name, ticket.user_name);
    parts.name.toggleAttribute('data-online', session.store.customers.get(ticket.user_id) === true);
    setText(parts.number, `#${ticket.number}`);
    const said = ticket.preview?.text ?? ticket.subject;
    setText(parts.text, ticket.preview?.from === 'staff' ? t('desk.row.staff', { text: said }) : said);
    const unread = ticket.assignee?.staff_id === me && ticket.chat !== 'ended' && ticket.preview?.from === 'user' && (ticket.marks?.staff.seen ?? 0) < ticket.seq && !current;
    parts.el.toggleAttribute('data-unread', unread);
    /** @type {Node[]} */ const tags = [];
    const tag = (/** @type {string} */ words, /** @type {string} */ tone = '') => tags.push(h('span', { class: 'tag', 'data-tone': tone || null, text: words }));
    if (unread) tag(t('desk.row.unread'), 'accent');
    if (ticket.priority === 'urgent') tag(t('desk.priority.urgent'), 'bad');
    else if (ticket.priority === 'high') tag(t('desk.priority.high'), 'warn');
    if (lost !== undefined) tag(t('desk.row.lost', { name: lost }), 'bad');
    else if (ticket.chat === 'paused') tag(t(ticket.assignee?.staff_id === me ? 'desk.row.paused.mine' : 'desk.row.paused', { name: ticket.assignee?.name ?? '' }), 'warn');
    else if (ticket.assignee && ticket.assignee.staff_id !== me && ticket.status !== 'resolved') tag(ticket.assignee.name);
    if (ticket.status === 'pending' && session.list !== 'pending') tag(t('desk.status.pending'));
    if (ticket.status === 'resolved' && session.list !== 'resolved') tag(t('desk.status.resolved'), 'good');
    if (ticket.status === 'closed') tag(t('desk.status.closed'));
    if (draft) tag(t('desk.row.draft'), 'note');
    parts.tags.replaceChildren(...tags);
    parts.tags.hidden = tags.length === 0;
    const again = repick(ticket, me);
    parts.pick.hidden = !pickable(ticket);
    parts.pick.disabled = !ready || picking;
    setText(parts.pick, t(picking ? 'desk.picking' : again ? 'desk.pick.again' : 'desk.pick'));
    parts.pick.setAttribute('aria-label', `${t(again ? 'desk.pick.again' : 'desk.pick')} #${ticket.number}`);
    parts.pick.title = ready ? '' : t('desk.pick.offline');
    parts.pick.tabIndex = tabStop ? 0 : -1;
  }

  /** Times go on by themselves. */
  #tick() {
    const now = Date.now();
    for (const [id, parts] of this.parts) {
      const ticket = this.session.store.tickets.get(id);
      if (!ticket) continue;
      const waits = ticket.waiting_since && pickable(ticket);
      const at = waits ? /** @type {string} */ (ticket.waiting_since) : ticket.updated_at;
      setText(parts.time, waits ? stopwatch(now - Date.parse(at)) : relative(at, now));
      parts.time.toggleAttribute('data-waits', Boolean(waits));
      if (parts.time.dateTime !== at) {
        parts.time.dateTime = at;
        parts.time.title = waits ? t('desk.row.since', { time: full(at) }) : full(at);
      }
    }
  }

  /** @param {number} count */
  #foot(count) {
    const { store, list, connection } = this.session;
    const page = store.search.q ? store.search : store.pages[list];
    const first = count === 0 && (page.phase === 'loading' || page.phase === 'idle');
    const state = first ? (connection === 'reconnecting' ? 'away' : 'first') : page.phase === 'failed' ? 'failed' : count === 0 ? (store.search.q ? 'nothing' : `empty-${list}`) : page.next ? 'more' : 'end';
    const foot = /** @type {HTMLElement} */ (this.foot);
    const mark = `${state} ${page.phase} ${store.search.q}`;
    if (foot.dataset.mark === mark) return;
    foot.dataset.mark = mark;
    if (state === 'first' || state === 'away') {
      foot.replaceChildren(...Array.from({ length: SKELETON_ROWS }, () => h('div', { class: 'row-skeleton', 'aria-hidden': 'true' }, h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }))));
    } else if (state === 'failed') {
      foot.replaceChildren(h('div', { class: 'empty' }, h('p', { text: t('desk.list.failed') }), h('button', { class: 'btn small', type: 'button', text: t('desk.again'), onclick: () => void this.session.reader.refresh() })));
    } else if (state === 'nothing') {
      foot.replaceChildren(h('div', { class: 'empty' }, h('h3', { text: t('desk.search.nothing') }), h('p', { dir: 'auto', text: t('desk.search.nothing.hint', { q: store.search.q }) })));
    } else if (count === 0) {
      foot.replaceChildren(h('div', { class: 'empty' }, h('h3', { text: t(`desk.empty.${list}`) }), h('p', { text: t(`desk.empty.${list}.hint`) })));
    } else if (state === 'more') {
      foot.replaceChildren(h('button', { class: 'btn small quiet wide', type: 'button', disabled: page.phase === 'loading', text: t(page.phase === 'loading' ? 'desk.loading' : 'desk.more'), onclick: () => void this.session.reader.more() }));
    } else {
      foot.replaceChildren();
    }
  }

  /** @param {string} words said to those who hear the page */
  say(words) {
    if (this.live) this.live.textContent = words;
  }
}

customElements.define('desk-list-pane', DeskListPane);
