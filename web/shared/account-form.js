// The form in which customers sign in or make an account; the widget and the portal show it, each in its own place.

import { isRegistered, login, logout, register } from './account.js';
import { ApiError } from './api.js';
import { h } from './dom.js';
import { isEmailAddress } from './email-address.js';
import { has, t } from './i18n.js';
import { NEW_PASSWORD, PASSWORD_LENGTH, refusedPassword, SHORTEST_PASSWORD } from './passwords.js';

/** @typedef {import('./customer.js').Customer} Customer */
/** @typedef {'login'|'register'} Mode */

/**
 * @param {unknown} error
 * @returns {string}
 */
function wordsOf(error) {
  if (!(error instanceof ApiError)) return t('err.unknown');
  if (refusedPassword(error)) return t('err.password', PASSWORD_LENGTH);
  if (error.code === 'bad_request') return error.message;
  return t(has(`err.${error.code}`) ? `err.${error.code}` : 'err.unknown');
}

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
  const me = customer.identity?.me;
  return h('form', { class: 'account-form', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); done(); } }, h('h2', { id: 'account-title', text: t('account.title') }),
    h('p', { dir: 'auto', text: t('account.signed_in', { name: `${me?.name ?? ''} (${me?.email ?? ''})` }) }),
    h('div', { class: 'buttons' },
      h('button', { class: 'btn', type: 'button', text: t('account.logout'), data: { testid: 'logout' }, onclick: async () => { await logout(customer); done(); } }),
      h('button', { class: 'btn quiet', type: 'submit', text: t('account.back') })));
}

/**
 * @param {Customer} customer
 * @param {Mode} mode
 * @param {{show: (content: HTMLElement) => void, done: () => void}} options
 * @param {Partial<Record<string, string>>} [typed] in the other mode: name and address are the same there
 */
function form(customer, mode, options, typed = {}) {
  const { show, done } = options;
  /** @type {Record<string, HTMLInputElement>} */ const inputs = {};
  const field = (/** @type {'name'|'email'|'password'} */ key, /** @type {Record<string, unknown>} */ props, /** @type {string} */ hint = '') => {
    const id = `field-${key}`;
    const input = h('input', { class: 'input', id, name: key, required: true, data: { testid: id }, ...(hint ? { 'aria-describedby': `${id}-hint` } : {}), ...props });
    inputs[key] = input;
    input.value = typed[key] ?? '';
    return h('div', { class: 'field' }, h('label', { for: id, text: t(`account.${key}`) }), input, hint && h('span', { class: 'hint', id: `${id}-hint`, text: hint }));
  };
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = h('button', { class: 'btn primary', type: 'submit', text: t(`account.${mode}`), data: { testid: 'submit' } });
  const typedHere = () => ({ ...typed, email: inputs.email.value, ...(inputs.name ? { name: inputs.name.value } : {}) });
  const tab = (/** @type {Mode} */ which, /** @type {string} */ words) =>
    h('button', { class: 'btn small', type: 'button', 'aria-pressed': String(mode === which), text: words, data: { testid: which }, onclick: () => show(form(customer, which, options, typedHere())) });
  const send = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const bad = Object.values(inputs).find((i) => { const wrong = !i.checkValidity(); i.setAttribute('aria-invalid', String(wrong)); return wrong; });
    if (bad) { problem.textContent = bad.validationMessage; bad.focus(); return; }
    const email = inputs.email.value.trim();
    const password = inputs.password.value;
    if (mode === 'register' && !isEmailAddress(email)) {
      problem.textContent = t('away.invalid');
      inputs.email.setAttribute('aria-invalid', 'true');
      inputs.email.focus();
      return;
    }
    submit.disabled = true;
    problem.textContent = '';
    try {
      if (mode === 'register') await register(customer, { name: inputs.name.value.trim(), email, password });
      else await login(customer, { email, password });
      done();
    } catch (error) {
      problem.textContent = wordsOf(error);
      if (error instanceof ApiError && refusedPassword(error)) {
        inputs.password.setAttribute('aria-invalid', 'true');
        inputs.password.focus();
      }
    } finally {
      submit.disabled = false;
    }
  };
  const isNew = mode === 'register';
  return h('form', { class: 'account-form', novalidate: true, onsubmit: send },
    h('h2', { id: 'account-title', text: t(`account.${mode}`) }),
    h('div', { class: 'tabs', role: 'group', 'aria-label': t('account.title') }, tab('login', t('account.have')), tab('register', t('account.new'))),
    h('p', { class: 'hint', text: t(isNew ? 'account.register.hint' : 'account.login.hint') }),
    isNew && field('name', { autocomplete: 'name', maxlength: '80', dir: 'auto' }),
    // The name under which a password manager keeps the password.
    field('email', { type: 'email', autocomplete: 'username', inputmode: 'email', autocapitalize: 'none' }),
    field('password', isNew ? NEW_PASSWORD : { type: 'password', autocomplete: 'current-password' }, isNew ? t('account.password.hint', { n: SHORTEST_PASSWORD }) : ''),
    problem,
    h('div', { class: 'buttons' }, submit, h('button', { class: 'btn quiet', type: 'button', text: t('account.cancel'), data: { testid: 'cancel' }, onclick: done })));
}
