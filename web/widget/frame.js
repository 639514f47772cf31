// The chat inside the iframe. It speaks with the page around it by postMessage only: `hello` and `visible` come in from the
// loader; `ready`, `unread` and `close` go out, to the origin that said hello and to no other.

import { Customer } from '/shared/customer.js';
import { draw, h, PATHS, toast } from '/shared/dom.js';
import { chooseLanguage, language, loadLanguage, t } from '/shared/i18n.js';
import { accentProperties, applyAccent } from '/shared/theme.js';
import { TicketView } from '/shared/ticket.js';

const CURRENT = 'beckon:current';
const embedded = window.parent !== window;

const WORDS = { en: () => import('/shared/words/customer-en.js'), de: () => import('/shared/words/customer-de.js') };
const later = () => import('./later.js');
const customer = new Customer({ polling: async () => (await later()).Polling });

/** @type {TicketView} */ let ticket;
/** @type {(listing: boolean) => Promise<void>} */ let show;
/** @type {string|null} */ let host = null;
let visible = !embedded;
let listing = false;
/** @type {Promise<import('/shared/notify.js').Notifier>|null} */ let notifying = null;
const notifier = () => (notifying ??= later().then(({ Notifier }) => new Notifier(customer.storage)));

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

const iconButton = (/** @type {keyof typeof PATHS} */ name, /** @type {string} */ label, /** @type {string} */ testid, /** @type {() => void} */ act) =>
  h('button', { class: 'btn quiet icon', type: 'button', 'aria-label': label, title: label, data: { testid }, onclick: act }, draw(PATHS[name]));
const closeButton = () => (embedded ? iconButton('close', t('widget.close'), 'close', () => tell({ type: 'close' })) : null);

function build() {
  const ticket = new TicketView(customer, {
    leading: iconButton('list', t('ticket.list'), 'show-tickets', () => show(true)), trailing: closeButton(), heading: customer.inbox.name, level: 1,
    panel: async () => (await later()).paintPanel,
  });
  ticket.addEventListener('openticket', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  /** @type {import('./list.js').ListPage|null} */ let page = null;

  const show = async (/** @type {boolean} */ yes) => {
    listing = yes;
    if (yes && !page) {
      const [{ listPage }, bell] = await Promise.all([later(), notifier()]);
      page ??= listPage({ customer, notifier: bell, close: closeButton(), back: () => show(false), choose });
      if (!page.element.isConnected) app.append(page.element);
    }
    if (page) page.element.hidden = !listing;
    ticket.hidden = listing;
    ticket.setVisible(visible && !listing);
    if (listing) page?.focus();
    else ticket.focusComposer();
  };
  const choose = (/** @type {string|null} */ id) => {
    if (!id) customer.storage.removeItem(CURRENT);
    customer.open(id);
    void show(false);
  };
  app.replaceChildren(ticket);
  app.removeAttribute('aria-busy');
  return { ticket, show };
}

function listen() {
  customer.addEventListener('change', () => {
    const id = customer.current;
    if (id && !id.startsWith('new:') && customer.storage.getItem(CURRENT) !== id) customer.storage.setItem(CURRENT, id);
    tellUnread();
  });
  customer.addEventListener('message', (e) => {
    const { ticket_id } = /** @type {CustomEvent} */ (e).detail;
    const watched = visible && !listing && !document.hidden && ticket_id === customer.current;
    if (!watched) void notifier().then((bell) => bell.message());
  });
  // Another tab asked something: this one follows, unless it is in the middle of something itself.
  addEventListener('storage', (e) => {
    if (e.key === CURRENT && e.newValue && !customer.current && !customer.drafts.get('new')) setTimeout(() => { if (!customer.current && customer.identity) customer.open(e.newValue); }, 50);
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
      customer.look(visible);
      ticket.setVisible(visible && !listing);
      if (visible) {
        // Once in sight, all is fetched: a page may live longer than the release whose files it names.
        void later().catch(() => {});
        ticket.conversation.toEnd();
        if (!listing) ticket.focusComposer();
      }
    }
  });
  // Says nothing but that it listens now; who answers is checked above.
  if (embedded) window.parent.postMessage({ beckon: 1, type: 'here' }, '*');
  addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || e.isComposing) return;
    if (listing) void show(false);
    else tell({ type: 'close' });
  });
}

async function begin() {
  await loadLanguage(chooseLanguage(navigator.languages.slice()), WORDS);
  ({ ticket, show } = build());
  listen();
  const remembered = customer.storage.getItem(CURRENT);
  if (customer.identity && remembered) customer.open(remembered);
  ticket.setVisible(visible);
  customer.look(visible);
  await customer.start();
  applyAccent(document.documentElement, customer.inbox.accent);
  const wanted = chooseLanguage([customer.inbox.locale, ...navigator.languages]);
  if (customer.inbox.locale && wanted !== language()) {
    await loadLanguage(wanted, WORDS);
    ({ ticket, show } = build());
    ticket.setVisible(visible && !listing);
  }
  document.title = customer.inbox.name || t('app.name');
  ticket.heading = customer.inbox.name;
  tellReady();
  ticket.paint();
}

void begin();
