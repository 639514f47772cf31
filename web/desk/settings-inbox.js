import { ApiError } from '/shared/api.js';
import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { applyAccent } from '/shared/theme.js';
import { snippet } from '/setup/rules.js';
import { check, copyLine, field, form, input, readCard, select } from './forms.js';
import { isOrigin } from './origin.js';

/** @param {import('./session.js').DeskSession} session */
export function inboxCard({ api }) {
  const read = async () => [fields(api, await api.get('/inbox/settings')),
    h('div', { class: 'settings-embed' }, h('p', { class: 'settings-note', text: t('desk.inbox.embed') }),
      copyLine(t('setup.snippet'), snippet(location.origin), 'embed'))];
  return readCard({ title: t('desk.inbox'), testid: 'settings-inbox', read }).el;
}

/** @param {import('./desk-api.js').DeskApi} api @param {any} inbox */
function fields(api, inbox) {
  const name = input({ required: true, maxlength: 80 });
  name.value = inbox.name ?? '';
  const greeting = h('textarea', { class: 'input', rows: 2, maxlength: 300, dir: 'auto' });
  greeting.value = inbox.greeting ?? '';
  const accent = input({ type: 'color', class: 'input color' });
  accent.value = /^#[0-9a-f]{6}$/i.test(inbox.accent) ? inbox.accent : '#3b5bdb';
  /** @type {[string, string][]} */
  const locales = [['', t('desk.inbox.locale.browser')], ['en', 'English'], ['de', 'Deutsch']];
  const locale = select(locales, inbox.locale ?? '', { 'data-testid': 'inbox-locale' });
  const leave = h('input', { type: 'checkbox' });
  leave.checked = Boolean(inbox.leave_message);
  const origins = h('textarea', { class: 'input', rows: 2, spellcheck: 'false', placeholder: 'https://shop.example' });
  origins.value = (inbox.origins ?? []).join('\n');
  const days = input({ type: 'number', min: 1, max: 365, inputmode: 'numeric' });
  days.value = String(inbox.auto_close_days ?? '');
  const save = async () => {
    /** @type {Record<string, unknown>} */
    const change = {
      name: name.value.trim(), greeting: greeting.value.trim(), accent: accent.value, locale: locale.value,
      leave_message: leave.checked, origins: origins.value.split(/\s+/).filter(Boolean),
    };
    if (days.value !== '') change.auto_close_days = Number(days.value);
    try {
      await api.patch('/inbox', change);
    } catch (error) {
      throw misread(error, origins.value);
    }
    applyAccent(document.documentElement, accent.value);
  };
  return form(t('desk.save'), save,
    field(t('desk.inbox.name'), name), field(t('desk.inbox.greeting'), greeting, t('desk.inbox.greeting.hint')),
    h('div', { class: 'field-pair' }, field(t('desk.inbox.accent'), accent), field(t('desk.inbox.locale'), locale)),
    check(t('desk.inbox.leave'), leave),
    field(t('desk.inbox.origins'), origins, t('desk.inbox.origins.hint')),
    field(t('desk.inbox.days'), days, t('desk.inbox.days.hint')));
}

/**
 * The server refuses all the addresses at once: which of the lines is it?
 * @param {unknown} error
 * @param {string} lines
 */
function misread(error, lines) {
  const { code, message, status } = /** @type {ApiError} */ (error);
  if (code !== 'bad_request' || !message.startsWith('origins has')) return error;
  const all = lines.split('\n').map((line) => line.trim());
  const place = all.findIndex((line) => line.split(/\s+/).some((word) => word && !isOrigin(word)));
  if (place < 0) return error;
  return new ApiError(code, t('desk.bad.origin', { n: place + 1, line: all[place] }), status);
}
