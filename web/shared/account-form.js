// The form in which customers sign in or make an account; the widget and the portal show it, each in its own place.

import { isRegistered, login, logout, register } from './account.js';
import { ApiError } from './api.js';
import { h } from './dom.js';
import { isEmailAddress } from './email-address.js';
import { errorWords } from './errors.js';
import { t } from './i18n.js';
import { NEW_PASSWORD, PASSWORD_LENGTH, refusedPassword, SHORTEST_PASSWORD } from './passwords.js';
import { problemWords } from './problems.js';

/** @typedef {import('./customer.js').Customer} Customer */
/** @typedef {'login'|'register'} Mode */

/** @param {unknown} error */
const wordsOf = (error) => (refusedPassword(error) ? t('err.password', PASSWORD_LENGTH)
  : errorWords(error instanceof ApiError ? error.code : 'unknown'));

/**
 * What stands where an account is: who is signed in, or the form.
 * @param {Customer} customer
 * @param {object} options
 * @param {(content: HTMLElement) => void} options.show shows another content in the same place
 * @param {() => void} options.done signed in or out, or left
 * @param {Mode} [options.mode]
 * @returns {HTMLElement}
 */
export function accountForm(customer, options) {
  return isRegistered(customer) ? signedIn(customer, options.done) : form(customer, options.mode ?? 'login', options);
}

/**
 * @param {Customer} customer
 * @param {() => void} done
 */
function signedIn(customer, done) {
  const { name = '', email = '' } = customer.identity?.me ?? {};
  const leave = async () => {
    await logout(customer);
    done();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    done();
  };
  return h('form', { class: 'account-form', onsubmit: submit },
    h('h2', { id: 'account-title', text: t('account.title') }),
    h('p', { dir: 'auto', text: t('account.signed_in', { name: `${name} (${email})` }) }),
    h('div', { class: 'buttons' },
      h('button', {
        class: 'btn', type: 'button', text: t('account.logout'), data: { testid: 'logout' }, onclick: leave,
      }),
      h('button', { class: 'btn quiet', type: 'submit', text: t('account.back') })));
}

/**
 * @param {string} name as the API calls it
 * @param {string} value
 * @param {Record<string, unknown>} props
 * @param {string} [hint]
 */
function fieldOf(name, value, props, hint = '') {
  const id = `field-${name}`;
  const described = hint ? { 'aria-describedby': `${id}-hint` } : {};
  const input = h('input', { class: 'input', id, name, required: true, data: { testid: id }, ...described, ...props });
  input.value = value;
  const el = h('div', { class: 'field' }, h('label', { for: id, text: t(`account.${name}`) }), input,
    hint && h('span', { class: 'hint', id: `${id}-hint`, text: hint }));
  return { input, el };
}

/**
 * @param {Customer} customer
 * @param {Mode} mode
 * @param {{show: (content: HTMLElement) => void, done: () => void}} options
 * @param {Record<string, string>} [typed] in the other mode: name and address are the same there
 */
function form(customer, mode, options, typed = {}) {
  const { show, done } = options;
  const isNew = mode === 'register';
  const name = fieldOf('name', typed.name ?? '', { autocomplete: 'name', dir: 'auto' });
  // The name under which a password manager keeps the password.
  const email = fieldOf('email', typed.email ?? '', {
    type: 'email', autocomplete: 'username', inputmode: 'email', autocapitalize: 'none',
  });
  const password = fieldOf('password', '', isNew ? NEW_PASSWORD : {
    type: 'password', autocomplete: 'current-password',
  },
    isNew ? t('account.password.hint', { n: SHORTEST_PASSWORD }) : '');
  const fields = isNew ? [name, email, password] : [email, password];
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = h('button', {
    class: 'btn primary', type: 'submit', text: t(`account.${mode}`), data: { testid: 'submit' },
  });
  const other = (/** @type {Mode} */ which, /** @type {string} */ words) => h('button', {
    class: 'btn small', type: 'button', 'aria-pressed': String(mode === which), text: words, data: { testid: which },
    onclick: () => show(form(customer, which, options, { name: name.input.value, email: email.input.value })),
  });
  /** @param {HTMLInputElement} input @param {string} words */
  const refuse = (input, words) => {
    problem.textContent = words;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    for (const { input } of fields) input.removeAttribute('aria-invalid');
    const bad = fields.find(({ input }) => !input.checkValidity());
    if (bad) return refuse(bad.input, bad.input.validationMessage);
    const entered = { email: email.input.value.trim(), password: password.input.value };
    if (isNew && !isEmailAddress(entered.email)) return refuse(email.input, t('away.invalid'));
    submit.disabled = true;
    problem.textContent = '';
    try {
      await (isNew ? register(customer, { name: name.input.value.trim(), ...entered }) : login(customer, entered));
      done();
    } catch (error) {
      const first = /** @type {ApiError} */ (error).detail?.fields?.[0];
      const wrong = fields.find(({ input }) => input.name === first?.field);
      if (wrong) refuse(wrong.input, refusedPassword(error) ? wordsOf(error) : problemWords(first));
      else problem.textContent = wordsOf(error);
    } finally {
      submit.disabled = false;
    }
  };
  return h('form', { class: 'account-form', novalidate: true, onsubmit: send },
    h('h2', { id: 'account-title', text: t(`account.${mode}`) }),
    h('div', { class: 'tabs', role: 'group', 'aria-label': t('account.title') },
      other('login', t('account.have')), other('register', t('account.new'))),
    h('p', { class: 'hint', text: t(isNew ? 'account.register.hint' : 'account.login.hint') }),
    ...fields.map(({ el }) => el), problem,
    h('div', { class: 'buttons' }, submit, h('button', {
      class: 'btn quiet', type: 'button', text: t('account.cancel'), data: { testid: 'cancel' }, onclick: done,
    })));
}
