// What stands above the composer while nobody is there: where the answer will be found, and how the team may reach the
// customer.

import { isRegistered } from './account.js';
import { isEmailAddress } from './email-address.js';
import { emailOf, leaveEmail } from './email.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { errorWords } from './errors.js';
import { t } from './i18n.js';
import { ofInbox } from './inbox.js';
import { keeps } from './storage.js';

/** @typedef {import('./ticket.js').TicketView} TicketView */

const DRAFT = 'email';

/**
 * Where the answer will be found, and that it would be lost where this browser keeps nothing.
 * @param {TicketView} view
 */
export function whereNote({ customer, toPortal }) {
  const link = (/** @type {string} */ words) =>
    h('a', {
      class: 'link', href: ofInbox('/'), target: '_blank', text: t(words), data: { testid: 'to-portal' },
      onclick: toPortal,
    });
  const note = (/** @type {string} */ words, /** @type {string} */ linked) =>
    h('p', { class: 'tk-where', data: { testid: 'where' } }, t(words), toPortal && ' ', toPortal && link(linked));
  if (keeps(customer.storage)) {
    if (toPortal) return note('away.where.page', 'away.page');
    return note(customer.storage === globalThis.sessionStorage ? 'away.where.tab' : 'away.where', '');
  }
  if (toPortal) return note('away.lost', 'away.lost.page');
  return note(isRegistered(customer) ? 'away.lost.registered' : 'away.lost.visitor', '');
}

/**
 * @param {TicketView} view
 * @param {HTMLElement} panel
 */
export function paintAway(view, panel) {
  const { customer } = view;
  const registered = isRegistered(customer);
  const email = emailOf(customer);
  if (customer.drafts.get(DRAFT)) view.askingEmail = true;
  const isAsking = !email || view.askingEmail;
  // Else it is only about what would be lost.
  const isAlone = customer.now.anybodyThere === false;
  const shows = ['away', isAlone, email, registered, isAsking].join('|');
  if (panel.dataset.shows === shows) return;
  panel.dataset.shows = shows;
  const again = () => view.paint();
  panel.replaceChildren(whereNote(view));
  if (registered || !isAlone) return;
  if (!isAsking) {
    panel.append(h('p', {
      class: 'tk-reach', data: { testid: 'email-kept' },
    }, icon('check', 16), h('span', { dir: 'auto', text: t('away.kept', { email }) }),
      h('button', {
        class: 'link', type: 'button', text: t('away.change'), data: { testid: 'email-change' },
        onclick: () => { view.askingEmail = true; again(); panel.querySelector('input')?.focus(); },
      })));
  } else panel.append(form(view, email, again));
}

/**
 * @param {TicketView} view
 * @param {string} email
 * @param {() => void} again
 */
function form(view, email, again) {
  const problem = h('p', { class: 'problem', id: 'email-problem', role: 'alert', hidden: true });
  const field = h('input', {
    class: 'input', id: 'email', type: 'email', inputmode: 'email', autocomplete: 'email', autocapitalize: 'none',
    placeholder: t('away.placeholder'), data: { testid: 'email' },
  });
  const { drafts } = view.customer;
  field.value = drafts.get(DRAFT) || email;
  field.addEventListener('input', () => drafts.set(DRAFT, field.value));
  const fail = (/** @type {string} */ words) => {
    problem.textContent = words;
    problem.hidden = !words;
    field.setAttribute('aria-invalid', String(Boolean(words)));
    if (words) field.setAttribute('aria-describedby', 'email-problem');
  };
  const keep = async (/** @type {boolean} */ loud) => {
    const value = field.value.trim();
    if (!value) return fail('');
    if (!isEmailAddress(value) || !field.checkValidity()) {
      // Left alone, what is said stays: the button below it does not move away from who is about to press it.
      if (loud) fail(t('away.invalid'));
      return;
    }
    fail('');
    view.askingEmail = false;
    drafts.set(DRAFT, '');
    const refused = await leaveEmail(view.customer, value);
    if (refused === 'bad_request') {
      drafts.set(DRAFT, value);
      view.askingEmail = true;
      fail(t('away.invalid'));
    } else if (refused) fail(errorWords(refused, { otherwise: '' }));
    again();
  };
  // Who writes an address and goes on to the message means it.
  field.addEventListener('change', () => void keep(false));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void keep(true);
  };
  const save = h('button', { class: 'btn', type: 'submit', text: t('away.save'), data: { testid: 'email-save' } });
  return h('form', { class: 'tk-email', novalidate: true, data: { testid: 'email-form' }, onsubmit: submit },
    h('label', { class: 'label', for: 'email', text: t('away.email') }),
    h('div', { class: 'tk-email-row' }, field, save), problem);
}
