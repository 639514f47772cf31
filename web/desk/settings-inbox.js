import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { applyAccent } from '/shared/theme.js';
import { snippet } from '/setup/rules.js';
import { check, copyLine, field, form, input, readCard, select } from './forms.js';

/**
 * The inbox of a server of before the documents: it goes with them.
 * @param {import('./session.js').DeskSession} session
 */
export function inboxCard({ api }) {
  const read = async () => [fields(api, await api.get('/inbox/settings')),
    h('div', { class: 'settings-embed' }, h('p', { class: 'settings-note', text: t('desk.inbox.embed') }),
      copyLine(t('setup.snippet'), snippet(location.origin), 'embed'))];
  return readCard({ title: t('desk.inbox'), testid: 'settings-inbox', read }).el;
}

/** @param {import('./desk-api.js').DeskApi} api @param {any} inbox */
function fields(api, inbox) {
  const name = input({ name: 'name', required: true });
  name.value = inbox.name ?? '';
  const greeting = h('textarea', { class: 'input', name: 'greeting', rows: 2, dir: 'auto' });
  greeting.value = inbox.greeting ?? '';
  const accent = input({ type: 'color', class: 'input color' });
  accent.value = /^#[0-9a-f]{6}$/i.test(inbox.accent) ? inbox.accent : '#3b5bdb';
  /** @type {[string, string][]} */
  const locales = [['', t('desk.inbox.locale.browser')], ['en', 'English'], ['de', 'Deutsch']];
  const locale = select(locales, inbox.locale ?? '', { 'data-testid': 'inbox-locale' });
  const leave = h('input', { type: 'checkbox' });
  leave.checked = Boolean(inbox.leave_message);
  const origins = h('textarea', {
    class: 'input', name: 'origins', rows: 2, spellcheck: 'false', placeholder: 'https://shop.example',
  });
  origins.value = (inbox.origins ?? []).join('\n');
  const days = input({ name: 'auto_close_days', type: 'number', inputmode: 'numeric' });
  days.value = String(inbox.auto_close_days ?? '');
  const save = async () => {
    /** @type {Record<string, unknown>} */
    const change = {
      name: name.value.trim(), greeting: greeting.value.trim(), accent: accent.value, locale: locale.value,
      leave_message: leave.checked, origins: origins.value.split(/\s+/).filter(Boolean),
    };
    if (days.value !== '') change.auto_close_days = Number(days.value);
    await api.patch('/inbox', change);
    applyAccent(document.documentElement, accent.value);
  };
  return form(t('desk.save'), save,
    field(t('desk.inbox.name'), name), field(t('desk.inbox.greeting'), greeting, t('desk.inbox.greeting.hint')),
    h('div', { class: 'field-pair' }, field(t('desk.inbox.accent'), accent), field(t('desk.inbox.locale'), locale)),
    check(t('desk.inbox.leave'), leave),
    field(t('desk.inbox.origins'), origins, t('desk.inbox.origins.hint')),
    field(t('desk.inbox.days'), days, t('desk.inbox.days.hint')));
}
