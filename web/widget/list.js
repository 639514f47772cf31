// The widget's second page: earlier tickets; and with it the third, the account.

import { isRegistered } from '/shared/account.js';
import { h } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { ofInbox } from '/shared/inbox.js';
import { TicketList } from '/shared/tickets.js';
import { accountPage } from './account.js';

/** @typedef {{element: HTMLElement, focus: () => void}} ListPage */

/**
 * @param {object} options
 * @param {import('/shared/customer.js').Customer} options.customer
 * @param {import('/shared/notify.js').Notifier} options.notifier
 * @param {Element|null} options.close
 * @param {() => void} options.back
 * @param {() => void} options.account
 * @param {(e: Event) => void} options.toPortal
 * @param {(id: string|null) => void} options.choose
 * @returns {ListPage}
 */
export function listPage({ customer, notifier, close, back, account, toPortal, choose }) {
  const list = new TicketList(customer);
  list.addEventListener('choose', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const heading = h('h1', { text: t('ticket.list'), tabindex: '-1' });
  const iconButton = (/** @type {string} */ testid, /** @type {() => void} */ act) => h('button', {
    class: 'btn quiet icon', type: 'button', data: { testid }, onclick: act,
  });
  const who = iconButton('account', account);
  who.append(icon('user'));
  const paintWho = () => label(who,
    isRegistered(customer) ? t('account.signed_in', { name: customer.identity?.me.name ?? '' }) : t('account.guest'));
  paintWho();
  customer.addEventListener('change', paintWho);
  const sound = iconButton('sound', () => { notifier.muted = !notifier.muted; paintSound(); });
  const paintSound = () => {
    label(sound, t(notifier.muted ? 'notify.unmute' : 'notify.mute'));
    sound.replaceChildren(icon(notifier.muted ? 'mute' : 'sound'));
  };
  paintSound();
  const element = h('section', { class: 'page', 'aria-label': t('ticket.list') },
    h('header', { class: 'page-head' }, backButton(back), heading, who, sound, close),
    h('div', { class: 'page-body' }, list),
    h('footer', { class: 'page-foot' }, h('button',
      { class: 'btn primary wide', type: 'button', data: { testid: 'new-ticket' }, onclick: () => choose(null) },
      icon('plus', 16), h('span', { text: t('ask.new') })),
      h('a', {
        class: 'link', href: ofInbox('/'), target: '_blank', data: { testid: 'to-portal' }, text: t('account.page'),
        onclick: toPortal,
      })));
  return { element, focus: () => { void customer.book.refresh(); heading.focus(); } };
}

/**
 * @param {HTMLElement} button
 * @param {string} words
 */
function label(button, words) {
  button.setAttribute('aria-label', words);
  button.title = words;
}

/**
 * @param {object} options
 * @param {import('/shared/customer.js').Customer} options.customer
 * @param {Element|null} options.close
 * @param {() => void} options.back
 */
export const account = ({ customer, close, back }) => accountPage({
  customer, close, back: backButton(back), done: back,
});

/** @param {() => void} back */
function backButton(back) {
  const button = h('button', { class: 'btn quiet icon', type: 'button', data: { testid: 'back' }, onclick: back },
    icon('back'));
  label(button, t('ticket.back'));
  return button;
}
