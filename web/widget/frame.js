// The chat inside the iframe. It speaks with the page around it by postMessage only: `hello` and `visible` come in from the
// loader; `ready`, `unread` and `close` go out, to the origin that said hello and to no other.

import { Customer } from '/shared/customer.js';
import { h, icon, toast } from '/shared/dom.js';
import { chooseLanguage, language, loadLanguage, t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';
import { accentProperties, applyAccent } from '/shared/theme.js';
import { TicketList, TicketView } from '/shared/ticket.js';

const CURRENT = 'beckon:current';
const embedded = window.parent !== window;

await loadLanguage(chooseLanguage(navigator.languages.slice()));
const customer = new Customer();
const notifier = new Notifier(customer.storage);

/** @type {string|null} */ let host = null;
let visible = !embedded;
let listing = false;

/** @param {Record<string, unknown>} message */
function tell(message) {
  if (host) window.parent.postMessage({ beckon: 1, ...message }, host);
}

function tellReady() {
  const accent = accentProperties(customer.inbox.accent) ?? {};
  tell({ type: 'ready', name: customer.inbox.name || t('app.name'), open: t('widget.open'), close: t('widget.close'), accent: accent['--accent'] ?? '', onAccent: accent['--on-accent'] ?? '' });
}

let toldUnread = -1;
function tellUnread() {
  const n = customer.unread;
  if (n === toldUnread || !host) return;
  toldUnread = n;
  tell({ type: 'unread', n, label: n ? t('widget.unread', { n }) : t('widget.open'), title: n ? t('notify.title', { n }) : '' });
}

const iconButton = (/** @type {Parameters<typeof icon>[0]} */ name, /** @type {string} */ label, /** @type {string} */ testid, /** @type {() => void} */ act) =>
  h('button', { class: 'btn quiet icon', type: 'button', 'aria-label': label, title: label, data: { testid }, onclick: act }, icon(name));
const soundButton = () => {
  const button = h('button', { class: 'btn quiet icon', type: 'button', data: { testid: 'sound' }, onclick: () => { notifier.muted = !notifier.muted; paint(); } });
  const paint = () => {
    const label = t(notifier.muted ? 'notify.unmute' : 'notify.mute');
    button.setAttribute('aria-label', label);
    button.title = label;
    button.replaceChildren(icon(notifier.muted ? 'mute' : 'sound'));
  };
  paint();
  return button;
};
const closeButton = () => (embedded ? iconButton('close', t('widget.close'), 'close', () => tell({ type: 'close' })) : null);

function build() {
  const ticket = /** @type {TicketView} */ (document.createElement('beckon-ticket'));
  ticket.customer = customer;
  ticket.leading = iconButton('list', t('ticket.list'), 'show-tickets', () => show(true));
  ticket.trailing = closeButton();
  ticket.addEventListener('openticket', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const list = /** @type {TicketList} */ (document.createElement('beckon-tickets'));
  list.customer = customer;
  list.addEventListener('choose', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const heading = h('h2', { text: t('ticket.list'), tabindex: '-1' });
  const page = h('section', { class: 'page', hidden: true, 'aria-label': t('ticket.list') },
    h('header', { class: 'page-head' }, iconButton('back', t('ticket.back'), 'back', () => show(false)), heading, soundButton(), closeButton()),
    h('div', { class: 'page-body' }, list),
    h('footer', { class: 'page-foot' }, h('button', { class: 'btn primary wide', type: 'button', data: { testid: 'new-ticket' }, onclick: () => choose(null) }, icon('plus', 16), h('span', { text: t('ask.new') }))));

  const show = (/** @type {boolean} */ yes) => {
    listing = yes;
    page.hidden = !yes;
    ticket.hidden = yes;
    ticket.setVisible(visible && !yes);
    if (yes) {
      void customer.refresh();
      heading.focus();
    } else {
      ticket.focusComposer();
    }
  };
  const choose = (/** @type {string|null} */ id) => {
    if (!id) customer.storage.removeItem(CURRENT);
    customer.open(id);
    show(false);
  };
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  app.replaceChildren(ticket, page);
  app.removeAttribute('aria-busy');
  return { ticket, show };
}

let { ticket, show } = build();
customer.addEventListener('change', () => {
  const id = customer.current;
  if (id && !id.startsWith('new:') && customer.storage.getItem(CURRENT) !== id) customer.storage.setItem(CURRENT, id);
  tellUnread();
});
customer.addEventListener('message', (e) => {
  const { ticket_id } = /** @type {CustomEvent} */ (e).detail;
  const watched = visible && !listing && !document.hidden && ticket_id === customer.current;
  if (!watched) notifier.message();
});
// Another tab asked something: this one follows, unless it is in the middle of something itself.
addEventListener('storage', (e) => {
  if (e.key === CURRENT && e.newValue && !customer.current && !customer.draft('new')) setTimeout(() => { if (!customer.current && customer.identity) customer.open(e.newValue); }, 50);
});
customer.addEventListener('signedout', () => toast(t('net.signedout')));

addEventListener('message', (event) => {
  if (!embedded || event.source !== window.parent || event.origin === 'null') return;
  const data = event.data;
  if (typeof data !== 'object' || data === null || data.beckon !== 1 || (host && event.origin !== host)) return;
  const ancestor = location.ancestorOrigins?.[0];
  if (ancestor && ancestor !== event.origin) return;
  if (data.type === 'hello') {
    host = event.origin;
    tellReady();
    tellUnread();
  } else if (data.type === 'visible' && typeof data.on === 'boolean') {
    visible = data.on;
    ticket.setVisible(visible && !listing);
    if (visible) {
      ticket.conversation?.toEnd();
      if (!listing) ticket.focusComposer();
    }
  }
});
// Says nothing but that it listens now; who answers is checked above.
if (embedded) window.parent.postMessage({ beckon: 1, type: 'here' }, '*');
addEventListener('keydown', (e) => {
  if (e.key !== 'Escape' || e.isComposing) return;
  if (listing) show(false);
  else tell({ type: 'close' });
});

const remembered = customer.storage.getItem(CURRENT);
if (customer.identity && remembered) customer.open(remembered);
ticket.setVisible(visible);
await customer.start();
applyAccent(document.documentElement, customer.inbox.accent);
const wanted = chooseLanguage([customer.inbox.locale, ...navigator.languages]);
if (customer.inbox.locale && wanted !== language()) {
  await loadLanguage(wanted);
  ({ ticket, show } = build());
  ticket.setVisible(visible && !listing);
}
document.title = customer.inbox.name || t('app.name');
notifier.setTitle(document.title);
tellReady();
ticket.paint();
