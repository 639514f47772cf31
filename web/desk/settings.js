import { h, setText, toast } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { has, language, t } from '/shared/i18n.js';
import { NEW_PASSWORD, PASSWORD_LENGTH, refusedPassword, SHORTEST_PASSWORD } from '/shared/passwords.js';
import { applyAccent } from '/shared/theme.js';
import { openDialog } from './dialogs.js';

/** @typedef {{staff_id: string, name: string, email: string, role: string, online: boolean, disabled: boolean}} Agent */

const ROLES = ['agent', 'supervisor', 'admin'];

/** @param {unknown} error */
function reason(error) {
  const { code, message } = /** @type {import('/shared/api.js').ApiError} */ (error);
  if (refusedPassword({ code, message })) return t('err.password', PASSWORD_LENGTH);
  if (code === 'bad_request' && message) return message;
  return t(has(`err.${code}`) ? `err.${code}` : 'err.unknown');
}

let made = 0;

/**
 * A label, its control and a line of help.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
function field(label, control, hint) {
  control.id ||= `field-${++made}`;
  const words = h('label', { for: control.id, text: label });
  if (!hint) return h('div', { class: 'field' }, words, control);
  const help = h('span', { class: 'hint', id: `${control.id}-hint`, text: hint });
  control.setAttribute('aria-describedby', help.id);
  return h('div', { class: 'field' }, words, control, help);
}

/** @param {Record<string, any>} [props] */
const input = (props = {}) => h('input', { class: 'input', ...props });

/** @param {[string, string][]} options @param {string} value @param {Record<string, any>} [props] */
function select(options, value, props = {}) {
  const el = h('select', { class: 'input select', ...props }, ...options.map(([key, words]) => h('option', { value: key, text: words })));
  el.value = value;
  return el;
}

/**
 * A form that says what happened beside its button.
 * @param {string} label of the button
 * @param {() => Promise<string|void>} save gives the sentence of success
 * @param {...Node} fields
 */
function form(label, save, ...fields) {
  const said = h('span', { class: 'form-said', role: 'status' });
  const button = h('button', { class: 'btn primary', type: 'submit', text: label });
  const el = h('form', { class: 'settings-form' }, ...fields, h('div', { class: 'form-foot' }, button, said));
  el.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.removeAttribute('data-bad');
    setText(said, '');
    try {
      setText(said, (await save()) ?? t('desk.saved'));
    } catch (error) {
      said.setAttribute('data-bad', '');
      setText(said, reason(error));
    }
    button.disabled = false;
  });
  return el;
}

/** Profile and device for everybody; agents and inbox for administrators. Events: `back`, `language`, `name`. */
export class DeskSettings extends HTMLElement {
  constructor() {
    super();
    /** @type {import('./session.js').DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {import('./prefs.js').Prefs} */ this.prefs = /** @type {any} */ (null);
  }

  connectedCallback() {
    const back = h('button', { class: 'btn small quiet', type: 'button', 'data-testid': 'settings-back', onclick: () => this.dispatchEvent(new CustomEvent('back')) }, icon('back', 16), t('desk.back.lists'));
    const title = h('h2', { class: 'settings-title', tabindex: '-1', text: t('desk.settings') });
    const body = h('div', { class: 'settings', 'data-testid': 'settings-view' }, h('div', { class: 'settings-head' }, back, title), this.#profile(), this.#device());
    this.replaceChildren(body);
    if (this.session.me.role === 'admin') {
      this.agentsHost = h('section', { class: 'card', 'aria-label': t('desk.agents'), 'data-testid': 'settings-agents' }, h('h3', { text: t('desk.agents') }), h('div', { class: 'skeleton settings-skeleton', 'aria-hidden': 'true' }));
      this.inboxHost = h('section', { class: 'card', 'aria-label': t('desk.inbox'), 'data-testid': 'settings-inbox' }, h('h3', { text: t('desk.inbox') }), h('div', { class: 'skeleton settings-skeleton', 'aria-hidden': 'true' }));
      body.append(this.agentsHost, this.inboxHost);
      void this.#agents();
      void this.#inbox();
    } else {
      body.append(h('p', { class: 'settings-note', text: t('desk.settings.admin') }));
    }
    title.focus();
  }

  #profile() {
    const { me, api } = this.session;
    const name = input({ required: true, maxlength: 80, autocomplete: 'name', 'data-testid': 'profile-name' });
    name.value = me.name;
    const save = async () => {
      const answer = await api.patch('/me', { name: name.value.trim() });
      me.name = answer?.name ?? name.value.trim();
      this.dispatchEvent(new CustomEvent('name'));
    };
    return h('section', { class: 'card', 'aria-label': t('desk.profile') }, h('h3', { text: t('desk.profile') }), me.email ? h('p', { class: 'settings-note', text: me.email }) : null,
      form(t('desk.save'), save, field(t('desk.field.name'), name, t('desk.profile.hint'))));
  }

  #device() {
    const { prefs } = this;
    const theme = select(['system', 'light', 'dark'].map((key) => [key, t(`desk.theme.${key}`)]), prefs.get('theme'));
    theme.addEventListener('change', () => prefs.set('theme', /** @type {'system'|'light'|'dark'} */ (theme.value)));
    const words = select([['en', 'English'], ['de', 'Deutsch']], language());
    words.addEventListener('change', () => {
      prefs.set('language', words.value);
      this.dispatchEvent(new CustomEvent('language'));
    });
    const keys = h('input', { type: 'checkbox', id: 'pref-keys' });
    keys.checked = prefs.get('keys') === 'on';
    keys.addEventListener('change', () => prefs.set('keys', keys.checked ? 'on' : 'off'));
    const alerts = h('input', { type: 'checkbox', id: 'pref-alerts' });
    const refused = h('span', { class: 'hint', role: 'status' });
    alerts.checked = prefs.get('alerts') === 'on' && typeof Notification !== 'undefined' && Notification.permission === 'granted';
    alerts.addEventListener('change', async () => {
      if (alerts.checked) {
        const granted = typeof Notification !== 'undefined' && (await Notification.requestPermission()) === 'granted';
        alerts.checked = granted;
        setText(refused, granted ? '' : t('desk.device.alerts.refused'));
      }
      prefs.set('alerts', alerts.checked ? 'on' : 'off');
    });
    return h('section', { class: 'card', 'aria-label': t('desk.device') }, h('h3', { text: t('desk.device') }), h('div', { class: 'settings-form' },
      h('div', { class: 'field-pair' }, field(t('desk.device.theme'), theme), field(t('desk.device.language'), words)),
      h('div', { class: 'check' }, keys, h('label', { for: 'pref-keys', text: t('desk.device.keys') })),
      h('div', { class: 'check' }, alerts, h('label', { for: 'pref-alerts', text: t('desk.device.alerts') }), refused)));
  }

  async #agents() {
    const host = /** @type {HTMLElement} */ (this.agentsHost);
    const { api, me } = this.session;
    /** @type {Agent[]} */ let agents;
    try {
      ({ agents } = await api.get('/agents'));
    } catch (error) {
      this.#broken(host, t('desk.agents'), error, () => void this.#agents());
      return;
    }
    const list = h('ul', { class: 'agents' });
    for (const agent of agents) {
      const role = select(ROLES.map((key) => [key, t(`desk.role.${key}`)]), agent.role, { 'aria-label': t('desk.role.of', { name: agent.name }), disabled: agent.staff_id === me.id });
      role.addEventListener('change', () => void this.#patch(agent, { role: role.value }));
      const self = agent.staff_id === me.id;
      list.append(h('li', { class: 'agent', 'data-staff': agent.staff_id, 'data-disabled': agent.disabled },
        h('div', { class: 'agent-words' }, h('strong', { dir: 'auto', text: agent.name }), h('span', { dir: 'auto', text: agent.email }), agent.disabled ? h('span', { class: 'tag', 'data-tone': 'bad', text: t('desk.agent.disabled') }) : h('span', { class: 'tag', 'data-tone': agent.online ? 'good' : '', text: t(agent.online ? 'desk.online' : 'desk.offline') })),
        h('div', { class: 'agent-acts' }, role,
          h('button', { class: 'btn small', type: 'button', 'aria-label': `${t('desk.agent.password')}: ${agent.name}`, text: t('desk.agent.password'), onclick: () => this.#password(agent) }),
          h('button', { class: 'btn small', type: 'button', disabled: self, 'aria-label': `${t(agent.disabled ? 'desk.agent.enable' : 'desk.agent.disable')}: ${agent.name}`, text: t(agent.disabled ? 'desk.agent.enable' : 'desk.agent.disable'), onclick: () => void this.#patch(agent, { disabled: !agent.disabled }) }))));
    }
    const add = h('button', { class: 'btn', type: 'button', 'data-testid': 'agent-add', onclick: () => this.#add() }, icon('plus', 16), t('desk.agent.add'));
    host.replaceChildren(h('div', { class: 'card-head' }, h('h3', { text: t('desk.agents') }), add), list);
  }

  /** @param {Agent} agent @param {object} change */
  async #patch(agent, change) {
    try {
      await this.session.api.patch(`/agents/${encodeURIComponent(agent.staff_id)}`, change);
      toast(t('desk.saved'));
    } catch (error) {
      toast(reason(error));
    }
    await this.#agents();
  }

  /** @param {Agent} agent */
  #password(agent) {
    const password = input(NEW_PASSWORD);
    const dialog = openDialog({ title: t('desk.agent.password.title', { name: agent.name }), testid: 'agent-password' }, form(t('desk.save'), async () => {
      await this.session.api.patch(`/agents/${encodeURIComponent(agent.staff_id)}`, { password: password.value });
      dialog.close();
      toast(t('desk.saved'));
    }, field(t('desk.field.password'), password, t('desk.password.hint', { n: SHORTEST_PASSWORD }))));
    password.focus();
  }

  #add() {
    const name = input({ required: true, maxlength: 80, autocomplete: 'off' });
    const email = input({ type: 'email', required: true, maxlength: 254, autocomplete: 'off' });
    const password = input(NEW_PASSWORD);
    const role = select(ROLES.map((key) => [key, t(`desk.role.${key}`)]), 'agent');
    const dialog = openDialog({ title: t('desk.agent.add'), testid: 'agent-new' }, form(t('desk.agent.add'), async () => {
      await this.session.api.post('/agents', { name: name.value.trim(), email: email.value.trim(), password: password.value, role: role.value });
      dialog.close();
      toast(t('desk.agent.added', { name: name.value.trim() }));
      await this.#agents();
    }, field(t('desk.field.name'), name), field(t('desk.field.email'), email), field(t('desk.field.password'), password, t('desk.password.hint', { n: SHORTEST_PASSWORD })), field(t('desk.field.role'), role)));
    name.focus();
  }

  async #inbox() {
    const host = /** @type {HTMLElement} */ (this.inboxHost);
    const { api } = this.session;
    /** @type {any} */ let inbox;
    try {
      inbox = await api.get('/inbox/settings');
    } catch (error) {
      this.#broken(host, t('desk.inbox'), error, () => void this.#inbox());
      return;
    }
    const name = input({ required: true, maxlength: 80 });
    name.value = inbox.name ?? '';
    const greeting = h('textarea', { class: 'input', rows: 2, maxlength: 500, dir: 'auto' });
    greeting.value = inbox.greeting ?? '';
    const accent = input({ type: 'color', class: 'input color' });
    accent.value = /^#[0-9a-f]{6}$/i.test(inbox.accent) ? inbox.accent : '#3b5bdb';
    const locale = select([['en', 'English'], ['de', 'Deutsch']], inbox.locale ?? 'en');
    const leave = h('input', { type: 'checkbox', id: 'inbox-leave' });
    leave.checked = Boolean(inbox.leave_message);
    const origins = h('textarea', { class: 'input', rows: 2, spellcheck: 'false', placeholder: 'https://shop.example' });
    origins.value = (inbox.origins ?? []).join('\n');
    const days = input({ type: 'number', min: 0, max: 365, inputmode: 'numeric' });
    days.value = String(inbox.auto_close_days ?? '');
    const save = async () => {
      /** @type {Record<string, unknown>} */
      const change = { name: name.value.trim(), greeting: greeting.value.trim(), accent: accent.value, locale: locale.value, leave_message: leave.checked, origins: origins.value.split(/\s+/).filter(Boolean) };
      if (days.value !== '') change.auto_close_days = Number(days.value);
      await api.patch('/inbox', change);
      applyAccent(document.documentElement, accent.value);
    };
    host.replaceChildren(h('h3', { text: t('desk.inbox') }), form(t('desk.save'), save,
      field(t('desk.inbox.name'), name), field(t('desk.inbox.greeting'), greeting, t('desk.inbox.greeting.hint')),
      h('div', { class: 'field-pair' }, field(t('desk.inbox.accent'), accent), field(t('desk.inbox.locale'), locale)),
      h('div', { class: 'check' }, leave, h('label', { for: 'inbox-leave', text: t('desk.inbox.leave') })),
      field(t('desk.inbox.origins'), origins, t('desk.inbox.origins.hint')), field(t('desk.inbox.days'), days, t('desk.inbox.days.hint'))));
  }

  /** @param {HTMLElement} host @param {string} title @param {unknown} error @param {() => void} again */
  #broken(host, title, error, again) {
    host.replaceChildren(h('h3', { text: title }), h('p', { class: 'problem', text: reason(error) }), h('button', { class: 'btn small', type: 'button', text: t('desk.again'), onclick: again }));
  }
}

customElements.define('desk-settings', DeskSettings);
