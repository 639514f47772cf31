import { Api } from '/shared/api.js';
import { h, setText } from '/shared/dom.js';
import { errorWords } from '/shared/errors.js';
import { chooseLanguage, loadLanguage, t } from '/shared/i18n.js';
import { forgetLink, keepTyped, takeToken } from '/shared/kept-link.js';
import { EMAIL_BYTES, NAME_CHARACTERS } from '/shared/limits.js';
import { NEW_PASSWORD, PASSWORD_LENGTH, refusedPassword, SHORTEST_PASSWORD } from '/shared/passwords.js';
import { problemWith, snippet } from './rules.js';

const WORDS = { en: () => import('/shared/words/door-en.js'), de: () => import('/shared/words/door-de.js') };
const RETRY_MS = 3_000;

const host = /** @type {HTMLElement} */ (document.getElementById('setup'));
const api = new Api();
const token = takeToken(location.search.slice(1));

/** @param {string} title @param {string} words */
function dead(title, words) {
  const head = h('h1', { tabindex: '-1', text: title });
  host.replaceChildren(h('div', { class: 'setup-card' }, head,
    h('p', { 'data-testid': 'setup-error', role: 'alert', text: words }),
    h('div', {}, h('a', { class: 'btn', href: '/desk', text: t('setup.desk') }))));
  head.focus();
}

/** @param {string} name */
function done(name) {
  forgetLink();
  const line = snippet(location.origin);
  const head = h('h1', { tabindex: '-1', text: t('setup.done.title', { name }) });
  const said = h('span', { role: 'status' });
  const copy = h('button', { class: 'btn small', type: 'button', text: t('setup.copy'), onclick: async () => {
    try {
      await navigator.clipboard.writeText(line);
      setText(said, t('setup.copied'));
    } catch {
      setText(said, t('setup.copy.failed'));
    }
  } });
  host.replaceChildren(h('div', {
    class: 'setup-card wide', 'data-testid': 'setup-done',
  }, head, h('p', { text: t('setup.done') }),
    h('div', { class: 'setup-snippet' },
      h('div', { class: 'setup-snippet-head' }, h('span', { class: 'label', text: t('setup.snippet') }), copy),
      h('pre', { tabindex: '0', 'aria-label': t('setup.snippet'), 'data-testid': 'setup-snippet', text: line })),
    h('div', { class: 'setup-foot' }, h('a', { class: 'btn primary', href: '/desk', text: t('setup.desk') }), said)));
  head.focus();
}

/** @param {string} id @param {string} label @param {HTMLInputElement} input @param {string} [hint] */
function field(id, label, input, hint) {
  input.id = id;
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`);
  return h('div', { class: 'field' }, h('label', { for: id, text: label }), input,
    hint ? h('span', { class: 'hint', id: `${id}-hint`, text: hint }) : null);
}

function ask() {
  const name = h('input', {
    class: 'input', autocomplete: 'name', maxlength: NAME_CHARACTERS, required: true, 'data-testid': 'setup-name',
  });
  const email = h('input', {
    class: 'input', type: 'email', autocomplete: 'username', maxlength: EMAIL_BYTES, required: true,
    'data-testid': 'setup-email',
  });
  const password = h('input', { class: 'input', ...NEW_PASSWORD, 'data-testid': 'setup-password' });
  const problem = h('p', { class: 'problem', role: 'alert', id: 'setup-problem', 'data-testid': 'setup-error' });
  const submit = h('button', {
    class: 'btn primary wide', type: 'submit', text: t('setup.submit'), 'data-testid': 'setup-submit',
  });
  const form = h('form', {
    class: 'setup-card', novalidate: true,
  }, h('h1', { text: t('setup.title') }), h('p', { text: t('setup.intro') }),
    field('setup-name', t('desk.field.name'), name, t('desk.profile.hint')), field('setup-email', t('desk.field.email'),
      email, t('setup.email.hint')),
    field('setup-password', t('desk.field.password'), password,
      t('desk.password.hint', { n: SHORTEST_PASSWORD })), problem, submit);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = { name, email, password };
    for (const each of Object.values(fields)) each.removeAttribute('aria-invalid');
    const values = { name: name.value.trim(), email: email.value.trim(), password: password.value };
    const wrong = problemWith(values);
    setText(problem, wrong ? t(wrong.key, { n: SHORTEST_PASSWORD }) : '');
    if (wrong) {
      fields[wrong.field].setAttribute('aria-invalid', 'true');
      fields[wrong.field].focus();
      return;
    }
    submit.disabled = true;
    try {
      const { me } = await api.post('/setup', { token, ...values });
      done(me?.name ?? values.name);
    } catch (error) {
      const { code, status } = /** @type {import('/shared/api.js').ApiError} */ (error);
      submit.disabled = false;
      if ([401, 403, 404, 410].includes(status)) dead(t('setup.used.title'), t('setup.used'));
      else if (refusedPassword(error)) {
        setText(problem, t('err.password', PASSWORD_LENGTH));
        password.setAttribute('aria-invalid', 'true');
        password.focus();
      } else setText(problem, errorWords(code));
    }
  });
  keepTyped(name, 'name');
  keepTyped(email, 'email');
  host.replaceChildren(form);
  (!name.value ? name : !email.value ? email : password).focus();
}

async function begin() {
  try {
    const { needed } = await api.get('/setup');
    if (!needed) dead(t('setup.already.title'), t('setup.already'));
    else if (!token) dead(t('setup.title'), t('setup.token.missing'));
    else ask();
  } catch {
    host.replaceChildren(h('p', { role: 'status', text: t('desk.unreachable') }));
    setTimeout(() => void begin(), RETRY_MS);
  }
}

await loadLanguage(chooseLanguage([...navigator.languages]), WORDS);
document.title = t('setup.title');
await begin();
