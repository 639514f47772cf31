import '/shared/conversation.js';
import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { DeskChatHead } from './chat-head.js';
import { DeskComposer } from './composer.js';
import { sign } from './icons.js';
import { soon } from './paint.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

/**
 * The open ticket. Events: `back`, `details`, `act` (detail: ActionName), `pick` (detail: ticket id), `openticket`
 * (detail: ticket id), `shut` (the field that had the focus was locked).
 */
export class DeskChatPane extends HTMLElement {
  /** @param {DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    this.paint = soon(() => this.paintNow());
    this.look = () => this.#look();
    /** @type {object|undefined} */ this.painted = undefined;
    this.shownId = '';
    /** @type {(name: string, detail?: unknown) => void} */
    const tell = (name, detail = null) => void this.dispatchEvent(new CustomEvent(name, { detail }));
    this.head = new DeskChatHead(session);
    this.head.className = 'chat-head';
    this.head.addEventListener('back', () => tell('back'));
    this.head.addEventListener('details', () => tell('details'));
    this.head.addEventListener('pick', () => tell('pick', session.openId));
    this.head.addEventListener('act', (event) => tell('act', /** @type {CustomEvent} */ (event).detail));
    this.conversation = this.#converse(tell);
    this.composer = new DeskComposer(session);
    this.composer.addEventListener('sent', () => this.conversation.toEnd());
    this.composer.addEventListener('look', () => { this.conversation.toEnd(); this.#look(); });
    this.composer.addEventListener('pick', () => tell('pick', session.openId));
    this.composer.addEventListener('reopen', () => tell('act', 'reopen'));
    this.composer.addEventListener('shut', () => tell('shut'));
    this.empty = h('div', { class: 'empty chat-empty' });
    this.body = h('section', { class: 'chat', 'aria-label': t('desk.ticket') },
      this.head, this.conversation, this.composer);
  }

  connectedCallback() {
    const { session } = this;
    this.replaceChildren(this.body, this.empty);
    session.addEventListener('change', this.paint);
    session.store.addEventListener('change', this.paint);
    addEventListener('focus', this.look);
    document.addEventListener('visibilitychange', this.look);
    this.paintNow();
  }

  disconnectedCallback() {
    this.session.removeEventListener('change', this.paint);
    this.session.store.removeEventListener('change', this.paint);
    removeEventListener('focus', this.look);
    document.removeEventListener('visibilitychange', this.look);
  }

  /** @param {(name: string, detail?: unknown) => void} tell */
  #converse(tell) {
    const { session } = this;
    const { outbox } = session;
    const made = document.createElement('beckon-conversation');
    const conversation = /** @type {import('/shared/conversation.js').Conversation} */ (made);
    conversation.dataset.testid = 'conversation';
    conversation.viewer = 'staff';
    conversation.me = session.me.id;
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ run) =>
      conversation.addEventListener(name, (event) => run(/** @type {CustomEvent} */ (event).detail));
    on('retry', ({ client_id }) => outbox.retry(client_id));
    on('discard', ({ client_id }) => outbox.discard(client_id));
    on('older', () => void session.older());
    on('seen', this.look);
    on('openticket', ({ ticket_id }) => tell('openticket', ticket_id));
    return conversation;
  }

  /** Seen is what a person had before their eyes: in view, in the window that has the focus, down to the end. */
  #look() {
    const state = this.session.state;
    if (!state || this.painted !== state || !document.hasFocus()) return;
    if (this.conversation.atEnd) this.session.looked(state.seq);
  }

  paintNow() {
    const { session, body, empty, head, conversation, composer } = this;
    const { openId, openPhase, state } = session;
    const ready = openPhase === 'ready' && state !== undefined && state.seq > 0;
    body.hidden = !openId || openPhase === 'missing' || openPhase === 'failed';
    empty.hidden = !body.hidden;
    if (body.hidden) {
      this.shownId = '';
      this.#paintEmpty(openPhase);
      return;
    }
    if (this.shownId !== openId) {
      this.shownId = openId ?? '';
      conversation.reset();
    }
    conversation.lineDown = !session.connected;
    conversation.update(ready ? state : null, ready ? session.unsent() : []);
    this.painted = state;
    const ticket = ready ? state : session.row;
    head.toggleAttribute('data-loading', !ticket);
    body.toggleAttribute('data-off', !session.able);
    if (ticket) head.paint(ticket);
    composer.update();
    this.#look();
  }

  /** @param {string} phase */
  #paintEmpty(phase) {
    const { session, empty } = this;
    const away = phase === 'none' && session.connected && session.presence.known && session.wanted !== 'online';
    const key = phase === 'missing' || phase === 'failed' ? `desk.${phase}` : away ? 'desk.away' : 'desk.choose';
    const waiting = session.store.counts?.waiting ?? 0;
    const mark = `${key} ${phase === 'none' ? waiting : ''}`;
    if (empty.dataset.mark === mark) return;
    empty.dataset.mark = mark;
    const words = key === 'desk.choose' && waiting ? t('desk.choose.waiting', { n: waiting }) : t(`${key}.hint`);
    empty.replaceChildren(sign('inbox', 32), h('h2', { text: t(key) }), h('p', { text: words }));
    const offer = (/** @type {string} */ look, /** @type {string} */ label, /** @type {() => void} */ run) =>
      empty.append(h('button', { class: `btn ${look}`, type: 'button', text: t(label), onclick: run }));
    if (away) offer('primary', 'desk.go.online', () => session.choose('online'));
    if (phase !== 'none') offer('small', 'desk.back.lists', () => this.dispatchEvent(new CustomEvent('back')));
    if (phase === 'failed') {
      offer('small primary', 'desk.again', () => { if (session.openId) void session.open(session.openId); });
    }
  }

  focusTitle() {
    this.head.focusTitle();
  }
}

customElements.define('desk-chat-pane', DeskChatPane);
