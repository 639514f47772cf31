// The chat inside the iframe. It speaks with the page around it by postMessage only: `hello` and `visible` come in from
// the loader; `ready`, `unread` and `close` go out, to the origin that said hello and to no other.

import { Customer } from '/shared/customer.js';
import { draw, h, PATHS, toast } from '/shared/dom.js';
import { chooseLanguage, language, loadLanguage, t } from '/shared/i18n.js';
import { inboxId, ofInbox } from '/shared/inbox.js';
import { laterSheets } from '/shared/later-sheets.js';
import { accentProperties, applyAccent } from '/shared/theme.js';
import { TicketView } from '/shared/ticket.js';

// Each inbox has its own ticket in sight, also where two of them are on one site.
const CURRENT = `beckon:current${inboxId() && `:${inboxId()}`}`;
const EMAIL = 'beckon:email';
const embedded = window.parent !== window;

/** @typedef {Record<string, () => Promise<{default: import('/shared/i18n.js').Catalogue}>>} Words */
/** @type {Words} */
const WORDS = { en: () => import('/shared/words/customer-en.js'), de: () => import('/shared/words/customer-de.js') };
/** @type {Words} */
const LATER_WORDS = {
  en: () => import('/shared/words/customer-later-en.js'), de: () => import('/shared/words/customer-later-de.js'),
};
const later = async () => (await Promise.all([import('./later.js'), loadLanguage(language(), LATER_WORDS)]))[0];
/** What the other pages need besides. */
const pagesOf = async () => (await Promise.all([later(), laterSheets()]))[0];
const polling = async () => (await import('/shared/polling.js')).Polling;
const customer = new Customer({ polling });

/** @type {TicketView} */ let ticket;
/** @type {(page: PageName) => Promise<void>} */ let show;
/** @type {string|null} */ let host = null;
let visible = !embedded;
/** @type {PageName} */ let at = 'ticket';
/** @type {Promise<import('/shared/notify.js').Notifier>|null} */ let notifying = null;
const notifier = () => (notifying ??= later().then(({ Notifier }) => new Notifier(customer.storage)));

/** @param {Record<string, unknown>} message */
function tell(message) {
  if (host) window.parent.postMessage({ beckon: 1, ...message }, host);
}

function tellReady() {
  const accent = accentProperties(customer.inbox.accent) ?? {};
  tell({
    type: 'ready', name: customer.inbox.name || t('app.name'), open: t('widget.open'), close: t('widget.close'),
    accent: accent['--accent'] ?? '', onAccent: accent['--on-accent'] ?? '',
  });
}

let toldUnread = -1;
function tellUnread() {
  const n = customer.unread;
  if (n === toldUnread || !host) return;
  toldUnread = n;
  tell({
    type: 'unread', n, label: n ? t('widget.unread', { n }) : t('widget.open'),
    title: n ? t('notify.title', { n }) : '',
  });
}

/** @type {(name: keyof typeof PATHS, label: string, testid: string, act: () => void) => HTMLElement} */
const iconButton = (name, label, testid, act) =>
  h('button',
    { class: 'btn quiet icon', type: 'button', 'aria-label': label, title: label, data: { testid }, onclick: act },
    draw(PATHS[name]));
const closeButton = () => (embedded ? iconButton('close', t('widget.close'), 'close',
  () => tell({ type: 'close' })) : null);

/**
 * The page with the customer's tickets, which shares this frame's storage or is told, by this frame alone, who they
 * are: browsers
 * may keep separate storage for a page inside another's. Where they also part it from whoever opened it, it asks to
 * sign in.
 * @param {Event} e
 */
function toPortal(e) {
  const portal = window.open(ofInbox('/portal/enter'), '_blank');
  if (!portal) return;
  e.preventDefault();
  const answer = (/** @type {MessageEvent} */ asked) => {
    if (asked.source !== portal || asked.origin !== location.origin || asked.data?.beckon !== 1
      || asked.data.type !== 'who') return;
    removeEventListener('message', answer);
    const { identity, current } = customer;
    portal.postMessage({ beckon: 1, type: 'identity', identity, ticket: current?.startsWith('new:') ? null : current },
      location.origin);
  };
  addEventListener('message', answer);
}

/** @typedef {'ticket'|'list'|'account'} PageName */
/** @typedef {{element: HTMLElement, focus: () => void}} Page */

function build() {
  const ticket = new TicketView(customer, {
    leading: iconButton('list', t('ticket.list'), 'show-tickets',
      () => show('list')), trailing: closeButton(), heading: customer.inbox.name, level: 1, toPortal,
    panel: async () => (await later()).paintPanel,
  });
  ticket.addEventListener('openticket', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  /** @type {Map<PageName, Page>} */ const pages = new Map();

  const load = {
    list: async () => {
      const [{ listPage }, bell] = await Promise.all([pagesOf(), notifier()]);
      return listPage({
        customer, notifier: bell, close: closeButton(), back: () => show('ticket'), account: () => show('account'),
        toPortal, choose,
      });
    },
    account: async () => {
      return (await pagesOf()).account({ customer, close: closeButton(), back: () => show('list') });
    },
  };
  const show = async (/** @type {PageName} */ name) => {
    at = name;
    if (name !== 'ticket' && !pages.has(name)) {
      const page = await load[name]();
      if (!pages.has(name)) {
        pages.set(name, page);
        app.append(page.element);
      }
    }
    for (const [each, page] of pages) page.element.hidden = each !== at;
    ticket.hidden = at !== 'ticket';
    ticket.setVisible(visible && at === 'ticket');
    if (at === 'ticket') ticket.focusComposer();
    else pages.get(at)?.focus();
  };
  const choose = (/** @type {string|null} */ id) => {
    if (!id) customer.storage.removeItem(CURRENT);
    customer.open(id);
    void show('ticket');
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
  customer.addEventListener('connected', async () => {
    if (!customer.storage.getItem(EMAIL)) return;
    await (await later()).sendEmail(customer);
    ticket.paint();
  });
  customer.addEventListener('message', (e) => {
    const { ticket_id } = /** @type {CustomEvent} */ (e).detail;
    const watched = visible && at === 'ticket' && !document.hidden && ticket_id === customer.current;
    if (!watched) void notifier().then((bell) => bell.message());
  });
  // Another tab asked something: this one follows, unless it is in the middle of something itself.
  addEventListener('storage', (e) => {
    if (e.key === CURRENT && e.newValue && !customer.current && !customer.drafts.get('new')) setTimeout(
      () => { if (!customer.current && customer.identity) customer.open(e.newValue); }, 50);
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
      ticket.setVisible(visible && at === 'ticket');
      if (visible) {
        // Once in sight, all is fetched: a page may live longer than the release whose files it names.
        Promise.all([pagesOf(), polling()]).catch(() => {});
        ticket.conversation.toEnd();
        if (at === 'ticket') ticket.focusComposer();
      }
    }
  });
  // Says nothing but that it listens now; who answers is checked above.
  if (embedded) window.parent.postMessage({ beckon: 1, type: 'here' }, '*');
  addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || e.isComposing) return;
    if (at !== 'ticket') void show(at === 'account' ? 'list' : 'ticket');
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
    ticket.setVisible(visible && at === 'ticket');
  }
  document.title = customer.inbox.name || t('app.name');
  ticket.heading = customer.inbox.name;
  tellReady();
  ticket.paint();
}

void begin();
