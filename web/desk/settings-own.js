import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { field, form, input } from './forms.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

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
