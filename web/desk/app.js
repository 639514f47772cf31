import { h, setText, toast } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { has, t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';
import { applyAccent } from '/shared/theme.js';
import { Alerts } from './alerts.js';
import { DeskChatPane } from './chat-pane.js';
import { commandsFor } from './commands.js';
import { DeskDetailsPane } from './details-pane.js';
import { showShortcuts, showTransfer } from './dialogs.js';
import { sign } from './icons.js';
import { actionFor, takesText } from './keys.js';
import { DeskListPane } from './list-pane.js';
import { LIST_NAMES } from './lists.js';
import { soon } from './paint.js';
import { showPalette } from './palette.js';
import { pickable, repick } from './rules.js';
import { DeskSettings } from './settings.js';

/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {'list'|'chat'|'details'|'settings'} Panel */

/** The desk: bar, panes, keyboard, address. Events: `logout`, `language`. */
export class DeskApp extends HTMLElement {
  constructor() {
    super();
    /** @type {import('./session.js').DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {import('./prefs.js').Prefs} */ this.prefs = /** @type {any} */ (null);
    /** @type {Panel} */ this.panel = 'list';
    this.inbox = false;
    this.paint = soon(() => this.#paint());
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.#key(event);
    this.onHash = () => void this.#go();
    this.onProblem = (/** @type {Event} */ event) => this.#problem(/** @type {CustomEvent} */ (event).detail);
    this.onPicked = (/** @type {Event} */ event) => this.goTicket(/** @type {CustomEvent} */ (event).detail);
    this.onArrived = (/** @type {Event} */ event) => {
      const { kind, frame } = /** @type {CustomEvent} */ (event).detail;
      if (kind === 'ticket') this.lists?.say(t('desk.alert.ticket', { name: frame.summary?.user_name ?? t('someone') }));
      else if (kind === 'transfer') this.#toast(t('desk.alert.transfer', { name: frame.from, number: frame.ticket.number }));
      else if (frame.ticket_id !== this.session.openId) this.lists?.say(t('desk.alert.message', { name: frame.author_name ?? t('someone') }));
    };
    this.onChange = (/** @type {Event} */ event) => {
      if (/** @type {CustomEvent} */ (event).detail === 'stopped' && this.session.openId && this.session.stopped.has(this.session.openId)) this.chat?.composer?.refill();
      if (/** @type {CustomEvent} */ (event).detail === 'connection') void this.#inbox();
      this.paint();
    };
  }

  connectedCallback() {
    const { session } = this;
    this.notifier = new Notifier();
    this.notifier.setTitle(t('desk.title'));
    this.alerts = new Alerts(session, this.prefs, this.notifier, (id) => this.goTicket(id));
    this.dot = h('span', { class: 'conn-dot', 'aria-hidden': 'true' });
    this.connWords = h('span', { class: 'conn-words' });
    this.connection = h('div', { class: 'conn', role: 'status', 'data-testid': 'connection' }, this.dot, this.connWords);
    this.switchWords = h('span', { class: 'switch-words' });
    this.presence = h('button', { class: 'switch', type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-label': t('desk.presence'), 'data-testid': 'presence-switch', onclick: () => this.#toggle() }, this.switchWords, h('span', { class: 'switch-track', 'aria-hidden': 'true' }, h('span', { class: 'switch-thumb' })));
    this.soundButton = h('button', { class: 'btn icon quiet', type: 'button', onclick: () => this.#mute() });
    const tools = h('div', { class: 'bar-tools' },
      h('button', { class: 'btn icon quiet not-narrow', type: 'button', 'aria-label': t('desk.palette'), title: `${t('desk.palette')} (Ctrl K)`, onclick: () => this.#palette() }, icon('search', 18)),
      h('button', { class: 'btn icon quiet not-narrow', type: 'button', 'aria-label': t('desk.keys'), title: `${t('desk.keys')} (?)`, onclick: showShortcuts }, sign('keys')),
      this.soundButton,
      h('button', { class: 'btn icon quiet', type: 'button', 'aria-label': t('desk.settings'), title: t('desk.settings'), 'data-testid': 'settings', onclick: () => this.#address('settings') }, sign('gear')),
      h('button', { class: 'btn icon quiet', type: 'button', 'aria-label': t('desk.logout'), title: t('desk.logout'), 'data-testid': 'logout', onclick: () => this.dispatchEvent(new CustomEvent('logout')) }, sign('out')));
    this.brand = h('h1', { class: 'bar-brand', text: t('desk.title') });
    const bar = h('header', { class: 'bar' }, this.brand, this.connection, tools, this.presence);
    this.notice = h('div', { class: 'banner notice', role: 'status', hidden: true, 'data-testid': 'notice' });

    this.lists = new DeskListPane();
    this.chat = new DeskChatPane();
    this.details = new DeskDetailsPane();
    for (const pane of [this.lists, this.chat, this.details]) pane.session = session;
    this.lists.addEventListener('open', (event) => this.goTicket(/** @type {CustomEvent} */ (event).detail));
    this.lists.addEventListener('list', (event) => this.goList(/** @type {CustomEvent} */ (event).detail));
    this.chat.addEventListener('back', () => this.#back());
    this.chat.addEventListener('details', () => this.#panel(this.panel === 'details' ? 'chat' : 'details'));
    this.chat.addEventListener('openticket', (event) => this.goTicket(/** @type {CustomEvent} */ (event).detail));
    this.chat.addEventListener('act', (event) => this.act(/** @type {CustomEvent} */ (event).detail));
    this.details.addEventListener('back', () => this.#panel('chat'));
    this.details.addEventListener('openticket', (event) => this.goTicket(/** @type {CustomEvent} */ (event).detail));
    this.main = h('main', { class: 'panes' }, this.lists, this.chat, this.details);
    this.settingsHost = h('main', { class: 'settings-host', hidden: true });
    this.replaceChildren(bar, this.notice, this.main, this.settingsHost);

    session.addEventListener('change', this.onChange);
    session.store.addEventListener('change', this.paint);
    session.addEventListener('problem', this.onProblem);
    session.addEventListener('picked', this.onPicked);
    session.addEventListener('arrived', this.onArrived);
    document.addEventListener('keydown', this.onKey);
    addEventListener('hashchange', this.onHash);
    this.#paint();
    void this.#go();
  }

  disconnectedCallback() {
    const { session } = this;
    this.alerts?.stop();
    session.removeEventListener('change', this.onChange);
    session.store.removeEventListener('change', this.paint);
    session.removeEventListener('problem', this.onProblem);
    session.removeEventListener('picked', this.onPicked);
    session.removeEventListener('arrived', this.onArrived);
    document.removeEventListener('keydown', this.onKey);
    removeEventListener('hashchange', this.onHash);
    for (const dialog of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (dialog).close();
  }

  /** The inbox's name and colour, asked for again with each connection until they are there. */
  async #inbox() {
    if (this.inbox || !this.session.connected) return;
    this.inbox = true;
    try {
      const { name, accent } = await this.session.api.inbox();
      if (name && this.brand) setText(this.brand, name);
      applyAccent(document.documentElement, accent);
    } catch {
      this.inbox = false;
    }
  }

  // — Address: #list, #list/number, #settings —

  /** @param {string} hash */
  #address(hash) {
    if (location.hash.slice(1) === hash) void this.#go();
    else location.hash = hash;
  }

  /** @param {ListName} list */
  goList(list) {
    this.lists?.clearSearch();
    if (this.lists) this.lists.cursor = null;
    this.#panel('list');
    const open = this.session.openId ? this.session.store.tickets.get(this.session.openId) : undefined;
    this.#address(open && !narrow() ? `${list}/${open.number}` : list);
  }

  /** @param {string} id */
  goTicket(id) {
    const ticket = this.session.store.tickets.get(id);
    const number = ticket?.number ?? id;
    this.#panel('chat');
    const mine = ticket?.assignee?.staff_id === this.session.me.id;
    const list = this.session.list === 'waiting' && ticket && mine && !pickable(ticket) && !this.session.store.search.q ? 'mine' : this.session.list;
    this.#address(`${list}/${number}`);
    if (narrow()) requestAnimationFrame(() => this.chat?.focusTitle());
  }

  async #go() {
    const { session } = this;
    const [name, number] = location.hash.slice(1).split('/');
    const settings = name === 'settings';
    /** @type {HTMLElement} */ (this.main).hidden = settings;
    const host = /** @type {HTMLElement} */ (this.settingsHost);
    if (settings && host.hidden) {
      const page = new DeskSettings();
      page.session = session;
      page.prefs = this.prefs;
      page.addEventListener('back', () => this.#address(session.list));
      page.addEventListener('language', () => this.dispatchEvent(new CustomEvent('language')));
      page.addEventListener('name', () => this.paint());
      host.replaceChildren(page);
    }
    host.hidden = !settings;
    if (settings) return this.#panel('settings');
    host.replaceChildren();
    session.show(/** @type {ListName[]} */ (LIST_NAMES).includes(/** @type {ListName} */ (name)) ? /** @type {ListName} */ (name) : session.list);
    if (!number) {
      session.leave();
      this.#panel('list');
      return;
    }
    const id = await session.reader.find(number);
    if (location.hash.slice(1) !== `${name}/${number}`) return;
    if (this.panel === 'settings' || !narrow() || this.panel === 'list') this.#panel('chat');
    if (id === null) {
      session.leave();
      session.missing(number);
      this.paint();
      this.chat?.paint();
    } else if (session.openId !== id) {
      void session.open(id);
    }
  }

  #back() {
    const id = this.session.openId;
    this.#panel('list');
    if (id) requestAnimationFrame(() => this.lists?.focusRow(id));
    this.#address(this.session.list);
  }

  /** @param {Panel} panel */
  #panel(panel) {
    this.panel = panel;
    this.dataset.panel = panel;
  }

  // — Bar —

  #toggle() {
    const { session } = this;
    if (!session.knowsPresence) return;
    session.choose(session.wanted === 'online' ? 'offline' : 'online');
  }

  #mute() {
    if (!this.notifier) return;
    this.notifier.muted = !this.notifier.muted;
    this.#paint();
  }

  #paint() {
    const { session, presence, connection } = this;
    if (!presence || !connection || !this.switchWords || !this.connWords || !this.notice || !this.soundButton || !this.notifier) return;
    const settled = session.connected && !session.catchingUp;
    presence.setAttribute('aria-disabled', String(!session.knowsPresence));
    presence.title = session.knowsPresence ? '' : t('desk.presence.unknown');
    const state = session.connected && session.catchingUp && session.everOpen ? 'catching-up' : session.connection;
    connection.dataset.state = state;
    setText(this.connWords, t(`desk.conn.${state}`));
    const live = session.online && session.connected;
    this.toggleAttribute('data-online', live);
    presence.setAttribute('aria-checked', String(live));
    presence.dataset.wanted = session.wanted ?? 'offline';
    const waiting = session.wanted === 'online' && !live;
    setText(this.switchWords, t(live ? 'desk.online' : waiting ? 'desk.presence.soon' : 'desk.offline'));
    presence.toggleAttribute('data-soon', waiting);
    const muted = this.notifier.muted;
    if (this.soundButton.dataset.muted !== String(muted)) {
      this.soundButton.dataset.muted = String(muted);
      const words = t(muted ? 'notify.unmute' : 'notify.mute');
      this.soundButton.setAttribute('aria-label', words);
      this.soundButton.title = words;
      this.soundButton.replaceChildren(icon(muted ? 'mute' : 'sound', 18));
    }
    this.#paintNotice(settled, live);
  }

  /** @param {boolean} settled @param {boolean} live */
  #paintNotice(settled, live) {
    const { session } = this;
    const notice = /** @type {HTMLElement} */ (this.notice);
    const paused = live ? session.store.paused() : [];
    const mark = !session.connected && session.everOpen ? 'gone' : paused.length ? `paused ${paused.map((one) => one.ticket_id).join()}` : settled && session.wanted !== 'online' ? 'offline' : '';
    if (notice.dataset.mark === mark) return;
    notice.dataset.mark = mark;
    notice.hidden = mark === '';
    if (mark === 'gone') {
      notice.dataset.tone = 'warn';
      notice.replaceChildren(h('span', { class: 'spin', 'aria-hidden': 'true' }), t('desk.notice.gone'));
    } else if (mark === 'offline') {
      notice.dataset.tone = 'quiet';
      notice.replaceChildren(t('desk.notice.offline'), h('button', { class: 'link', type: 'button', text: t('desk.go.online'), onclick: () => session.choose('online') }));
    } else if (paused.length) {
      notice.dataset.tone = 'warn';
      notice.replaceChildren(t('desk.notice.paused', { n: paused.length }), ...paused.slice(0, 3).map((one) => h('button', { class: 'btn small', type: 'button', text: `${t('desk.pick.again')} #${one.number}`, onclick: () => session.pick(one.ticket_id) })));
    }
  }

  /** @param {{code: string, vars: Record<string, string|number>}} problem */
  #problem({ code, vars }) {
    const key = code === 'already_picked' && !vars.name ? 'desk.err.already_picked.someone' : has(`err.${code}`) ? `err.${code}` : 'err.unknown';
    this.#toast(t(key, vars));
  }

  /** @param {string} words */
  #toast(words) {
    toast(words);
    for (const el of document.querySelectorAll('.toasts > .toast:not([data-testid])')) /** @type {HTMLElement} */ (el).dataset.testid = 'toast';
  }

  // — Actions and keys —

  /** @param {import('./chat-pane.js').ActionName} name */
  act(name) {
    const { session } = this;
    const id = session.openId;
    if (!id) return;
    if (name === 'transfer') showTransfer(session);
    else if (name === 'release') void session.act({ type: 'release', ticket_id: id });
    else void session.act({ type: 'set_status', ticket_id: id, status: { resolve: 'resolved', pending: 'pending', open: 'open', close: 'closed' }[name] });
  }

  #palette() {
    showPalette(commandsFor(this));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const focus = document.activeElement;
    const action = actionFor(event, {
      typing: takesText(focus), control: Boolean(focus?.matches('button, a, select, summary, input')),
      dialog: document.querySelector('dialog[open]') !== null, single: this.prefs.get('keys') === 'on',
    });
    if (!action || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]')) return;
    if (this.run(action)) event.preventDefault();
  }

  /**
   * @param {import('./keys.js').Action} action
   * @returns {boolean} whether there was something to do
   */
  run(action) {
    const { session, lists, chat } = this;
    if (!lists || !chat) return false;
    if (action === 'palette') {
      this.#palette();
      return true;
    }
    if (action === 'shortcuts') {
      showShortcuts();
      return true;
    }
    if (action === 'escape') return this.#escape();
    if (this.panel === 'settings') return false;
    if (action.startsWith('list-')) {
      this.goList(LIST_NAMES[Number(action.slice(5)) - 1]);
      return true;
    }
    const ticket = session.state?.seq ? session.state : session.row;
    switch (action) {
      case 'next': case 'previous':
        if (narrow()) this.#panel('list');
        lists.move(action === 'next' ? 1 : -1);
        return true;
      case 'open': if (lists.cursor) this.goTicket(lists.cursor); return lists.cursor !== null;
      case 'search':
        if (narrow()) this.#panel('list');
        lists.focusSearch();
        return true;
      case 'pick': {
        const id = lists.cursor && lists.cursor !== session.openId ? lists.cursor : session.openId;
        const target = id ? session.store.tickets.get(id) : undefined;
        if (id && target && pickable(target)) session.pick(id);
        return true;
      }
      case 'reply': case 'note':
        if (!ticket) return false;
        chat.composer?.setMode(action);
        chat.composer?.focusInput();
        return true;
      case 'resolve':
        if (ticket && session.online && (ticket.status === 'open' || ticket.status === 'pending')) this.act('resolve');
        return true;
      default: return false;
    }
  }

  #escape() {
    const focus = /** @type {HTMLElement|null} */ (document.activeElement);
    if (this.panel === 'settings') this.#address(this.session.list);
    else if (focus?.dataset.testid === 'search' || this.session.store.search.q) {
      if (!this.lists?.clearSearch()) focus?.blur();
    } else if (takesText(focus)) focus?.blur();
    else if (this.panel === 'details') this.#panel('chat');
    else if (this.session.openId) this.#back();
    else return false;
    return true;
  }

  openSettings() {
    this.#address('settings');
  }

  signOut() {
    this.dispatchEvent(new CustomEvent('logout'));
  }

  /** Whether the open ticket would be picked again rather than picked. */
  get again() {
    const row = this.session.row;
    return row ? repick(row, this.session.me.id) : false;
  }
}

/** One pane at a time. */
export const narrow = () => matchMedia('(max-width: 759px)').matches;

customElements.define('desk-app', DeskApp);
