import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { EMAIL_BYTES } from '/shared/limits.js';
import { codeInput, field, input, reason } from './forms.js';

/** The door: email and password, and a code where the account has a second factor. Event `done` (detail: Me). */
export class DeskLogin extends HTMLElement {
  constructor() {
    super();
    /** @type {import('./desk-api.js').DeskApi} */ this.api = /** @type {any} */ (null);
    this.why = '';
    /** a step that was begun elsewhere: the token of `code_needed` */ this.token = '';
  }

  connectedCallback() {
    if (this.token) this.#askCode(this.token);
    else {
      this.#askPassword(this.why);
      void this.#lookForSetup();
    }
  }

  /** Before the first account nobody can sign in: then it is said where the way to that account is. */
  async #lookForSetup() {
    const { needed } = await this.api.get('/setup').catch(() => ({ needed: false }));
    if (!needed || !this.isConnected) return;
    this.replaceChildren(h('main', { class: 'door' }, h('div', { class: 'door-card', 'data-testid': 'setup-needed' },
      h('h1', { text: t('desk.login.setup') }),
      h('p', { class: 'door-why', role: 'alert', text: t('desk.login.setup.hint') }),
      h('a', { class: 'link', href: '/desk', text: t('desk.login.setup.done') }))));
  }

  /** @param {string} why */
  #askPassword(why) {
    const email = input({
      id: 'login-email', name: 'email', type: 'email', autocomplete: 'username', required: true, maxlength: EMAIL_BYTES,
      'data-testid': 'login-email',
    });
    const password = input({
      id: 'login-password', name: 'password', type: 'password', autocomplete: 'current-password', required: true,
      'data-testid': 'login-password',
    });
    const send = async () => {
      const empty = !email.value.trim() ? email : !password.value ? password : null;
      if (empty) {
        empty.focus();
        return t('desk.login.empty');
      }
      try {
        this.#answered(await this.api.post('/login', { email: email.value.trim(), password: password.value }));
        return '';
      } catch (error) {
        password.select();
        password.focus();
        return reason(error);
      }
    };
    this.#door(send, h('h1', { text: t('desk.login.title') }), why ? h('p', { class: 'door-why', text: t(why) }) : null,
      field(t('desk.field.email'), email), field(t('desk.field.password'), password));
    email.focus();
  }

  /** @param {{me?: import('./types.js').Me, code_needed?: {token: string}}} answer */
  #answered({ me, code_needed: needed }) {
    if (needed) this.#askCode(needed.token);
    else this.dispatchEvent(new CustomEvent('done', { detail: me }));
  }

  /** @param {string} token */
  #askCode(token) {
    const code = codeInput();
    const send = async () => {
      try {
        this.#answered(await this.api.post('/login/code', { token, code: code.value.trim() }));
        return '';
      } catch (error) {
        // The step ends with its token: after that the password is asked for again.
        const { code: problem, status } = /** @type {import('/shared/api.js').ApiError} */ (error);
        if (problem !== 'wrong_code' && [401, 403, 404].includes(status)) {
          this.#askPassword('desk.login.again');
          return '';
        }
        code.select();
        code.focus();
        return reason(error);
      }
    };
    const back = h('button', {
      class: 'link', type: 'button', text: t('desk.login.back'), onclick: () => this.#askPassword(''),
    });
    const hint = h('p', { class: 'door-why', text: t('desk.login.code.hint') });
    this.#door(send, h('h1', { text: t('desk.login.code') }), hint, field(t('desk.totp.code'), code), back);
    code.focus();
  }

  /**
   * @param {() => Promise<string>} send gives what is wrong
   * @param {...(Node|null)} parts
   */
  #door(send, ...parts) {
    const problem = h('p', { class: 'problem', role: 'alert', 'data-testid': 'login-error' });
    const submit = h('button', {
      class: 'btn primary wide', type: 'submit', 'data-testid': 'login-submit', text: t('desk.login.submit'),
    });
    const back = parts.at(-1) instanceof HTMLButtonElement ? /** @type {Node} */ (parts.pop()) : null;
    const form = h('form', { class: 'door-card', novalidate: true }, ...parts, problem, submit, back);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      submit.disabled = true;
      setText(problem, '');
      setText(problem, await send());
      submit.disabled = false;
    });
    this.replaceChildren(h('main', { class: 'door' }, form));
  }
}

customElements.define('desk-login', DeskLogin);
