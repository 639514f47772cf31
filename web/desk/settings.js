import '/shared/forms/document-form.js';
import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { icon } from '/shared/icons.js';
import { Words } from '/shared/forms/words.js';
import { reason } from './forms.js';
import { address, settings } from './routes.js';
import { agentsCard } from './settings-agents.js';
import { passwordCard, secondFactorCard, sessionsCard } from './settings-account.js';
import { DocumentView } from './settings-document.js';
import { KindView } from './settings-kind.js';
import { profileCard } from './settings-own.js';
import { TRAIL, TrailView } from './settings-trail.js';

/** @typedef {import('./routes.js').SettingsRoute} SettingsRoute */
/** @typedef {import('/shared/forms/description.js').Kind} Kind */
/** @typedef {{name: string, words: string, body: () => Node[]}} Section */

/**
 * The settings: sections beside what the chosen one holds. One's account for everybody, agents for
 * administrators, and one for each kind of document. Events: `back`, `go` (detail: Route), `name`, `title`.
 */
export class DeskSettings extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {SettingsRoute} route
   */
  constructor(session, route) {
    super();
    this.session = session;
    this.route = route;
    /** @type {Kind[]|null} null: not read yet */ this.kinds = null;
    this.heading = '';
    /** what could not be read: words @type {string} */ this.trouble = '';
    this.title_ = h('h2', { class: 'settings-title', tabindex: '-1' });
    this.nav = h('nav', { class: 'settings-nav', 'aria-label': t('desk.settings') });
    this.body = h('div', { class: 'settings-body' });
  }

  connectedCallback() {
    const back = h('button', {
      class: 'btn small quiet settings-leave', type: 'button', 'data-testid': 'settings-back',
      onclick: () => this.#tell('back'),
    }, icon('back', 16), t('desk.back.lists'));
    const up = h('a', { class: 'btn small quiet only-narrow settings-all', href: `#${address(settings(''))}` },
      icon('back', 16), t('desk.settings'));
    this.replaceChildren(h('div', { class: 'settings', 'data-testid': 'settings-view' },
      h('div', { class: 'settings-side' }, back, up, this.nav), h('div', { class: 'settings-main' }, this.title_,
        this.body)));
    this.#paint();
    void this.#readKinds();
  }

  /** @param {string} name @param {unknown} [detail] */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  async #readKinds() {
    const before = this.kinds;
    try {
      this.kinds = await this.session.documents.kinds();
      this.trouble = '';
    } catch (error) {
      this.kinds = [];
      this.trouble = reason(error);
    }
    if (this.isConnected && this.kinds !== before) this.#paint();
  }

  /** @returns {Section[]} */
  get sections() {
    const { session } = this;
    const own = () => {
      const profile = profileCard(session, () => this.#tell('name'));
      return session.demo ? [profile] : [
        profile, passwordCard(session), secondFactorCard(session), sessionsCard(session),
      ];
    };
    const ofKind = (/** @type {Kind} */ kind) => ({
      name: kind.kind, words: new Words(kind.kind).all, body: () => [this.#ofKind(kind)],
    });
    /** @type {Kind[]} */ const kinds = this.kinds ?? [];
    /** @type {Section[]} */
    const all = [
      { name: 'account', words: t('desk.account'), body: own }, ...kinds.filter((kind) => kind.own).map(ofKind),
    ];
    if (session.me.role === 'admin') {
      all.push({ name: 'agents', words: t('desk.agents'), body: () => [agentsCard(session)] });
    }
    all.push(...kinds.filter((kind) => !kind.own).map(ofKind));
    if (session.me.role === 'admin' && kinds.length) {
      all.push({ name: TRAIL, words: t('trail.title'), body: () => [this.#trail(kinds)] });
    }
    return all;
  }

  /** @param {Kind[]} kinds */
  #trail(kinds) {
    const view = new TrailView(this.session, kinds, this.route.id);
    view.addEventListener('go', (event) => this.#tell('go', /** @type {CustomEvent} */ (event).detail));
    return view;
  }

  /** @param {Kind} kind */
  #ofKind(kind) {
    const { route, session } = this;
    const id = kind.own ? session.me.id : route.id;
    const view = id ? new DocumentView(session, kind, id, route.history) : new KindView(session, kind);
    view.addEventListener('go', (event) => this.#tell('go', /** @type {CustomEvent} */ (event).detail));
    view.addEventListener('named', (event) => this.#name(/** @type {CustomEvent} */ (event).detail));
    return view;
  }

  /** @param {SettingsRoute} route */
  show(route) {
    const before = address(this.route);
    this.route = route;
    if (!this.isConnected || address(route) === before) return;
    const view = this.body.firstElementChild;
    if (view instanceof TrailView && route.section === TRAIL) {
      this.body.dataset.shows = address(route);
      return view.show(route.id);
    }
    this.#paint();
    this.focusTitle();
  }

  focusTitle() {
    const { title_, nav } = this;
    if (title_.offsetParent) title_.focus();
    else nav.querySelector('a')?.focus();
  }

  /** @param {string} words what is in sight */
  #name(words) {
    this.heading = words;
    this.title_.textContent = words;
    this.#tell('title');
  }

  #paint() {
    const { nav, body, route, sections } = this;
    const name = route.section || sections[0].name;
    this.toggleAttribute('data-inside', Boolean(route.section));
    nav.replaceChildren(h('ul', {}, ...sections.map((one) => h('li', {}, h('a', {
      class: 'settings-link', href: `#${address(settings(one.name))}`, text: one.words,
      'aria-current': one.name === name ? 'page' : null, 'data-testid': `section-${one.name}`,
    })))));
    if (this.kinds === null) nav.append(h('div', { class: 'skeleton settings-waiting', 'aria-hidden': 'true' }));
    const section = sections.find((one) => one.name === name);
    if (section) {
      if (body.dataset.shows === address(route) && body.firstChild) return; // what is written in it stays
      body.dataset.shows = address(route);
      this.#name(section.words);
      body.replaceChildren(...section.body());
      for (const head of body.querySelectorAll('h3')) head.classList.toggle('sr', head.textContent === section.words);
    } else if (this.kinds !== null) {
      body.dataset.shows = '';
      this.#name(t('desk.settings'));
      const words = this.trouble || t('settings.no.section');
      const again = h('button', {
        class: 'btn', type: 'button', text: t('desk.again'), onclick: () => void this.#readKinds(),
      });
      body.replaceChildren(h('p', { class: 'problem', text: words }), this.trouble ? again : '');
    } else {
      this.#name(t('desk.settings'));
      body.replaceChildren(h('div', { class: 'skeleton settings-skeleton', 'aria-hidden': 'true' }));
    }
    if (this.trouble && section) nav.append(h('p', { class: 'problem', text: this.trouble }));
  }
}

customElements.define('desk-settings', DeskSettings);
