import { relative } from '/shared/ages.js';
import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { full } from '/shared/time.js';
import { pickable, repick } from './rules.js';
import { pieces } from './snippet.js';
import { whyIdle } from './standing.js';
import { urgency, waited } from './waits.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./session.js').DeskSession} DeskSession */

/**
 * @typedef {object} Place where a row stands just now
 * @property {boolean} tabStop it is the one that Tab reaches
 * @property {boolean} cursor j and k are here
 * @property {boolean} left it is in the list no more, and stays only as long as somebody points at it
 */

/** One ticket of a list, in two lines: who, about what, for how long; and the newest words. */
export class Row {
  /**
   * @param {string} id
   * @param {{open: () => void, pick: () => void}} does
   */
  constructor(id, does) {
    this.fresh = h('span', { class: 'sr' });
    this.name = h('span', { class: 'row-name', dir: 'auto' });
    this.subject = h('span', { class: 'row-subject', dir: 'auto' });
    this.time = h('time', { class: 'row-time' });
    this.step = h('span', { class: 'sr' });
    this.tags = h('span', { class: 'row-tags' });
    this.text = h('span', { class: 'row-text', dir: 'auto' });
    this.open = h('button', { class: 'row-open', type: 'button', onclick: does.open },
      h('span', { class: 'row-line' }, this.fresh, this.name, this.subject, this.time, this.step),
      h('span', { class: 'row-line' }, this.tags, this.text));
    this.pick = h('button', {
      class: 'btn small row-pick', type: 'button', 'data-testid': 'row-pick', onclick: does.pick,
    });
    this.el = h('li', { class: 'row', 'data-testid': 'ticket-row', 'data-ticket': id }, this.open, this.pick);
    this.mark = '';
  }

  /** @param {Ticket} ticket @param {DeskSession} session @param {Place} place */
  fill(ticket, session, place) {
    const id = ticket.ticket_id;
    const current = id === session.openId;
    const draft = session.drafts.has(id) && !current;
    const picking = session.picks.picking.has(id);
    const there = session.connected && session.store.people.customers.get(ticket.user_id) === true;
    const hit = session.store.search.q ? session.store.search.hits.get(id) : undefined;
    const tags = tagsOf(ticket, session, draft, place.left);
    const { me, able } = session;
    const mark = JSON.stringify([ticket, current, picking, able, me.id, there, place, tags, hit]);
    if (mark === this.mark) return;
    this.mark = mark;
    const { el, open } = this;
    Object.assign(el.dataset, {
      number: String(ticket.number), chat: ticket.chat, status: ticket.status, priority: ticket.priority,
    });
    el.toggleAttribute('data-cursor', place.cursor);
    el.toggleAttribute('data-left', place.left);
    if (current) open.setAttribute('aria-current', 'true');
    else open.removeAttribute('aria-current');
    open.tabIndex = place.tabStop ? 0 : -1;
    open.title = `#${ticket.number} ${ticket.subject}`;
    setText(this.name, ticket.user_name || t('someone'));
    this.name.toggleAttribute('data-online', there);
    setText(this.subject, ticket.subject);
    this.#words(ticket, hit);
    const unread = !current && isUnread(ticket, session.me.id);
    el.toggleAttribute('data-unread', unread);
    setText(this.fresh, unread ? t('desk.row.unread') : '');
    this.tags.replaceChildren(...tags.map(({ words, tone, gives, long }) =>
      h('span', { class: 'tag', 'data-tone': tone || null, 'data-gives': gives, title: long, text: words })));
    this.tags.hidden = tags.length === 0;
    this.#button(ticket, session, place, picking);
  }

  /**
   * The newest words, or those that a search found.
   * @param {Ticket} ticket
   * @param {import('./types.js').Hit|undefined} hit
   */
  #words(ticket, hit) {
    const said = ticket.preview?.text ?? ticket.subject;
    if (hit?.snippet) {
      const nodes = pieces(hit.snippet).map(({ text, found }) => (found ? h('mark', { text }) : text));
      this.text.replaceChildren(...nodes);
    } else setText(this.text, ticket.preview?.from === 'staff' ? t('desk.row.staff', { text: said }) : said);
  }

  /** @param {Ticket} ticket @param {DeskSession} session @param {Place} place @param {boolean} picking */
  #button(ticket, session, place, picking) {
    const { pick } = this;
    const words = t(repick(ticket, session.me) ? 'desk.pick.again' : 'desk.pick');
    pick.hidden = place.left || !pickable(ticket, session.me);
    pick.setAttribute('aria-disabled', String(picking)); // see DeskChatHead
    pick.disabled = !picking && !session.able;
    setText(pick, picking ? t('desk.picking') : words);
    pick.setAttribute('aria-label', `${words} #${ticket.number}`);
    pick.title = whyIdle(session, 'desk.pick.offline');
    pick.tabIndex = place.tabStop ? 0 : -1;
  }

  /**
   * Times go on by themselves.
   * @param {Ticket} ticket
   * @param {number} now
   */
  tick(ticket, now) {
    const waits = Boolean(ticket.waiting_since) && ['waiting', 'paused'].includes(ticket.chat);
    const at = waits ? /** @type {string} */ (ticket.waiting_since) : ticket.updated_at;
    const ms = now - Date.parse(at);
    const step = waits ? urgency(ms) : '';
    setText(this.time, waits ? waited(ms) : relative(at, now));
    if (this.time.dataset.step !== step) {
      this.time.dataset.step = step;
      setText(this.step, step ? t(`desk.waits.${step}`) : '');
    }
    if (this.time.dateTime !== at) {
      this.time.dateTime = at;
      this.time.title = waits ? t('desk.row.since', { time: full(at) }) : full(at);
    }
  }
}

/** @param {Ticket} ticket @param {string} me */
function isUnread(ticket, me) {
  if (ticket.assignee?.staff_id !== me || ticket.chat === 'ended') return false;
  return ticket.preview?.from === 'user' && (ticket.marks?.staff.seen ?? 0) < ticket.seq;
}

/**
 * What else is to be known of the ticket at a glance, in words that are true for whoever reads them.
 * @param {Ticket} ticket
 * @param {DeskSession} session
 * @param {boolean} draft
 * @param {boolean} left
 */
function tagsOf(ticket, session, draft, left) {
  const { store, list } = session;
  const me = session.me.id;
  const agent = ticket.assignee;
  /** @type {{words: string, tone: string, gives: boolean, long: string}[]} what has a name in it gives way */
  const tags = [];
  const tag = (/** @type {string} */ words, tone = '', gives = false, long = words) =>
    tags.push({ words, tone, gives, long });
  const change = session.statuses.of(ticket.ticket_id);
  const lost = session.picks.lost.get(ticket.ticket_id);
  if (change) tag(t(`desk.doing.${change.frame.status}`));
  if (ticket.priority === 'urgent') tag(t('desk.priority.urgent'), 'bad');
  else if (ticket.priority === 'high') tag(t('desk.priority.high'), 'warn');
  if (lost !== undefined) tag(t('desk.row.lost', { name: lost }), 'bad', true);
  else if (ticket.chat === 'paused') {
    const { key, name } = pausedWords(ticket, session);
    tag(t(key, { name }), 'warn', true, t(key === 'desk.row.paused.back' ? `${key}.long` : key, { name }));
  } else if (agent && agent.staff_id !== me && ticket.status !== 'resolved') tag(agent.name, '', true);
  else if (left && agent?.staff_id === me && ticket.chat === 'live') tag(t('desk.with.me'), 'accent');
  if (ticket.status === 'pending' && list !== 'pending') tag(t('desk.status.pending'));
  if (ticket.status === 'resolved' && list !== 'resolved') tag(t('desk.status.resolved'), 'good');
  if (ticket.status === 'closed' && (list !== 'closed' || store.search.q)) tag(t('desk.status.closed'));
  if (draft) tag(t('desk.row.draft'), 'note');
  const matched = store.search.q ? store.search.hits.get(ticket.ticket_id)?.matched : undefined;
  if (matched === 'note' || matched === 'customer') tag(t(`desk.hit.${matched}`), 'accent');
  return tags;
}

/** @param {Ticket} ticket @param {DeskSession} session */
function pausedWords(ticket, session) {
  const agent = ticket.assignee;
  const name = agent?.name ?? '';
  if (!agent || agent.staff_id === session.me.id || !session.connected) return { key: 'desk.row.paused.mine', name };
  return { key: session.store.people.isOnline(agent.staff_id) ? 'desk.row.paused.back' : 'desk.row.paused', name };
}
