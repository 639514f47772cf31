import '/shared/conversation.js';
import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { DeskComposer } from './composer.js';
import { sign } from './icons.js';
import { soon } from './paint.js';
import { allowed, pickable, repick } from './rules.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {'resolve'|'pending'|'open'|'close'|'release'|'transfer'} ActionName */

/** @type {readonly ActionName[]} */
const ACTIONS = ['resolve', 'pending', 'open', 'transfer', 'release', 'close'];

/** The open ticket. Events: `back`, `details`, `act` (detail: ActionName), `openticket` (detail: ticket id). */
export class DeskChatPane extends HTMLElement {
  constructor() {
    super();
    /** @type {DeskSession} */ this.session = /** @type {any} */ (null);
    this.paint = soon(() => this.#paint());
    this.look = () => this.#look();
  }

  connectedCallback() {
    const back = h('button', { class: 'btn icon quiet only-narrow', type: 'button', 'aria-label': t('desk.back'), 'data-testid': 'back', onclick: () => this.dispatchEvent(new CustomEvent('back')) }, icon('back'));
    this.number = h('span', { class: 'chat-number' });
    this.subject = h('h2', { class: 'chat-subject', dir: 'auto', tabindex: '-1' });
    this.badge = h('span', { class: 'badge' });
    this.who = h('span', { class: 'chat-who' });
    this.viewing = h('span', { class: 'chat-viewing', hidden: true, role: 'status', 'data-testid': 'viewing' });
    const details = h('button', { class: 'btn icon quiet only-medium', type: 'button', 'aria-label': t('desk.details'), 'data-testid': 'details', onclick: () => this.dispatchEvent(new CustomEvent('details')) }, sign('info'));
    this.pick = h('button', { class: 'btn small primary', type: 'button', 'data-testid': 'pick', onclick: () => { if (this.session.openId) this.session.pick(this.session.openId); } });
    /** @type {Record<string, HTMLButtonElement>} */
    this.actions = {};
    const bar = h('div', { class: 'chat-actions', role: 'group', 'aria-label': t('desk.actions') }, this.pick);
    for (const name of ACTIONS) {
      const button = h('button', { class: 'btn small', type: 'button', 'data-testid': `action-${name}`, onclick: () => this.dispatchEvent(new CustomEvent('act', { detail: name })) });
      this.actions[name] = button;
      bar.append(button);
    }
    this.head = h('header', { class: 'chat-head' }, h('div', { class: 'chat-title' }, back, h('div', { class: 'chat-words' }, this.subject, h('div', { class: 'chat-facts' }, this.number, this.badge, this.who, this.viewing)), details), bar);
    this.conversation = /** @type {import('/shared/conversation.js').Conversation} */ (document.createElement('beckon-conversation'));
    this.conversation.dataset.testid = 'conversation';
    this.conversation.viewer = 'staff';
    this.conversation.me = this.session.me.id;
    const outbox = this.session.outbox;
    this.conversation.addEventListener('retry', (event) => outbox.retry(/** @type {CustomEvent} */ (event).detail.client_id));
    this.conversation.addEventListener('discard', (event) => outbox.discard(/** @type {CustomEvent} */ (event).detail.client_id));
    this.conversation.addEventListener('older', () => void this.session.older());
    this.conversation.addEventListener('seen', this.look);
    this.conversation.addEventListener('openticket', (event) => this.dispatchEvent(new CustomEvent('openticket', { detail: /** @type {CustomEvent} */ (event).detail.ticket_id })));
    this.composer = new DeskComposer();
    this.composer.session = this.session;
    this.composer.addEventListener('sent', () => this.conversation?.toEnd());
    this.composer.addEventListener('look', () => { this.conversation?.toEnd(); this.#look(); });
    this.empty = h('div', { class: 'empty chat-empty' });
    this.body = h('section', { class: 'chat', 'aria-label': t('desk.ticket') }, this.head, this.conversation, this.composer);
    this.replaceChildren(this.body, this.empty);
    this.session.addEventListener('change', this.paint);
    this.session.store.addEventListener('change', this.paint);
    addEventListener('focus', this.look);
    document.addEventListener('visibilitychange', this.look);
    this.#paint();
  }

  disconnectedCallback() {
    this.session.removeEventListener('change', this.paint);
    this.session.store.removeEventListener('change', this.paint);
    removeEventListener('focus', this.look);
    document.removeEventListener('visibilitychange', this.look);
  }

  /** Seen is what a person had before their eyes: in view, in the window that has the focus, down to the end. */
  #look() {
    const state = this.session.state;
    if (state && this.painted === state && this.conversation?.atEnd && document.hasFocus()) this.session.looked(state.seq);
  }

  /** @type {object|undefined} */
  painted = undefined;
  shownId = '';

  #paint() {
    const { session } = this;
    const { openId, openPhase } = session;
    const state = session.state;
    const ready = openPhase === 'ready' && state !== undefined && state.seq > 0;
    const missing = openPhase === 'missing' || openPhase === 'failed';
    const body = /** @type {HTMLElement} */ (this.body);
    const empty = /** @type {HTMLElement} */ (this.empty);
    body.hidden = !openId || missing;
    empty.hidden = !body.hidden;
    if (body.hidden) {
      this.shownId = '';
      this.#paintEmpty(openPhase);
      return;
    }
    if (this.shownId !== openId) {
      this.shownId = openId ?? '';
      this.conversation?.reset();
    }
    this.conversation?.update(ready ? state : null, ready ? session.unsent() : []);
    this.painted = state;
    const ticket = ready ? state : session.row;
    /** @type {HTMLElement} */ (this.head).toggleAttribute('data-loading', !ticket);
    if (ticket) this.#paintHead(ticket);
    this.composer?.update();
    this.#look();
  }

  /** @param {string} phase */
  #paintEmpty(phase) {
    const empty = /** @type {HTMLElement} */ (this.empty);
    const key = phase === 'missing' ? 'desk.missing' : phase === 'failed' ? 'desk.failed' : 'desk.choose';
    const mark = key + (phase === 'none' ? this.session.store.counts?.waiting ?? '' : '');
    if (empty.dataset.mark === mark) return;
    empty.dataset.mark = mark;
    const waiting = this.session.store.counts?.waiting ?? 0;
    empty.replaceChildren(sign('inbox', 32), h('h2', { text: t(key) }), h('p', { text: phase === 'none' && waiting ? t('desk.choose.waiting', { n: waiting }) : t(`${key}.hint`) }));
    if (phase !== 'none') empty.append(h('button', { class: 'btn small', type: 'button', text: t('desk.back.lists'), onclick: () => this.dispatchEvent(new CustomEvent('back')) }));
    if (phase === 'failed') empty.append(h('button', { class: 'btn small primary', type: 'button', text: t('desk.again'), onclick: () => { if (this.session.openId) void this.session.open(this.session.openId); } }));
  }

  /** @param {import('./rules.js').Standing & {number: number, subject: string}} ticket */
  #paintHead(ticket) {
    const { session, actions, pick } = this;
    if (!actions || !pick || !this.badge || !this.who || !this.viewing || !this.number || !this.subject || !this.body) return;
    const me = session.me.id;
    setText(this.subject, ticket.subject);
    this.subject.title = ticket.subject;
    setText(this.number, `#${ticket.number}`);
    const { words, tone } = standing(ticket);
    setText(this.badge, t(words));
    this.badge.dataset.tone = tone;
    const holder = ticket.assignee && ticket.status !== 'closed' ? t(ticket.assignee.staff_id === me ? 'desk.with.me' : 'desk.with', { name: ticket.assignee.name }) : '';
    setText(this.who, holder);
    this.who.hidden = !holder;
    const others = session.store.viewing.get(session.openId ?? '') ?? [];
    this.viewing.hidden = others.length === 0;
    setText(this.viewing, others.length ? t('desk.viewing', { n: others.length, names: others.map((one) => one.name).join(', ') }) : '');
    const able = session.online && session.connected;
    this.body.toggleAttribute('data-off', !able);
    const picking = session.picking.has(session.openId ?? '');
    pick.hidden = !pickable(ticket);
    pick.disabled = !able || picking;
    setText(pick, t(picking ? 'desk.picking' : repick(ticket, me) ? 'desk.pick.again' : 'desk.pick'));
    pick.title = able ? '' : t('desk.pick.offline');
    const may = allowed(ticket, me);
    for (const name of ACTIONS) {
      actions[name].hidden = !may[name];
      actions[name].disabled = !able;
      setText(actions[name], t(name === 'open' && ticket.status === 'resolved' ? 'desk.action.reopen' : `desk.action.${name}`));
      actions[name].title = able ? '' : t('desk.act.offline');
    }
  }

  focusTitle() {
    this.subject?.focus({ preventScroll: true });
  }
}

/**
 * What a ticket's state is called.
 * @param {import('./rules.js').Standing} ticket
 */
export function standing(ticket) {
  if (ticket.status === 'closed') return { words: 'desk.status.closed', tone: '' };
  if (ticket.status === 'resolved') return { words: 'desk.status.resolved', tone: 'good' };
  if (ticket.chat === 'paused') return { words: 'desk.chat.paused', tone: 'warn' };
  if (ticket.chat === 'waiting') return { words: 'desk.chat.waiting', tone: 'warn' };
  if (ticket.status === 'pending') return { words: 'desk.status.pending', tone: '' };
  return { words: 'desk.chat.live', tone: 'accent' };
}

customElements.define('desk-chat-pane', DeskChatPane);
