import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { sign } from './icons.js';
import { allowed, pickable, repick } from './rules.js';
import { standing, whyIdle } from './standing.js';

/** @typedef {'resolve'|'pending'|'open'|'reopen'|'close'|'release'|'transfer'} ActionName */
/** @typedef {import('./rules.js').Standing & {number: number, subject: string}} Shown */

/** @type {readonly ActionName[]} */
export const ACTIONS = ['resolve', 'pending', 'open', 'reopen', 'transfer', 'release', 'close'];

/**
 * The open ticket's name, state and actions. Under the pointer nothing moves: as long as it is over the actions, none
 * comes and none goes; what cannot be done any more is only disabled.
 * Events: `back`, `details`, `act` (detail: ActionName), `pick`.
 */
export class DeskChatHead extends HTMLElement {
  /** @param {import('./session.js').DeskSession} session */
  constructor(session) {
    super();
    this.session = session;
    /** @type {Record<string, HTMLButtonElement>} */ this.actions = {};
    this.pointed = false;
    this.paintedId = '';
    /** @type {Shown|undefined} */ this.ticket = undefined;
    const press = (/** @type {string} */ look, /** @type {string} */ id, /** @type {string} */ event) => h('button', {
      class: look, type: 'button', 'data-testid': id, onclick: () => this.dispatchEvent(new CustomEvent(event)),
    });
    const back = press('btn icon quiet only-narrow', 'back', 'back');
    back.setAttribute('aria-label', t('desk.back'));
    back.append(icon('back'));
    const details = press('btn icon quiet only-medium', 'details', 'details');
    details.setAttribute('aria-label', t('desk.details'));
    details.append(sign('info'));
    this.pick = press('btn small primary chat-pick', 'pick', 'pick');
    this.number = h('span', { class: 'chat-number' });
    this.subject = h('h2', { class: 'chat-subject', dir: 'auto', tabindex: '-1' });
    this.badge = h('span', { class: 'badge' });
    this.who = h('span', { class: 'chat-who' });
    this.viewing = h('span', { class: 'chat-viewing', hidden: true, role: 'status', 'data-testid': 'viewing' });
    const facts = h('div', { class: 'chat-facts' }, this.number, this.badge, this.who, this.viewing);
    this.bar = h('div', { class: 'chat-actions', role: 'group', 'aria-label': t('desk.actions') });
    for (const name of ACTIONS) {
      const act = () => this.dispatchEvent(new CustomEvent('act', { detail: name }));
      const button = h('button', { class: 'btn small', type: 'button', 'data-testid': `action-${name}`, onclick: act });
      setText(button, t(`desk.action.${name}`));
      this.actions[name] = button;
      this.bar.append(button);
    }
    const point = (/** @type {boolean} */ over) => (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== 'mouse') return;
      this.pointed = over;
      if (!over) this.#again();
    };
    this.bar.addEventListener('pointerenter', point(true));
    this.bar.addEventListener('pointerleave', point(false));
    this.parts = [
      h('div', { class: 'chat-title' }, back, h('div', { class: 'chat-words' }, this.subject, facts), details),
      h('div', { class: 'chat-bar' }, this.bar, this.pick),
    ];
  }

  connectedCallback() {
    this.replaceChildren(...this.parts);
  }

  focusTitle() {
    this.subject.focus({ preventScroll: true });
  }

  #again() {
    if (this.ticket) this.paint(this.ticket);
  }

  /** @param {Shown} ticket */
  paint(ticket) {
    const { session, number, subject, badge, who, viewing } = this;
    this.ticket = ticket;
    setText(subject, ticket.subject);
    subject.title = ticket.subject;
    setText(number, `#${ticket.number}`);
    const change = session.statuses.of(session.openId);
    const { words, tone } = standing(ticket, session.connected);
    setText(badge, t(change ? `desk.doing.${change.frame.status}` : words));
    badge.dataset.tone = change ? '' : tone;
    const mine = ticket.assignee?.staff_id === session.me.id;
    const held = ticket.assignee && ticket.status !== 'closed';
    setText(who, held ? t(mine ? 'desk.with.me' : 'desk.with', { name: ticket.assignee?.name ?? '' }) : '');
    who.hidden = !held;
    const others = session.store.people.viewing.get(session.openId ?? '') ?? [];
    viewing.hidden = others.length === 0;
    const names = others.map((one) => one.name).join(', ');
    setText(viewing, others.length ? t('desk.viewing', { n: others.length, names }) : '');
    const still = this.pointed && this.paintedId === session.openId;
    this.paintedId = session.openId ?? '';
    this.#paintPick(ticket, still);
    this.#paintActions(ticket, still, Boolean(change));
  }

  /** @param {Shown} ticket @param {boolean} still nothing may move */
  #paintPick(ticket, still) {
    const { session, pick } = this;
    const picking = session.picks.picking.has(session.openId ?? '');
    const may = pickable(ticket, session.me);
    if (!still) pick.hidden = !may;
    // While it is on its way it is not `disabled`: a press on such a button would take the focus from the composer.
    pick.setAttribute('aria-disabled', String(picking));
    pick.disabled = !picking && (!session.able || !may);
    setText(pick, t(picking ? 'desk.picking' : repick(ticket, session.me) ? 'desk.pick.again' : 'desk.pick'));
    pick.title = whyIdle(session, 'desk.pick.offline');
  }

  /**
   * @param {Shown} ticket
   * @param {boolean} still nothing may move
   * @param {boolean} changing a change of status can still be taken back
   */
  #paintActions(ticket, still, changing) {
    const { session, actions } = this;
    const may = allowed(ticket, session.me);
    for (const name of ACTIONS) {
      const button = actions[name];
      const focused = document.activeElement === button;
      if (!still) button.hidden = !may.has(name);
      button.disabled = !session.able || !may.has(name) || changing;
      button.title = whyIdle(session, 'desk.act.offline');
      if (focused && (button.disabled || button.hidden)) this.focusTitle();
    }
  }
}

customElements.define('desk-chat-head', DeskChatHead);
