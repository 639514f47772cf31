// The widget's third page: signing in, or making an account.

import { accountForm } from '/shared/account-form.js';
import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';

/**
 * @param {object} options
 * @param {import('/shared/customer.js').Customer} options.customer
 * @param {Element|null} options.close
 * @param {HTMLElement} options.back a button
 * @param {() => void} options.done
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function accountPage({ customer, close, back, done }) {
  const body = h('div', { class: 'page-body' });
  const show = (/** @type {HTMLElement} */ content) => {
    body.replaceChildren(content);
    /** @type {HTMLElement|null} */ (body.querySelector('input, button'))?.focus();
  };
  const element = h('section', { class: 'page', 'aria-label': t('account.title') },
    h('header', { class: 'page-head' }, back, h('div', { class: 'page-title', text: t('account.title') }),
      close), body);
  return { element, focus: () => show(accountForm(customer, { show, done })) };
}
