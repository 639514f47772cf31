import { h, setText } from '/shared/dom.js';
import { t, has } from '/shared/i18n.js';

/** The door: email and password. Event `done` (detail: Me). */
export class DeskLogin extends HTMLElement {
  constructor() {
    super();
    /** @type {import('./desk-api.js').DeskApi|null} */ this.api = null;
    this.why = '';
  }

  connectedCallback() {
    const email = h('input', { class: 'input', id: 'login-email', name: 'email', type: 'email', autocomplete: 'username', required: true, maxlength: 254, 'data-testid': 'login-email' });
    const password = h('input', { class: 'input', id: 'login-password', name: 'password', type: 'password', autocomplete: 'current-password', required: true, 'data-testid': 'login-password' });
    const problem = h('p', { class: 'problem', role: 'alert', id: 'login-problem', 'data-testid': 'login-error' });
    const submit = h('button', { class: 'btn primary wide', type: 'submit', 'data-testid': 'login-submit', text: t('desk.login.submit') });
    const form = h('form', { class: 'door-card', novalidate: true },
      h('h1', { text: t('desk.login.title') }),
      this.why ? h('p', { class: 'door-why', text: t(this.why) }) : null,
      h('div', { class: 'field' }, h('label', { for: 'login-email', text: t('desk.field.email') }), email),
      h('div', { class: 'field' }, h('label', { for: 'login-password', text: t('desk.field.password') }), password),
      problem, submit);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (!email.value.trim() || !password.value) {
        setText(problem, t('desk.login.empty'));
        (email.value.trim() ? password : email).focus();
        return;
      }
      setText(problem, '');
      submit.disabled = true;
      try {
        const { me } = await /** @type {import('./desk-api.js').DeskApi} */ (this.api).post('/login', { email: email.value.trim(), password: password.value });
        this.dispatchEvent(new CustomEvent('done', { detail: me }));
      } catch (error) {
        const code = /** @type {import('/shared/api.js').ApiError} */ (error).code;
        setText(problem, t(has(`err.${code}`) ? `err.${code}` : 'err.unknown'));
        submit.disabled = false;
        password.select();
        password.focus();
      }
    });
    this.replaceChildren(h('main', { class: 'door' }, form));
    email.focus();
  }
}

customElements.define('desk-login', DeskLogin);
