import { h, setText } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { initials } from '/shared/text.js';
import { sign } from './icons.js';

/** @typedef {'search'|'palette'|'shortcuts'|'settings'|'mute'|'logout'} Errand */

/**
 * What is always in sight: name, connection, tools, who is signed in, the switch. Events: `errand` (detail: Errand),
 * `presence` (detail: what is wanted).
 */
export class DeskBar extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {import('/shared/notify.js').Notifier} notifier
   */
  constructor(session, notifier) {
    super();
    this.session = session;
    this.notifier = notifier;
    this.brand = h('h1', { class: 'bar-brand', text: t('desk.title') });
    this.connWords = h('span', { class: 'conn-words' });
    this.connection = h('div', { class: 'conn', role: 'status', 'data-testid': 'connection' },
      h('span', { class: 'conn-dot', 'aria-hidden': 'true' }), this.connWords);
    this.switchWords = h('span', { class: 'switch-words' });
    const track = h('span', { class: 'switch-track', 'aria-hidden': 'true' }, h('span', { class: 'switch-thumb' }));
    this.presence = h('button', {
      class: 'switch', type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-label': t('desk.presence'),
      'data-testid': 'presence-switch', onclick: () => this.#toggle(),
    }, this.switchWords, track);
    this.face = h('span', { class: 'avatar small', 'aria-hidden': 'true' });
    this.name = h('span', { class: 'account-name', dir: 'auto' });
    this.fullName = h('strong', { dir: 'auto' });
    this.soundWords = h('span');
  }

  connectedCallback() {
    const tools = h('div', { class: 'bar-tools' },
      this.#tool('search', t('desk.search'), '/', icon('search', 18)),
      this.#tool('palette', t('desk.palette'), 'Ctrl K', sign('command'), 'not-narrow'),
      this.#tool('settings', t('desk.settings'), '', sign('gear')));
    const header = h('header', { class: 'bar' }, this.brand, this.connection, tools, ...this.#account(), this.presence);
    this.replaceChildren(header);
    this.paint();
  }

  /** @param {Errand} errand */
  #go(errand) {
    this.dispatchEvent(new CustomEvent('errand', { detail: errand }));
  }

  /** @param {Errand} errand @param {string} words @param {string} key @param {Element} drawn @param {string} [more] */
  #tool(errand, words, key, drawn, more = '') {
    return h('button', {
      class: `btn icon quiet ${more}`, type: 'button', 'aria-label': words, title: key ? `${words} (${key})` : words,
      'data-testid': errand === 'settings' ? errand : `tool-${errand}`, onclick: () => this.#go(errand),
    }, drawn);
  }

  /** Who is signed in, and what belongs to them. */
  #account() {
    const { me } = this.session;
    const button = h('button', {
      class: 'account', type: 'button', popovertarget: 'account-menu', 'data-testid': 'account',
      'aria-label': t('desk.account.of', { name: me.name }),
    }, this.face, this.name);
    const menu = h('div', { class: 'menu', id: 'account-menu', popover: 'auto', 'data-testid': 'account-menu' });
    const item = (/** @type {Errand} */ errand, /** @type {Element} */ drawn, /** @type {Element} */ label) => {
      const run = () => { /** @type {any} */ (menu).hidePopover(); this.#go(errand); };
      const testid = errand === 'logout' ? errand : `menu-${errand}`;
      const made = { class: 'menu-item', type: 'button', 'data-testid': testid, onclick: run };
      menu.append(h('button', made, drawn, label));
    };
    const words = (/** @type {string} */ key) => h('span', { text: t(key) });
    menu.append(h('div', { class: 'menu-head' }, this.fullName,
      me.email ? h('span', { dir: 'auto', text: me.email }) : null,
      h('span', { 'data-testid': 'account-role', text: t(`desk.role.${me.role}`) })));
    item('settings', icon('user', 18), words('desk.account'));
    item('shortcuts', sign('keys'), words('desk.keys'));
    item('mute', icon('sound', 18), this.soundWords);
    item('logout', sign('out'), words('desk.logout'));
    return [button, menu];
  }

  #toggle() {
    const { session } = this;
    const detail = session.wanted === 'online' ? 'offline' : 'online';
    if (session.presence.known) this.dispatchEvent(new CustomEvent('presence', { detail }));
  }

  paint() {
    const { session, presence, connection, switchWords, connWords } = this;
    const state = session.connected && session.catchingUp && session.everOpen ? 'catching-up' : session.connection;
    connection.dataset.state = state;
    setText(connWords, t(`desk.conn.${state}`));
    connection.title = state === 'reconnecting' ? t('desk.conn.gone') : '';
    const { known } = session.presence;
    presence.setAttribute('aria-disabled', String(!known));
    presence.title = known ? '' : t('desk.presence.unknown');
    presence.setAttribute('aria-checked', String(session.able));
    presence.dataset.wanted = session.wanted ?? 'offline';
    const soon = session.wanted === 'online' && !session.able;
    setText(switchWords, t(session.able ? 'desk.online' : soon ? 'desk.presence.soon' : 'desk.offline'));
    presence.toggleAttribute('data-soon', soon);
    const { name } = session.me;
    for (const el of [this.name, this.fullName]) setText(el, name);
    setText(this.face, initials(name));
    setText(this.soundWords, t(this.notifier.muted ? 'notify.unmute' : 'notify.mute'));
  }

  /** @param {string} name the inbox's */
  rename(name) {
    setText(this.brand, name);
  }
}

customElements.define('desk-bar', DeskBar);
