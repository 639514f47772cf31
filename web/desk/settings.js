import { h } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { language, t } from '/shared/i18n.js';
import { setText } from '/shared/dom.js';
import { ask } from './dialogs.js';
import { agentsCard } from './settings-agents.js';
import { check, field, form, input, select } from './forms.js';
import { inboxCard } from './settings-inbox.js';
import { passwordCard, secondFactorCard, sessionsCard } from './settings-account.js';

/**
 * Asks before what was changed in the settings and not saved is lost.
 * @param {() => void} leave
 * @returns {boolean} whether there is such a thing
 */
export function askUnsaved(leave) {
  const forms = document.querySelectorAll('desk-settings form[data-unsaved]');
  if (!forms.length) return false;
  ask({
    title: t('desk.unsaved.title'), words: t('desk.unsaved.words'), yes: t('desk.unsaved.yes'), testid: 'ask-unsaved',
    run: () => {
      for (const form of forms) form.removeAttribute('data-unsaved');
      leave();
    },
  });
  return true;
}

/** Account and device for everybody; agents and inbox for administrators. Events: `back`, `language`, `name`. */
export class DeskSettings extends HTMLElement {
  constructor() {
    super();
    /** @type {import('./session.js').DeskSession} */ this.session = /** @type {any} */ (null);
    /** @type {import('./prefs.js').Prefs} */ this.prefs = /** @type {any} */ (null);
  }

  connectedCallback() {
    const { session } = this;
    const back = h('button', {
      class: 'btn small quiet', type: 'button', 'data-testid': 'settings-back',
      onclick: () => this.dispatchEvent(new CustomEvent('back')),
    }, icon('back', 16), t('desk.back.lists'));
    const title = h('h2', { class: 'settings-title', tabindex: '-1', text: t('desk.settings') });
    const head = h('div', { class: 'settings-head' }, back, title);
    const body = h('div', { class: 'settings', 'data-testid': 'settings-view' }, head, this.#profile(), this.#device());
    if (!session.demo) body.append(passwordCard(session), secondFactorCard(session), sessionsCard(session));
    if (session.me.role === 'admin') body.append(agentsCard(session), inboxCard(session));
    else body.append(h('p', { class: 'settings-note', text: t('desk.settings.admin') }));
    this.replaceChildren(body);
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
    const facts = [me.email, t(`desk.role.${me.role}`)].filter(Boolean).join(' · ');
    return h('section', { class: 'card', 'aria-label': t('desk.profile') }, h('h3', { text: t('desk.profile') }),
      h('p', { class: 'settings-note', text: facts }),
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
    const keys = h('input', { type: 'checkbox' });
    keys.checked = prefs.get('keys') === 'on';
    keys.addEventListener('change', () => prefs.set('keys', keys.checked ? 'on' : 'off'));
    return h('section', { class: 'card', 'aria-label': t('desk.device') }, h('h3', { text: t('desk.device') }),
      h('div', { class: 'settings-form' },
        h('div', { class: 'field-pair' },
          field(t('desk.device.theme'), theme), field(t('desk.device.language'), words)),
        check(t('desk.device.keys'), keys), this.#alerts()));
  }

  /** The system's notifications: the browser has to allow them, too. */
  #alerts() {
    const { prefs } = this;
    const granted = () => typeof Notification !== 'undefined' && Notification.permission === 'granted';
    const alerts = h('input', { type: 'checkbox' });
    const refused = h('span', { class: 'hint', role: 'status' });
    alerts.checked = prefs.get('alerts') === 'on' && granted();
    alerts.addEventListener('change', async () => {
      if (alerts.checked && typeof Notification !== 'undefined') await Notification.requestPermission();
      const wrong = alerts.checked && !granted();
      setText(refused, wrong ? t('desk.device.alerts.refused') : '');
      if (wrong) alerts.checked = false;
      prefs.set('alerts', alerts.checked ? 'on' : 'off');
    });
    return check(t('desk.device.alerts'), alerts, refused);
  }
}

customElements.define('desk-settings', DeskSettings);
