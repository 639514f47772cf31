// The widget's second page: earlier tickets.

import { h } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { TicketList } from '/shared/tickets.js';

/** @typedef {{element: HTMLElement, focus: () => void}} ListPage */

/**
 * @param {object} options
 * @param {import('/shared/customer.js').Customer} options.customer
 * @param {import('/shared/notify.js').Notifier} options.notifier
 * @param {Element|null} options.close
 * @param {() => void} options.back
 * @param {(id: string|null) => void} options.choose
 * @returns {ListPage}
 */
export function listPage({ customer, notifier, close, back, choose }) {
  const list = new TicketList(customer);
  list.addEventListener('choose', (e) => choose(/** @type {CustomEvent} */ (e).detail.ticket_id));
  const heading = h('h1', { text: t('ticket.list'), tabindex: '-1' });
  const iconButton = (/** @type {string} */ testid, /** @type {() => void} */ act) => h('button', { class: 'btn quiet icon', type: 'button', data: { testid }, onclick: act });
  const backButton = iconButton('back', back);
  backButton.append(icon('back'));
  label(backButton, t('ticket.back'));
  const sound = iconButton('sound', () => { notifier.muted = !notifier.muted; paintSound(); });
  const paintSound = () => {
    label(sound, t(notifier.muted ? 'notify.unmute' : 'notify.mute'));
    sound.replaceChildren(icon(notifier.muted ? 'mute' : 'sound'));
  };
  paintSound();
  const element = h('section', { class: 'page', 'aria-label': t('ticket.list') },
    h('header', { class: 'page-head' }, backButton, heading, sound, close),
    h('div', { class: 'page-body' }, list),
    h('footer', { class: 'page-foot' }, h('button', { class: 'btn primary wide', type: 'button', data: { testid: 'new-ticket' }, onclick: () => choose(null) }, icon('plus', 16), h('span', { text: t('ask.new') }))));
  return { element, focus: () => { void customer.refresh(); heading.focus(); } };
}

/**
 * @param {HTMLElement} button
 * @param {string} words
 */
function label(button, words) {
  button.setAttribute('aria-label', words);
  button.title = words;
}
