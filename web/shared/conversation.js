// Paints a ticket's conversation. Holds no truth: `update(state, pending)` gives it all there is to show.
// Rows are keyed, so that a message more is one row more.
// Events out: `retry`, `discard` ({client_id}), `older`, `seen` ({seq}), `openticket` ({ticket_id}).

import { rowsOf, systemText } from './conversation-rows.js';
import { draw, h, PATHS, setText } from './dom.js';
import { errorWords } from './errors.js';
import { t } from './i18n.js';
import { initials, linkify } from './text.js';
import { clock, day, full } from './time.js';

/** @typedef {import('./types.js').TicketState} TicketState */
/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').OutboxItem} OutboxItem */
/** @typedef {import('./types.js').Row} Row */

const WINDOW = 200;
const NEAR_PX = 48;

export class Conversation extends HTMLElement {
  constructor() {
    super();
    /** @type {'user'|'staff'} */ this.viewer = 'user';
    /** own id, so that a colleague's message is told from one's own @type {string} */
    this.me = '';
    /** @type {TicketState|null} */ this.state = null;
    /** @type {ReadonlyArray<OutboxItem>} */ this.pending = [];
    /** @type {Map<string, {el: HTMLElement, mark: string}>} */ this.rows = new Map();
    this.shown = WINDOW;
    this.ticketId = '';
    this.announced = 0;
    this.unread = 0;
    this.seenSent = 0;
    this.stuck = true;
    /** true while nothing can be sent or heard */ this.lineDown = false;
    /** false while the page it is in is folded away */
    this.visible = true;
    this.lastTop = 0;
    /** @type {any} */ this.quietTimer = null;
    this.onVisible = () => this.#reportSeen();
    this.resizer = new ResizeObserver(() => { if (this.stuck) this.toEnd(); this.#reportSeen(); });

    this.list = h('ol', { class: 'cv-list' });
    this.older = h('div', { class: 'cv-older', hidden: true },
      h('button', { class: 'btn small', type: 'button', text: t('msg.older'), onclick: () => this.#showOlder() }));
    this.typist = h('span');
    this.typing = h('div', { class: 'cv-typing', hidden: true, data: { testid: 'typing' } },
      h('span', { class: 'cv-dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), this.typist);
    this.skeleton = h('div', { class: 'cv-skeleton', 'aria-hidden': 'true' }, h('div', { class: 'skeleton' }),
      h('div', { class: 'skeleton' }), h('div', { class: 'skeleton' }));
    this.scroller = h('div', {
      class: 'cv-scroll', tabindex: '0', role: 'region', 'aria-label': t('msg.conversation'),
      onscroll: () => this.#scrolled(),
    }, this.skeleton, this.older, this.list, this.typing);
    this.pillText = h('span');
    this.pill = h('div', { class: 'cv-pill', hidden: true },
      h('button', {
        class: 'btn small', type: 'button',
        onclick: () => { this.toEnd(); this.scroller.focus({ preventScroll: true }); },
      }, draw(PATHS.down, 14), this.pillText));
    this.live = h('div', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  }

  connectedCallback() {
    if (!this.scroller.isConnected) this.append(this.scroller, this.pill, this.live);
    document.addEventListener('visibilitychange', this.onVisible);
    addEventListener('focus', this.onVisible);
    this.resizer.observe(this.scroller);
    this.#paint();
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.onVisible);
    removeEventListener('focus', this.onVisible);
    this.resizer.disconnect();
    clearTimeout(this.quietTimer);
  }

  /**
   * @param {TicketState|null} state null while loading
   * @param {ReadonlyArray<OutboxItem>} [pending] this ticket's unsent messages
   */
  update(state, pending = []) {
    const id = state?.ticket_id ?? '';
    if (state && this.ticketId && id && id !== this.ticketId) this.reset();
    if (id) this.ticketId = id;
    this.state = state;
    this.pending = pending;
    if (this.isConnected) this.#paint();
  }

  /** Forgets what was painted: another ticket comes. */
  reset() {
    this.ticketId = '';
    this.state = null;
    this.pending = [];
    this.shown = WINDOW;
    this.announced = 0;
    this.unread = 0;
    this.seenSent = 0;
    this.stuck = true;
    this.rows.clear();
    this.list.replaceChildren();
    this.live.textContent = '';
    this.pill.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.stuck = true;
    this.unread = 0;
    this.pill.hidden = true;
    this.#reportSeen();
  }

  /** True when a person can see the newest message. */
  get atEnd() {
    return this.stuck && this.visible && !document.hidden && this.isConnected && this.scroller.clientHeight > 0;
  }

  #scrolled() {
    const s = this.scroller;
    const near = s.scrollHeight - s.scrollTop - s.clientHeight < NEAR_PX;
    // Only going up lets go of the end: what grows or shrinks meanwhile does not.
    if (near) this.stuck = true;
    else if (s.scrollTop < this.lastTop) this.stuck = false;
    this.lastTop = s.scrollTop;
    if (near) {
      this.unread = 0;
      this.pill.hidden = true;
      this.#reportSeen();
    }
  }

  #showOlder() {
    const s = this.scroller;
    const fromEnd = s.scrollHeight - s.scrollTop;
    const state = this.state;
    if (!state) return;
    const more = state.entries.length > this.shown;
    this.shown += WINDOW;
    this.stuck = false;
    if (more) {
      this.#paint();
      s.scrollTop = s.scrollHeight - fromEnd;
    } else {
      this.dispatchEvent(new CustomEvent('older', { detail: { before: state.base + 1 } }));
    }
  }

  #reportSeen() {
    const s = this.state;
    if (!s || !this.atEnd || s.seq <= this.seenSent || s.needsSync) return;
    this.seenSent = s.seq;
    this.dispatchEvent(new CustomEvent('seen', { detail: { seq: s.seq } }));
  }

  #paint() {
    const { list, older, skeleton } = this;
    const s = this.state;
    skeleton.hidden = Boolean(s) || this.pending.length > 0;
    older.hidden = !s || (s.base === 0 && s.entries.length <= this.shown);
    const rows = rowsOf(s, this.pending, this, this.shown);
    const firstPaint = this.rows.size === 0;
    /** @type {Set<string>} */ const keep = new Set();
    let place = list.firstElementChild;
    for (const row of rows) {
      keep.add(row.key);
      const mark = [
        row.state, row.showState, row.first, row.last, row.entry?.seq, row.entry?.local, row.item?.error,
        row.item?.frame.text, row.item && this.lineDown, row.kind === 'day' && day(row.at),
      ].join('|');
      const known = this.rows.get(row.key);
      let el = known?.el;
      if (!known || !el) {
        el = this.#create(row);
        this.rows.set(row.key, { el, mark });
        this.#fill(el, row);
      } else if (known.mark !== mark) {
        known.mark = mark;
        this.#fill(el, row);
      }
      if (el === place) place = place.nextElementSibling;
      else list.insertBefore(el, place);
    }
    for (const [key, { el }] of this.rows) {
      if (keep.has(key)) continue;
      el.remove();
      this.rows.delete(key);
    }
    this.#paintTyping();
    this.#announce(firstPaint);
    if (this.stuck) this.toEnd();
    else this.#reportSeen();
  }

  /** @param {Row} row */
  #create(row) {
    if (row.kind === 'day') return h('li', { class: 'cv-day' });
    if (row.kind === 'sys') return h('li', { class: 'cv-sys', data: { testid: 'system-line' } });
    return h('li', { class: 'cv-msg', data: { testid: 'message' } });
  }

  /**
   * @param {HTMLElement} el
   * @param {Row} row
   */
  #fill(el, row) {
    if (row.kind === 'day') return setText(el, day(row.at));
    if (row.kind === 'sys') {
      const e = /** @type {Entry} */ (row.entry);
      el.dataset.code = e.type === 'system' ? e.code : e.type === 'ticket_created' ? 'follows' : e.type;
      el.dataset.seq = String(e.seq);
      const words = h('span', { text: systemText(e, this.viewer) ?? '' });
      el.replaceChildren(words, h('time', { datetime: e.at, title: full(e.at), text: clock(e.at) }));
      if (e.type === 'rated' && e.comment) el.append(h('span', { class: 'cv-comment', dir: 'auto', text: e.comment }));
      const other = e.type === 'follow_up' ? e.to : e.type === 'ticket_created' ? e.follows : null;
      if (other) words.replaceWith(h('button', {
        class: 'link', type: 'button', text: systemText(e, this.viewer) ?? '',
        onclick: () => this.dispatchEvent(new CustomEvent('openticket', { detail: { ticket_id: other } })),
      }));
      return;
    }
    const e = row.entry;
    const item = row.item;
    const type = e?.type ?? item?.frame.type;
    const from = type === 'note' ? 'note' : e?.from ?? this.viewer;
    const name = e?.author_name ?? '';
    const offline = Boolean(e?.offline ?? item?.frame.offline);
    const side = row.mine ? 'mine' : this.viewer === 'staff' && from !== 'user' ? 'colleague' : 'theirs';
    const looks = ['cv-msg', side, row.first && 'first', row.last && 'last', type === 'note' && 'cv-note'];
    el.className = looks.filter(Boolean).join(' ');
    el.dataset.from = from;
    if (e) el.dataset.seq = String(e.seq); else delete el.dataset.seq;
    if (row.state) el.dataset.state = row.state; else delete el.dataset.state;
    if (offline) el.dataset.offline = ''; else delete el.dataset.offline;
    let bubble = /** @type {HTMLElement|null} */ (el.querySelector('.cv-bubble'));
    if (!bubble) {
      bubble = h('div', { class: 'cv-bubble', dir: 'auto' });
      bubble.append(linkify(String(e?.text ?? item?.frame.text ?? '')));
    }
    /** @type {Node[]} */ const parts = [];
    if (!row.mine && row.first) parts.push(h('span', { class: 'avatar', 'aria-hidden': 'true', text: initials(name) }));
    if (row.first) {
      const who = row.mine ? t('msg.you') : name || t('someone');
      parts.push(h('div', {
        class: row.mine && type !== 'note' ? 'cv-who sr' : 'cv-who', dir: 'auto',
        text: type === 'note' ? `${who} · ${t('msg.note')}` : who,
      }));
    }
    parts.push(bubble);
    const meta = this.#meta(row, offline);
    if (meta) parts.push(meta);
    const focused = el.contains(document.activeElement);
    el.replaceChildren(...parts);
    if (focused) this.scroller.focus({ preventScroll: true });
  }

  /**
   * @param {Row} row
   * @param {boolean} offline
   */
  #meta(row, offline) {
    const item = row.item;
    if (row.state === 'failed' && item) {
      const why = item.error ? errorWords(item.error, { viewer: this.viewer, otherwise: '' }) : '';
      const link = (/** @type {string} */ name, /** @type {string} */ words) => h('button', {
        class: 'link', type: 'button', text: t(words), data: { testid: name },
        onclick: () => this.dispatchEvent(new CustomEvent(name, { detail: { client_id: item.client_id } })),
      });
      return h('div', { class: 'cv-meta' },
        h('span', { class: 'cv-why', text: t('msg.failed') + (why && ` · ${why}`) }),
        link('retry', item.error === 'chat_paused' ? 'compose.leave' : 'msg.retry'), link('discard', 'msg.discard'));
    }
    if (!row.last && !row.showState && !offline) return null;
    const meta = h('div', { class: 'cv-meta' });
    if (offline) meta.append(h('span', { text: t('msg.left') }), '·');
    meta.append(h('time', { datetime: row.at, title: full(row.at), text: clock(row.at) }));
    if (row.state && row.showState) meta.append('·',
      h('span', { text: t(row.state === 'sending' && this.lineDown ? 'msg.kept' : `msg.${row.state}`) }));
    return meta;
  }

  #paintTyping() {
    const { typing } = this;
    const now = Date.now();
    const who = Object.values(this.state?.typing ?? {}).filter(
      (x) => x.until > now && (this.viewer === 'staff' || x.from === 'staff') && !this.lineDown);
    typing.hidden = who.length === 0;
    clearTimeout(this.quietTimer);
    if (!who.length) return;
    setText(this.typist, t('msg.typing', { name: who.map((x) => x.name || t('someone')).join(', ') }));
    this.quietTimer = setTimeout(() => this.#paintTyping(), Math.min(...who.map((x) => x.until)) - now + 20);
    if (this.stuck) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** @param {boolean} firstPaint */
  #announce(firstPaint) {
    const s = this.state;
    if (!s) return;
    const { viewer, me } = this;
    const ofOthers = (/** @type {Entry} */ e) => (viewer === 'user' ? e.from === 'staff' : e.author_id !== me);
    const told = (/** @type {Entry} */ e) => (e.type === 'message' ? ofOthers(e) : e.type === 'system');
    const fresh = firstPaint ? [] : s.entries.filter((e) => e.seq > this.announced && told(e));
    this.announced = s.seq;
    if (!fresh.length) return;
    const lines = fresh.slice(-3).map((e) => (e.type === 'message'
      ? t('msg.says', { name: e.author_name || t('someone'), text: e.text }) : systemText(e, this.viewer) ?? ''));
    this.live.textContent = lines.join('\n');
    const messages = fresh.filter((e) => e.type === 'message').length;
    if (!this.stuck && messages) {
      this.unread += messages;
      setText(this.pillText, t('msg.new', { n: this.unread }));
      this.pill.hidden = false;
    }
  }
}

customElements.define('beckon-conversation', Conversation);
