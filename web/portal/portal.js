// The customer's own page: tickets beside a conversation, an account. The address names the ticket: #/t/<ticket_id>.

import { ApiError } from '/shared/api.js';
import { Customer } from '/shared/customer.js';
import { h, setText, toast } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { chooseLanguage, has, loadLanguage, t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';
import { NEW_PASSWORD, PASSWORD_LENGTH, refusedPassword, SHORTEST_PASSWORD } from '/shared/passwords.js';
import { Polling } from '/shared/polling.js';
import { applyAccent } from '/shared/theme.js';
import { TicketView } from '/shared/ticket.js';
import { paintPanel } from '/shared/ticket-panel.js';
import { TicketList } from '/shared/tickets.js';
import { isRegistered, login, logout, register } from './account.js';

const customer = new Customer({ polling: async () => Polling });

/** @type {Record<string, () => Promise<{default: import('/shared/i18n.js').Catalogue}>>} */
const WORDS = { en: () => import('/shared/words/portal-en.js'), de: () => import('/shared/words/portal-de.js') };
// While the inbox is asked which language it wants: most want the browser's.
void WORDS[chooseLanguage(navigator.languages.slice())]().catch(() => {});
await Promise.race([customer.now.readInbox(), new Promise((go) => setTimeout(go, 1_500))]);
await loadLanguage(chooseLanguage([customer.inbox.locale, ...navigator.languages]), WORDS);
applyAccent(document.documentElement, customer.inbox.accent);
document.title = customer.inbox.name || t('app.name');
const notifier = new Notifier(customer.storage);

// —— panes ——

const ticket = new TicketView(customer, {
  panel: async () => paintPanel,
  leading: h('button', { class: 'btn quiet icon only-narrow', type: 'button', 'aria-label': t('ticket.back'), data: { testid: 'back' }, onclick: () => at('list') }, icon('back')),
});
ticket.addEventListener('openticket', (e) => go(/** @type {CustomEvent} */ (e).detail.ticket_id));
const list = new TicketList(customer);
list.addEventListener('choose', (e) => go(/** @type {CustomEvent} */ (e).detail.ticket_id));

const name = h('h1', { dir: 'auto' });
const accountLabel = h('span');
const account = h('button', { class: 'btn small account', type: 'button', 'aria-haspopup': 'dialog', data: { testid: 'account' }, onclick: () => openAccount() }, icon('user', 16), accountLabel);
const panes = h('main', { class: 'panes', id: 'main', tabindex: '-1', data: { at: 'ticket' } },
  h('aside', { class: 'side', 'aria-label': t('ticket.list') },
    h('div', { class: 'side-head' }, h('h2', { text: t('ticket.list') }), h('button', { class: 'btn small', type: 'button', data: { testid: 'new-ticket' }, onclick: () => go(null) }, icon('plus', 14), h('span', { text: t('ask.new') }))),
    h('div', { class: 'side-body' }, list)),
  h('div', { class: 'talk' }, ticket));
const app = /** @type {HTMLElement} */ (document.getElementById('app'));
app.append(
  h('header', { class: 'bar' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, icon('check', 14)), name,
    h('button', { class: 'btn small quiet only-narrow', type: 'button', 'aria-label': t('ticket.list'), data: { testid: 'show-tickets' }, onclick: () => at('list') }, icon('list', 18)),
    h('a', { class: 'desk-link', href: '/desk', text: t('desk.link') }), account),
  panes);
app.removeAttribute('aria-busy');

/** @param {'list'|'ticket'} where only one is in sight on a narrow screen */
function at(where) {
  panes.dataset.at = where;
  ticket.setVisible(where === 'ticket' || matchMedia('(min-width: 761px)').matches);
  if (where === 'ticket') ticket.focusComposer();
  else /** @type {HTMLElement|null} */ (panes.querySelector('.tl-row[aria-current], .tl-row'))?.focus();
}

/** @param {string|null} id */
function go(id) {
  const hash = id ? `#/t/${encodeURIComponent(id)}` : '#/';
  if (location.hash === hash) open();
  else location.hash = hash;
}

function fromHash() {
  const m = /^#\/t\/([\w.-]{1,64})$/.exec(location.hash);
  return m ? m[1] : null;
}

function open() {
  const id = fromHash();
  if (id !== customer.current && !(id === null && customer.current?.startsWith('new:') && !location.hash)) customer.open(id);
  at('ticket');
}

addEventListener('hashchange', () => { if (fromHash() !== customer.current) open(); else at('ticket'); });
matchMedia('(min-width: 761px)').addEventListener('change', () => ticket.setVisible(true));

customer.addEventListener('change', () => {
  const id = customer.current;
  if (id && !id.startsWith('new:') && fromHash() !== id) history.replaceState(null, '', `#/t/${encodeURIComponent(id)}`);
  setText(name, customer.inbox.name || t('app.name'));
  setText(accountLabel, isRegistered(customer) ? customer.identity?.me.name ?? '' : t('account.guest'));
  account.title = isRegistered(customer) ? t('account.signed_in', { name: customer.identity?.me.name ?? '' }) : '';
});
customer.addEventListener('message', (e) => {
  const { ticket_id } = /** @type {CustomEvent} */ (e).detail;
  if (document.hidden || ticket_id !== customer.current) notifier.message();
});
customer.addEventListener('signedout', () => { toast(t('net.signedout')); go(null); });
customer.addEventListener('missing', () => { toast(t('err.not_found')); go(null); });

// —— account ——

const dialog = h('dialog', { 'aria-labelledby': 'account-title' });
document.body.append(dialog);
dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); });

/** @param {'register'|'login'} [mode] */
function openAccount(mode = 'login') {
  dialog.replaceChildren(isRegistered(customer) ? signedIn() : form(mode));
  if (!dialog.open) dialog.showModal();
  /** @type {HTMLElement|null} */ (dialog.querySelector('input'))?.focus();
}

function signedIn() {
  const me = customer.identity?.me;
  return h('form', { method: 'dialog' }, h('h2', { id: 'account-title', text: t('account.title') }),
    h('p', { dir: 'auto', text: t('account.signed_in', { name: `${me?.name ?? ''} (${me?.email ?? ''})` }) }),
    h('div', { class: 'buttons' },
      h('button', { class: 'btn', type: 'button', text: t('account.logout'), data: { testid: 'logout' }, onclick: async () => { await logout(customer); dialog.close(); go(null); } }),
      h('button', { class: 'btn quiet', type: 'submit', text: t('account.cancel') })));
}

/** @param {'register'|'login'} mode */
function form(mode) {
  /** @type {Record<string, HTMLInputElement>} */ const inputs = {};
  const field = (/** @type {'name'|'email'|'password'} */ key, /** @type {Record<string, unknown>} */ props, /** @type {string} */ hint = '') => {
    const id = `field-${key}`;
    const input = h('input', { class: 'input', id, name: key, required: true, data: { testid: id }, ...(hint ? { 'aria-describedby': `${id}-hint` } : {}), ...props });
    inputs[key] = input;
    return h('div', { class: 'field' }, h('label', { for: id, text: t(`account.${key}`) }), input, hint && h('span', { class: 'hint', id: `${id}-hint`, text: hint }));
  };
  const problem = h('p', { class: 'problem', role: 'alert' });
  const submit = h('button', { class: 'btn primary', type: 'submit', text: t(`account.${mode}`), data: { testid: 'submit' } });
  const tab = (/** @type {'register'|'login'} */ which, /** @type {string} */ words) =>
    h('button', { class: 'btn small', type: 'button', 'aria-pressed': String(mode === which), text: words, data: { testid: which }, onclick: () => openAccount(which) });
  return h('form', {
    novalidate: true,
    onsubmit: async (/** @type {Event} */ e) => {
      e.preventDefault();
      const bad = Object.values(inputs).find((i) => { const wrong = !i.checkValidity(); i.setAttribute('aria-invalid', String(wrong)); return wrong; });
      if (bad) { problem.textContent = bad.validationMessage; bad.focus(); return; }
      submit.disabled = true;
      problem.textContent = '';
      try {
        const fields = { name: inputs.name?.value.trim() ?? '', email: inputs.email.value.trim(), password: inputs.password.value };
        if (mode === 'register') await register(customer, fields);
        else await login(customer, { email: fields.email, password: fields.password });
        dialog.close();
      } catch (error) {
        const code = error instanceof ApiError ? error.code : 'unknown';
        if (error instanceof ApiError && refusedPassword(error)) {
          problem.textContent = t('err.password', PASSWORD_LENGTH);
          inputs.password.setAttribute('aria-invalid', 'true');
          inputs.password.focus();
        } else problem.textContent = code === 'bad_request' && error instanceof ApiError ? error.message : has(`err.${code}`) ? t(`err.${code}`) : t('err.unknown');
      } finally {
        submit.disabled = false;
      }
    },
  },
  h('h2', { id: 'account-title', text: t(`account.${mode}`) }),
  h('div', { class: 'tabs', role: 'group', 'aria-label': t('account.title') }, tab('login', t('account.have')), tab('register', t('account.new'))),
  mode === 'register' && h('p', { class: 'hint', text: t('account.register.hint') }),
  mode === 'register' && field('name', { autocomplete: 'name', maxlength: '80', dir: 'auto' }),
  field('email', { type: 'email', autocomplete: 'email' }),
  field('password', mode === 'register' ? NEW_PASSWORD : { type: 'password', autocomplete: 'current-password' }, mode === 'register' ? t('account.password.hint', { n: SHORTEST_PASSWORD }) : ''),
  problem,
  h('div', { class: 'buttons' }, submit, h('button', { class: 'btn quiet', type: 'button', text: t('account.cancel'), onclick: () => dialog.close() })));
}

// —— begin ——

customer.look(true);
if (fromHash() && customer.identity) customer.open(fromHash());
const started = customer.start();
if (!fromHash() && matchMedia('(max-width: 760px)').matches && customer.identity && !customer.current) at('list');
await started;
