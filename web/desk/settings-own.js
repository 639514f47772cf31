import { h, setText } from '/shared/dom.js';
import { language, t } from '/shared/i18n.js';
import { check, field, form, input, select } from './forms.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {import('./prefs.js').Prefs} Prefs */

/**
 * @param {DeskSession} session
 * @param {() => void} renamed
 */
export function profileCard({ me, api }, renamed) {
  const name = input({ name: 'name', required: true, autocomplete: 'name', 'data-testid': 'profile-name' });
  name.value = me.name;
  const save = async () => {
    const answer = await api.patch('/me', { name: name.value.trim() });
    me.name = answer?.name ?? name.value.trim();
    renamed();
  };
  const facts = [me.email, t(`desk.role.${me.role}`)].filter(Boolean).join(' · ');
  return h('section', { class: 'card', 'aria-label': t('desk.profile') }, h('h3', { text: t('desk.profile') }),
    h('p', { class: 'settings-note', text: facts }),
    form(t('desk.save'), save, field(t('desk.field.name'), name, t('desk.profile.hint'))));
}

/**
 * @param {Prefs} prefs
 * @param {() => void} changed the language
 */
export function deviceCard(prefs, changed) {
  const theme = select(['system', 'light', 'dark'].map((key) => [key, t(`desk.theme.${key}`)]), prefs.get('theme'));
  theme.addEventListener('change', () => prefs.set('theme', /** @type {'system'|'light'|'dark'} */ (theme.value)));
  const words = select([['en', 'English'], ['de', 'Deutsch']], language());
  words.addEventListener('change', () => {
    prefs.set('language', words.value);
    changed();
  });
  const keys = h('input', { type: 'checkbox' });
  keys.checked = prefs.get('keys') === 'on';
  keys.addEventListener('change', () => prefs.set('keys', keys.checked ? 'on' : 'off'));
  return h('section', { class: 'card', 'aria-label': t('desk.device') }, h('h3', { text: t('desk.device') }),
    h('div', { class: 'settings-form' },
      h('div', { class: 'field-pair' },
        field(t('desk.device.theme'), theme), field(t('desk.device.language'), words)),
      check(t('desk.device.keys'), keys), alertsCheck(prefs)));
}

/**
 * The system's notifications: the browser has to allow them, too.
 * @param {Prefs} prefs
 */
function alertsCheck(prefs) {
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
