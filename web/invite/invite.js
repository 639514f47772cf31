import { Api } from '/shared/api.js';
import { h, setText } from '/shared/dom.js';
import { chooseLanguage, loadLanguage, t } from '/shared/i18n.js';
import { forgetLink, keepTyped, takeToken } from '/shared/kept-link.js';
import { NAME_CHARACTERS } from '/shared/limits.js';
import { NEW_PASSWORD, SHORTEST_PASSWORD } from '/shared/passwords.js';
import { codeInput, field, input, reason, userName } from '/desk/forms.js';

const WORDS = { en: () => import('/shared/words/door-en.js'), de: () => import('/shared/words/door-de.js') };
const RETRY_MS = 3_000;

const host = /** @type {HTMLElement} */ (document.getElementById('invite'));
const api = new Api();
const token = takeToken(location.hash.slice(1));

/** @typedef {{kind: 'invitation'|'password', name: string, email: string}} Invited */

/** @param {string} title @param {string} words */
function dead(title, words) {
  const head = h('h1', { tabindex: '-1', text: title });
  host.replaceChildren(h('div', { class: 'setup-card' }, head,
    h('p', { 'data-testid': 'invite-error', role: 'alert', text: words }),
    h('div', {}, h('a', { class: 'btn', href: '/desk', text: t('setup.desk') }))));
  head.focus();
}

/** @param {string} name */
function done(name) {
  forgetLink();
  const head = h('h1', { tabindex: '-1', text: t('setup.done.title', { name }) });
  const desk = h('a', { class: 'btn primary', href: '/desk', 'data-testid': 'invite-desk', text: t('setup.desk') });
  host.replaceChildren(h('div', { class: 'setup-card', 'data-testid': 'invite-done' }, head,
    h('p', { text: t('invite.done') }), h('div', {}, desk)));
  head.focus();
}

/**
 * @param {string} title
 * @param {string} words
 * @param {string} label of the button
 * @param {() => Promise<void>} send
 * @param {...Node} fields
 */
function card(title, words, label, send, ...fields) {
  const problem = h('p', { class: 'problem', role: 'alert', 'data-testid': 'invite-problem' });
  const made = { class: 'btn primary wide', type: 'submit', text: label, 'data-testid': 'invite-submit' };
  const submit = h('button', made);
  const form = h('form', { class: 'setup-card' }, h('h1', { text: title }), h('p', { text: words }),
    ...fields, problem, submit);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    submit.disabled = true;
    setText(problem, '');
    try {
      await send();
    } catch (error) {
      const { status } = /** @type {import('/shared/api.js').ApiError} */ (error);
      if (status === 404) dead(t('setup.used.title'), t('invite.used'));
      else setText(problem, reason(error));
    }
    submit.disabled = false;
  });
  host.replaceChildren(form);
}

/** @param {Invited} invited */
function ask(invited) {
  const fresh = invited.kind === 'invitation';
  const name = input({
    required: true, maxlength: NAME_CHARACTERS, autocomplete: 'name', 'data-testid': 'invite-name',
  });
  name.value = invited.name ?? '';
  keepTyped(name, 'name');
  const password = input({ ...NEW_PASSWORD, 'data-testid': 'invite-password' });
  const send = async () => {
    const body = { token, password: password.value, ...(fresh ? { name: name.value.trim() } : {}) };
    answered(await api.post('/invitations/accept', body), name.value.trim());
  };
  const title = t(fresh ? 'invite.title' : 'invite.password.title');
  card(title, t(fresh ? 'invite.intro' : 'invite.password.intro', { email: invited.email }),
    t(fresh ? 'invite.submit' : 'invite.password.submit'), send, userName(invited.email),
    ...(fresh ? [field(t('desk.field.name'), name, t('desk.profile.hint'))] : []),
    field(t('desk.field.password'), password, t('desk.password.hint', { n: SHORTEST_PASSWORD })));
  (fresh && !name.value ? name : password).focus();
}

/** @param {any} answer @param {string} name */
function answered(answer, name) {
  if (!answer?.code_needed) return done(answer?.me?.name ?? name);
  const code = codeInput();
  const send = async () => {
    const { me } = await api.post('/login/code', { token: answer.code_needed.token, code: code.value.trim() });
    done(me.name);
  };
  card(t('desk.login.code'), t('desk.login.code.hint'), t('desk.login.submit'), send, field(t('desk.totp.code'), code));
  code.focus();
}

async function begin() {
  if (!token) return dead(t('invite.title'), t('invite.missing'));
  try {
    ask(await api.post('/invitations/read', { token }));
  } catch (error) {
    const { status } = /** @type {import('/shared/api.js').ApiError} */ (error);
    if (status >= 400 && status < 500 && status !== 429) return dead(t('setup.used.title'), t('invite.used'));
    host.replaceChildren(h('p', { role: 'status', text: t('desk.unreachable') }));
    setTimeout(() => void begin(), RETRY_MS);
  }
}

await loadLanguage(chooseLanguage([...navigator.languages]), WORDS);
document.title = t('invite.title');
await begin();
