import { h, toast } from '/shared/dom.js';
import { errorWords } from '/shared/errors.js';
import { t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';
import { applyAccent } from '/shared/theme.js';
import { Alerts } from './alerts.js';
import { DeskBar } from './bar.js';
import { DeskChatPane } from './chat-pane.js';
import { commandsFor } from './commands.js';
import { DeskDetailsPane } from './details-pane.js';
import { ask, choosePresence, showShortcuts, showTransfer } from './dialogs.js';
import { DeskKeyboard } from './keyboard.js';
import { DeskListPane } from './list-pane.js';
import { narrow, Navigation } from './navigation.js';
import { soon } from './paint.js';
import { showPalette } from './palette.js';
import { settings, tickets } from './routes.js';
import { DeskTray } from './tray.js';
import { askUnsaved } from './unsaved.js';

/** @typedef {import('./types.js').ListName} ListName */
/** @typedef {import('./chat-head.js').ActionName} ActionName */
/** @typedef {'list'|'chat'|'details'|'settings'} Panel */

/** @type {Partial<Record<ActionName, import('./types.js').Status>>} */
const STATUS_OF = { resolve: 'resolved', pending: 'pending', open: 'open', reopen: 'open', close: 'closed' };

/** The desk: bar, panes, address, what is done. Event: `logout`. */
export class DeskApp extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {import('./prefs.js').Prefs} prefs
   */
  constructor(session, prefs) {
    super();
    this.session = session;
    this.prefs = prefs;
    /** @type {Panel} */ this.panel = 'list';
    this.inbox = false;
    this.notifier = new Notifier();
    this.alerts = new Alerts(session, prefs, this.notifier, (id) => this.goTicket(id));
    this.bar = new DeskBar(session, this.notifier);
    this.lists = new DeskListPane(session);
    this.chat = new DeskChatPane(session);
    this.details = new DeskDetailsPane(session);
    this.tray = new DeskTray(session);
    this.main = h('main', { class: 'panes' }, this.lists, this.chat, this.details);
    this.settingsHost = h('main', { class: 'settings-host', hidden: true });
    this.navigation = new Navigation(this);
    this.keyboard = new DeskKeyboard(this);
    this.paint = soon(() => this.#paint());
    this.onProblem = (/** @type {Event} */ event) => this.#problem(/** @type {CustomEvent} */ (event).detail);
    this.onArrived = (/** @type {Event} */ event) => this.#arrived(/** @type {CustomEvent} */ (event).detail);
    this.onChange = (/** @type {Event} */ event) => this.#changed(/** @type {CustomEvent} */ (event).detail);
    this.#listen();
  }

  connectedCallback() {
    const { session } = this;
    this.replaceChildren(this.bar, this.main, this.settingsHost, this.tray);
    session.addEventListener('change', this.onChange);
    session.store.addEventListener('change', this.paint);
    session.addEventListener('problem', this.onProblem);
    session.addEventListener('arrived', this.onArrived);
    this.keyboard.start();
    this.#paint();
    this.navigation.start();
  }

  disconnectedCallback() {
    const { session } = this;
    this.alerts.stop();
    session.removeEventListener('change', this.onChange);
    session.store.removeEventListener('change', this.paint);
    session.removeEventListener('problem', this.onProblem);
    session.removeEventListener('arrived', this.onArrived);
    this.keyboard.stop();
    this.navigation.stop();
    for (const dialog of document.querySelectorAll('dialog[open]')) /** @type {HTMLDialogElement} */ (dialog).close();
  }

  #listen() {
    const { session, bar, lists, chat, details, tray } = this;
    /** @type {(part: EventTarget, name: string, run: (detail: any) => void) => void} */
    const on = (part, name, run) =>
      part.addEventListener(name, (event) => run(/** @type {CustomEvent} */ (event).detail));
    for (const part of [lists, chat, tray]) on(part, 'pick', (id) => this.pick(id));
    for (const part of [lists, tray]) on(part, 'list', (list) => this.goList(list));
    for (const part of [chat, details]) on(part, 'openticket', (id) => this.goTicket(id));
    on(bar, 'errand', (errand) => this.errand(errand));
    on(lists, 'open', (id) => this.goTicket(id));
    on(lists, 'search', (q) => this.navigation.search(q));
    on(chat, 'back', () => this.back());
    on(chat, 'details', () => this.show(this.panel === 'details' ? 'chat' : 'details'));
    on(chat, 'act', (name) => this.act(name));
    on(chat, 'shut', () => this.keyboard.hush());
    on(details, 'back', () => this.show('chat'));
    on(tray, 'undo', (id) => this.undo(id));
    on(bar, 'presence', (status) => choosePresence(session, status));
  }

  /** The inbox's name and colour, asked for again with each connection until they are there. */
  async #inbox() {
    if (this.inbox || !this.session.connected) return;
    this.inbox = true;
    try {
      const { name, accent } = await this.session.api.inbox();
      this.navigation.house = name;
      if (name) this.bar.rename(name);
      this.navigation.title();
      applyAccent(document.documentElement, accent);
    } catch {
      this.inbox = false;
    }
  }

  // — The address —

  /** @param {import('./routes.js').Route} route */
  go(route) {
    this.navigation.go(route);
  }

  /** @param {number|string} number of a ticket, in the list or among what was found */
  #at(number) {
    const { list, store } = this.session;
    this.go(tickets(list, number, store.search.q));
  }

  /** @param {ListName} list */
  goList(list) {
    if (this.panel === 'settings' && askUnsaved(() => this.goList(list))) return;
    this.lists.cursor = null;
    this.show('list');
    const open = this.session.row;
    this.go(tickets(list, open && !narrow() ? open.number : ''));
  }

  /**
   * Opens a ticket. Who may reply types into the reply at once; on a small screen that would bring up its keyboard.
   * @param {string} id
   */
  goTicket(id) {
    if (this.panel === 'settings' && askUnsaved(() => this.goTicket(id))) return;
    const { session, chat } = this;
    const row = session.store.tickets.get(id);
    if (row && session.openId !== id) void session.open(id);
    this.show('chat');
    this.#at(row?.number ?? id);
    if (narrow()) requestAnimationFrame(() => chat.focusTitle());
    else if (row && !matchMedia('(pointer: coarse)').matches) {
      chat.paintNow();
      chat.composer.takeFocus();
    }
  }

  /** The focus goes back from a field to where the open ticket stands. */
  rest() {
    const id = this.session.openId;
    if (id && !this.lists.focusRow(id)) this.chat.focusTitle();
  }

  back() {
    const id = this.session.openId;
    this.show('list');
    if (id) requestAnimationFrame(() => this.lists.focusRow(id));
    this.#at('');
  }

  /** @param {Panel} panel */
  show(panel) {
    this.panel = panel;
    this.dataset.panel = panel;
  }

  // — What is painted and told here —

  #paint() {
    this.toggleAttribute('data-online', this.session.able);
    this.bar.paint();
    this.tray.paint();
    this.navigation.title();
  }

  /** @param {string} topic */
  #changed(topic) {
    const { session } = this;
    if (topic === 'stopped' && session.openId && session.stopped.has(session.openId)) this.chat.composer.refill();
    if (topic === 'connection') void this.#inbox();
    this.paint();
  }

  /** @param {import('./arrivals.js').Arrival} arrival */
  #arrived({ kind, frame }) {
    if (kind === 'ticket') {
      this.lists.say(t('desk.alert.ticket', { name: frame.summary?.user_name ?? t('someone') }));
    } else if (kind === 'transfer') {
      this.tell(t('desk.alert.transfer', { name: frame.from, number: frame.ticket.number }));
    } else if (frame.ticket_id !== this.session.openId) {
      this.lists.say(t('desk.alert.message', { name: frame.author_name ?? t('someone') }));
    }
  }

  /** @param {{code: string, vars: Record<string, string|number>}} problem */
  #problem({ code, vars }) {
    const named = code === 'already_picked' && !vars.name ? 'already_picked.someone' : code;
    this.tell(errorWords(named, { viewer: 'staff', tried: true, vars }));
  }

  /** @param {string} words */
  tell(words) {
    toast(words);
    for (const el of document.querySelectorAll('.toasts > .toast:not([data-testid])')) {
      /** @type {HTMLElement} */ (el).dataset.testid = 'toast';
    }
  }

  // — What is done —

  /**
   * Picks, and opens at once: who picks writes next, and what they write must not get lost on the way.
   * @param {string} id
   */
  pick(id) {
    if (this.panel === 'settings' && askUnsaved(() => this.pick(id))) return;
    const { session, chat } = this;
    if (!session.pick(id)) return;
    this.keyboard.hush();
    if (session.openId !== id) void session.open(id);
    this.show('chat');
    this.#at(session.store.tickets.get(id)?.number ?? id);
    chat.paintNow();
    chat.composer.begin();
  }

  /** @param {ActionName} name */
  act(name) {
    const { session } = this;
    const id = session.openId;
    const status = STATUS_OF[name];
    if (!id) return;
    if (name === 'transfer') showTransfer(session);
    else if (name === 'release') void session.act({ type: 'release', ticket_id: id });
    else if (name === 'close') {
      const number = session.shown?.number ?? '';
      ask({
        title: t('desk.close.title', { number }), words: t('desk.close.words'), yes: t('desk.close.yes'),
        testid: 'ask-close', run: () => session.statuses.hold(id, 'closed'),
      });
    } else if (status) session.statuses.hold(id, status);
  }

  /** @param {string} [id] of a ticket; absent: what was done last */
  undo(id) {
    const { statuses, store } = this.session;
    const item = statuses.undo(id);
    if (item) this.tell(t('desk.undone', { number: store.tickets.get(item.frame.ticket_id)?.number ?? '' }));
    return item !== undefined;
  }

  /** @param {import('./bar.js').Errand} errand */
  errand(errand) {
    const search = () => requestAnimationFrame(() => this.keyboard.run('search'));
    if (errand === 'search' && this.panel === 'settings') {
      addEventListener('hashchange', search, { once: true });
      this.#at('');
    } else if (errand === 'search') search();
    else if (errand === 'palette') showPalette(commandsFor(this));
    else if (errand === 'shortcuts') showShortcuts();
    else if (errand === 'settings') this.go(settings(''));
    else if (errand === 'logout') this.dispatchEvent(new CustomEvent('logout'));
    else {
      this.notifier.muted = !this.notifier.muted;
      this.paint();
    }
  }
}

customElements.define('desk-app', DeskApp);
