import { KeyRun } from './key-run.js';
import { actionFor, CHANGES, takesText } from './keys.js';
import { LIST_NAMES } from './lists.js';
import { tickets } from './routes.js';
import { allowed, pickable } from './rules.js';

const QUIET_MS = 1_500;
const TYPING_ON_MS = 800;
const NARROW = '(max-width: 759px)';

/** The keys of the desk. After a pick they are off for a moment: what is typed then is meant for the customer. */
export class DeskKeyboard {
  /** @param {import('./app.js').DeskApp} app */
  constructor(app) {
    this.app = app;
    this.quietUntil = 0;
    this.keys = new KeyRun();
    this.onPointer = () => this.keys.drop();
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);
  }

  start() {
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('pointerdown', this.onPointer, true);
  }

  stop() {
    document.removeEventListener('keydown', this.onKey);
    document.removeEventListener('pointerdown', this.onPointer, true);
    this.keys.drop();
  }

  /** For a moment no single key is a shortcut. */
  hush() {
    this.quietUntil = Math.max(this.quietUntil, performance.now() + QUIET_MS);
  }

  /** Whether what is typed is meant for a field that has not the focus yet, or has just lost it. */
  #quiet() {
    const now = performance.now();
    if (now >= this.quietUntil && !this.app.chat.composer.wants) return false;
    this.quietUntil = Math.max(this.quietUntil, now + TYPING_ON_MS); // who types on goes on typing
    return true;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const goesOn = this.keys.pressed(event);
    if (event.defaultPrevented || document.querySelector('dialog[open], :popover-open')) return;
    const focus = document.activeElement;
    const action = actionFor(event, {
      typing: takesText(focus), control: Boolean(focus?.matches('button, a, select, summary, input')),
      quiet: event.key.length === 1 && (this.#quiet() || goesOn), single: this.app.prefs.get('keys') === 'on',
    });
    if (action === 'escape') this.quietUntil = 0;
    if (action && (this.#waits(action, event) || this.run(action))) event.preventDefault();
    if (action === 'next' || action === 'previous') this.keys.end();
  }

  /**
   * What changes a ticket might be the first letter of a word: it waits for the second one.
   * @param {import('./keys.js').Action} action
   * @param {KeyboardEvent} event
   */
  #waits(action, event) {
    if (!CHANGES.has(action) || event.ctrlKey || event.metaKey) return false;
    const { app } = this;
    const meant = () => `${app.panel} ${app.session.openId} ${app.lists.cursor}`;
    const before = meant();
    this.keys.alone(() => {
      if (meant() === before && !document.querySelector('dialog[open]')) this.run(action);
    });
    return true;
  }

  /**
   * @param {import('./keys.js').Action} action
   * @returns {boolean} whether there was something to do
   */
  run(action) {
    const { app } = this;
    const { session, lists, chat } = app;
    if (action === 'palette' || action === 'shortcuts') {
      app.errand(action);
      return true;
    }
    if (action === 'escape') return this.#escape();
    if (action === 'undo') return app.undo();
    if (app.panel === 'settings') return false;
    if (action.startsWith('list-')) {
      app.goList(LIST_NAMES[Number(action.slice(5)) - 1]);
      return true;
    }
    if (matchMedia(NARROW).matches && ['next', 'previous', 'search'].includes(action)) app.show('list');
    switch (action) {
      case 'next': case 'previous': lists.move(action === 'next' ? 1 : -1); return true;
      case 'open': if (lists.cursor) app.goTicket(lists.cursor); return lists.cursor !== null;
      case 'search': lists.focusSearch(); return true;
      case 'pick': return this.#pick();
      case 'reply': case 'note':
        if (!session.shown) return false;
        chat.composer.setMode(action);
        chat.composer.focusInput();
        return true;
      case 'resolve':
        if (session.able && session.shown && allowed(session.shown, session.me).has('resolve')) app.act('resolve');
        return true;
      default: return false;
    }
  }

  #pick() {
    const { session, lists } = this.app;
    const id = lists.cursor ?? session.openId;
    const target = id ? session.store.tickets.get(id) : undefined;
    if (id && target && pickable(target, session.me)) this.app.pick(id);
    return true;
  }

  #escape() {
    const { app } = this;
    const focus = /** @type {HTMLElement|null} */ (document.activeElement);
    if (app.panel === 'settings') app.go(tickets(app.session.list, '', app.session.store.search.q));
    else if (focus?.dataset.testid === 'search' || app.lists.searching) {
      // The field keeps the focus: who has cleared it types the next question there.
      if (app.lists.clearSearch()) app.lists.focusSearch();
      else focus?.blur();
    } else if (takesText(focus)) {
      focus?.blur();
      app.rest();
    } else if (app.panel === 'details') app.show('chat');
    else if (app.session.openId) app.back();
    else return false;
    return true;
  }
}
