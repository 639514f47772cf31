// The customer's own page: tickets beside a conversation, an account. The address names what is in sight:
// #/t/<ticket_id>, and on a
// narrow screen, which shows one of the two, #/tickets.

import { isRegistered } from '/shared/account.js';
import { accountForm } from '/shared/account-form.js';
import { Customer } from '/shared/customer.js';
import { h, setText, toast } from '/shared/dom.js';
import { sendEmail } from '/shared/email.js';
import { icon } from '/shared/icons.js';
import { chooseLanguage, loadLanguage, t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';
import { Polling } from '/shared/polling.js';
import { applyAccent } from '/shared/theme.js';
import { TicketView } from '/shared/ticket.js';
import { paintPanel } from '/shared/ticket-panel.js';
import { TicketList } from '/shared/tickets.js';
import { ME } from '/shared/visitor.js';
import { TicketSearch } from './search.js';

// A widget on another site may have brought somebody along who is at home in this tab only (enter.js).
const customer = new Customer({ polling: async () => Polling, ...(ofThisTab() ? { storage: sessionStorage } : {}) });

/** @type {Record<string, () => Promise<{default: import('/shared/i18n.js').Catalogue}>>} */
const WORDS = { en: () => import('/shared/words/portal-en.js'), de: () => import('/shared/words/portal-de.js') };
// While the inbox is asked which language it wants: most want the browser's.
void WORDS[chooseLanguage(navigator.languages.slice())]().catch(() => {});
await Promise.race([customer.now.readInbox(), new Promise((go) => setTimeout(go, 1_500))]);
await loadLanguage(chooseLanguage([customer.inbox.locale, ...navigator.languages]), WORDS);
applyAccent(document.documentElement, customer.inbox.accent);
document.title = customer.inbox.name || t('app.name');
const notifier = new Notifier(customer.storage);

const LIST = '#/tickets';

function ofThisTab() {
  try { return Boolean(sessionStorage.getItem(ME)); } catch { return false; }
}

// —— panes ——

const ticket = new TicketView(customer, {
  panel: async () => paintPanel,
  leading: h('button', {
    class: 'btn quiet icon only-narrow', type: 'button', 'aria-label': t('ticket.back'), data: { testid: 'back' },
    onclick: toList,
  }, icon('back')),
});
ticket.addEventListener('openticket', (e) => go(/** @type {CustomEvent} */ (e).detail.ticket_id));
const list = new TicketList(customer);
list.addEventListener('choose', (e) => go(/** @type {CustomEvent} */ (e).detail.ticket_id));

const name = h('h1', { dir: 'auto' });
const accountLabel = h('span');
const account = h('button', {
  class: 'btn small account', type: 'button', 'aria-haspopup': 'dialog', data: { testid: 'account' },
  onclick: () => openAccount(),
}, icon('user', 16), accountLabel);
const panes = h('main', { class: 'panes', id: 'main', tabindex: '-1', data: { at: 'ticket' } },
  h('aside', { class: 'side', 'aria-label': t('ticket.list') },
    h('div', { class: 'side-head' }, h('h2', { text: t('ticket.list') }), h('button', {
      class: 'btn small', type: 'button', data: { testid: 'new-ticket' }, onclick: () => go(null),
    }, icon('plus', 14), h('span', { text: t('ask.new') }))),
    new TicketSearch(customer, list).element,
    h('div', { class: 'side-body' }, list)),
  h('div', { class: 'talk' }, ticket));
const app = /** @type {HTMLElement} */ (document.getElementById('app'));
app.append(
  h('header', { class: 'bar' }, h('span', { class: 'mark', 'aria-hidden': 'true' }, icon('check', 14)), name,
    h('button', {
      class: 'btn small quiet only-narrow', type: 'button', 'aria-label': t('ticket.list'),
      data: { testid: 'show-tickets' }, onclick: toList,
    }, icon('list', 18)),
    account),
  panes);
app.removeAttribute('aria-busy');

/** @param {'list'|'ticket'} where only one is in sight on a narrow screen */
function at(where) {
  panes.dataset.at = where;
  title();
  ticket.setVisible(where === 'ticket' || matchMedia('(min-width: 761px)').matches);
  if (where === 'ticket') ticket.focusComposer();
  else /** @type {HTMLElement|null} */ (panes.querySelector('.tl-row[aria-current], .tl-row'))?.focus();
}

// The address that the page has followed or written. Back changes the address first, and tells the page a moment later.
let followed = location.hash;

/**
 * @param {'pushState'|'replaceState'} how
 * @param {any} state
 * @param {string} hash
 */
function write(how, state, hash) {
  history[how](state, '', hash);
  followed = location.hash;
}

const isNarrow = () => matchMedia('(max-width: 760px)').matches;

/** Back to it, where one came from there: who goes to and fro does not pile up what Back has to undo. */
function toList() {
  if (history.state?.overList) history.back();
  else location.hash = LIST;
}

/** The list lies under a ticket that was opened without it, so that Back does not leave the page. */
function putListBelow() {
  write('replaceState', null, LIST);
  write('pushState', { overList: true }, `#/t/${encodeURIComponent(customer.current ?? '')}`);
}

/** The tab is called by what is in sight. */
function title() {
  const house = customer.inbox.name || t('app.name');
  const { state } = customer;
  const ticket = state?.number ? `#${state.number} ${state.subject}` : '';
  const what = panes.dataset.at === 'list' ? t('ticket.list') : ticket;
  notifier.setTitle(what ? `${what} · ${house}` : house);
}

/** @param {string|null} id */
function go(id) {
  const hash = id ? `#/t/${encodeURIComponent(id)}` : '#/';
  if (location.hash === hash) return open();
  write('pushState', location.hash === LIST ? { overList: true } : null, hash);
  follow();
}

function fromHash() {
  const m = /^#\/t\/([\w.-]{1,64})$/.exec(location.hash);
  return m ? m[1] : null;
}

function open() {
  const id = fromHash();
  if (id !== customer.current
    && !(id === null && customer.current?.startsWith('new:') && !location.hash)) customer.open(id);
  at('ticket');
}

/** What the address names. */
function follow() {
  followed = location.hash;
  if (location.hash === LIST && isNarrow()) at('list');
  else if (fromHash() !== customer.current) open();
  else at('ticket');
}

addEventListener('hashchange', follow);
matchMedia('(min-width: 761px)').addEventListener('change', () => ticket.setVisible(true));

customer.addEventListener('change', () => {
  const id = customer.current;
  const isAhead = location.hash !== followed || (isNarrow() && panes.dataset.at === 'list');
  if (id && !id.startsWith('new:') && fromHash() !== id && !isAhead) {
    if (isNarrow() && !fromHash() && !history.state?.overList) putListBelow();
    else write('replaceState', history.state, `#/t/${encodeURIComponent(id)}`);
  }
  setText(name, customer.inbox.name || t('app.name'));
  title();
  setText(accountLabel, isRegistered(customer) ? customer.identity?.me.name ?? '' : t('account.guest'));
  account.title = isRegistered(customer) ? t('account.signed_in', { name: customer.identity?.me.name ?? '' }) : '';
});
customer.addEventListener('connected', () => sendEmail(customer).then(() => ticket.paint()));
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

const leave = () => {
  dialog.close();
  if (!customer.current && fromHash()) go(null);
  customer.addEventListener('change', openLive);
  openLive();
};

/** @param {HTMLElement} content */
function showAccount(content) {
  dialog.replaceChildren(content);
  if (!dialog.open) dialog.showModal();
  /** @type {HTMLElement|null} */ (dialog.querySelector('input'))?.focus();
}

const openAccount = () => showAccount(accountForm(customer, { show: showAccount, done: leave }));

// —— begin ——

customer.look(true);
if (fromHash() && customer.identity) customer.open(fromHash());
const started = customer.start();
if (!fromHash() && customer.identity && !customer.current) {
  const isAtList = location.hash === LIST && isNarrow();
  if (isNarrow()) {
    write('replaceState', null, LIST);
    at('list');
  }
  // Who looked at the list goes on doing so after a reload.
  if (!isAtList) customer.addEventListener('change', openLive);
}
await started;

/** Whoever is being talked to wants to go on talking, unless they have begun something else meanwhile. */
function openLive() {
  if (!customer.book.listed) return;
  customer.removeEventListener('change', openLive);
  const live = customer.tickets.find((one) => one.chat === 'live');
  if (live && !fromHash() && !customer.current && !customer.drafts.get('new')) go(live.ticket_id);
}
