import { h } from '/shared/dom.js';
import { loadMore, t } from '/shared/i18n.js';
import { address, linkTo, parse, tickets } from './routes.js';
import { DeskSettings } from './settings.js';
import { askUnsaved } from './unsaved.js';

/** @typedef {import('./routes.js').Route} Route */

const SETTINGS_WORDS = {
  en: () => import('/shared/words/settings-en.js'), de: () => import('/shared/words/settings-de.js'),
};

/** One pane at a time. */
export const narrow = () => matchMedia('(max-width: 759px)').matches;

/** Shows what the address names, and calls the tab by it. */
export class Navigation {
  /** @param {import('./app.js').DeskApp} app */
  constructor(app) {
    this.app = app;
    /** @type {Route} what the address names */ this.route = tickets(null);
    /** whose desk it is: the inbox's name */ this.house = '';
    /** @type {import('./settings.js').DeskSettings|undefined} */ this.settings = undefined;
    this.onHash = () => void this.#follow();
  }

  start() {
    addEventListener('hashchange', this.onHash);
    void this.#follow();
  }

  stop() {
    removeEventListener('hashchange', this.onHash);
  }

  /** @param {Route} route */
  go(route) {
    if (this.app.panel === 'settings' && askUnsaved(() => this.go(route))) return;
    const hash = address(route);
    if (location.hash.slice(1) === hash) void this.#follow();
    else location.hash = hash;
  }

  /**
   * What is searched for has an address as lists have. While somebody writes it, it is one address that changes: Back
   * goes to where they were before.
   * @param {string} q
   */
  search(q) {
    const { route } = this;
    if (route.view === 'settings' || route.q === q) return;
    const next = tickets(this.app.session.list, route.number, q);
    if (!route.q || !q) return this.go(next);
    this.route = next;
    history.replaceState(null, '', `#${address(next)}`);
    this.title();
  }

  async #follow() {
    const route = parse(location.hash);
    const asked = location.hash;
    if (address(route) !== address(this.route) && askUnsaved(() => { location.hash = asked; })) {
      history.replaceState(null, '', `#${address(this.route)}`);
      return;
    }
    this.route = route;
    const settings = route.view === 'settings';
    this.app.main.hidden = settings;
    this.app.settingsHost.hidden = !settings;
    if (route.view === 'settings') await this.#showSettings(route);
    else await this.#showList(route);
    this.title();
  }

  /** @param {import('./routes.js').SettingsRoute} route */
  async #showSettings(route) {
    const host = this.app.settingsHost;
    this.app.show('settings');
    if (this.settings?.isConnected) return this.settings.show(route);
    const page = await this.#settings(route).catch(() => null);
    if (this.route !== route) return;
    if (page) {
      host.replaceChildren(page);
      page.focusTitle();
    } else {
      const again = h('button', {
        class: 'btn', type: 'button', text: t('desk.again'), onclick: () => void this.#follow(),
      });
      host.replaceChildren(h('div', { class: 'empty' }, h('p', { role: 'alert', text: t('err.offline') }), again));
    }
  }

  /** @param {import('./routes.js').ListRoute} route */
  async #showList(route) {
    const { session, lists, chat } = this.app;
    this.app.settingsHost.replaceChildren();
    const { list, number, q } = route;
    const before = this.app.panel;
    session.show(list ?? session.list);
    lists.seek(q);
    if (!number) {
      session.leave();
      this.app.show('list');
      this.#focusLost(() => lists.focusTitle());
      return;
    }
    const id = await session.reader.find(number);
    if (this.route !== route) return;
    if (before === 'settings' || !narrow() || before === 'list') this.app.show('chat');
    if (id === null) {
      session.leave();
      session.missing(number);
      this.app.paint();
      chat.paint();
    } else if (session.openId !== id) {
      void session.open(id);
      this.#focusLost(() => chat.focusTitle());
    }
  }

  /**
   * Who came by a link, or by Back, is at the view's heading; who has the focus somewhere keeps it.
   * @param {() => void} focus
   */
  #focusLost(focus) {
    requestAnimationFrame(() => {
      const has = document.activeElement;
      if (!has || has === document.body || has.closest('[hidden]')) focus();
    });
  }

  /**
   * Their words come when they are first asked for: most agents open them once a month.
   * @param {import('./routes.js').SettingsRoute} route
   */
  async #settings(route) {
    await loadMore(SETTINGS_WORDS);
    const page = this.settings = new DeskSettings(this.app.session, route);
    page.addEventListener('back', () => this.go(this.#tickets()));
    page.addEventListener('go', (event) => this.go(/** @type {CustomEvent} */ (event).detail));
    page.addEventListener('name', () => this.app.paint());
    page.addEventListener('title', () => this.title());
    return page;
  }

  /** Where one was before the settings. */
  #tickets() {
    const { list, store } = this.app.session;
    return tickets(list, '', store.search.q);
  }

  /** What the tab is called: what is in sight, and whose desk it is. */
  title() {
    const { route } = this;
    const { session, notifier } = this.app;
    const ticket = session.shown;
    const what = route.view === 'settings' ? this.settings?.heading || t('desk.settings')
      : ticket && route.number ? `#${ticket.number} ${ticket.subject}`
        : route.q ? t('desk.found.of', { q: route.q }) : t(`desk.list.${session.list}`);
    notifier.setTitle(`${what} · ${this.house || t('desk.title')}`);
  }

  /** The open ticket's address, for a colleague. */
  async copyLink() {
    const { shown } = this.app.session;
    if (!shown) return;
    const link = linkTo(location.origin, shown.number);
    try {
      await navigator.clipboard.writeText(link);
      this.app.tell(t('desk.link.copied', { number: shown.number }));
    } catch {
      this.app.tell(link);
    }
  }
}
