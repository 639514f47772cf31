// What stands above or instead of the composer when a chat is paused, resolved or closed, when nobody is there, or
// where this browser keeps nothing.

import { paintAway, whereNote } from './away.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { COMMENT_CHARACTERS } from './limits.js';
import { keeps } from './storage.js';

/**
 * @param {import('./ticket.js').TicketView} view
 * @param {HTMLElement} panel
 * @param {import('./types.js').TicketState|null} s null: nothing was asked yet
 */
export function paintPanel(view, panel, s) {
  if (!s?.number || (s.chat === 'waiting' && !s.read_only)) return paintAway(view, panel);
  const { customer } = view;
  const { may } = customer;
  const pending = customer.pending;
  const rated = Boolean(s.rating) || pending.some((i) => i.frame.type === 'rate');
  const going = Boolean(pending.find((i) => i.frame.type === 'set_status'));
  const shows = [
    s.ticket_id, s.chat, rated, view.score, going, s.follow_up, s.read_only, customer.inbox.leave_message,
  ].join('|');
  if (panel.dataset.shows === shows) return;
  panel.dataset.shows = shows;
  const comment = panel.querySelector('textarea')?.value ?? '';
  const focused = document.activeElement instanceof HTMLElement && panel.contains(document.activeElement)
    ? document.activeElement.dataset.testid : '';
  panel.replaceChildren(...(keeps(customer.storage) ? [] : [whereNote(view)]));

  if (s.read_only) {
    panel.append(h('p', { class: 'tk-locked' }, icon('lock', 16), h('span', { text: t('read_only') })),
      button('btn wide', 'ask.new', 'ask-new', () => view.goTo(null)));
  } else if (!may.has('message') && !may.has('follow_up')) {
    panel.append(h('p', { class: 'tk-locked' }, icon('lock', 16), h('span', { text: t('compose.paused') })));
    if (may.has('leave_message')) panel.append(button('btn', 'compose.leave', 'leave-message', () => view.leave()));
  }
  // Stars that were touched are meant, sent or not.
  const close = () => {
    const words = panel.querySelector('textarea')?.value.trim() ?? '';
    if (view.score && may.has('rate') && !rated) customer.rate(view.score, words);
    customer.setStatus('closed');
  };
  if (may.has('reopen')) {
    panel.append(h('p', { class: 'tk-question', text: t('end.title') }), h('div', { class: 'tk-buttons' },
      button('btn', 'end.reopen', 'reopen', () => customer.setStatus('open'),
        going), button('btn primary', 'end.close', 'close-ticket', close, going)));
  }
  if (may.has('rate')) panel.append(
    rated ? h('p', { class: 'tk-thanks', text: t('rate.thanks') }) : rating(view, customer, comment));
  if (may.has('follow_up')) {
    const to = s.follow_up;
    if (to) {
      const number = s.follow_up_number ?? customer.book.summaries.get(to)?.number ?? '';
      panel.append(h('p', { class: 'tk-thanks' }, `${t('ticket.followed', { number })} `,
        h('button', { class: 'link', type: 'button', text: t('ticket.open_it'), onclick: () => view.goTo(to) })));
    }
    panel.append(button('btn wide', 'ask.new', 'ask-new', () => view.goTo(null)));
  }
  if (focused) /** @type {HTMLElement|null} */ (panel.querySelector(`[data-testid="${focused}"]`))?.focus();
}

/**
 * @param {string} look
 * @param {string} words
 * @param {string} testid
 * @param {() => void} act
 * @param {boolean} [disabled]
 */
function button(look, words, testid, act, disabled) {
  return h('button', { class: look, type: 'button', disabled, text: t(words), data: { testid }, onclick: act });
}

/**
 * @param {import('./ticket.js').TicketView} view
 * @param {import('./customer.js').Customer} customer
 * @param {string} comment what was written already
 */
function rating(view, customer, comment) {
  const marks = h('div', { class: 'tk-stars', role: 'group', 'aria-label': t('rate.title') });
  for (let n = 1; n <= 5; n += 1) {
    marks.append(h('button', {
      class: `tk-star${n <= view.score ? ' on' : ''}`, type: 'button', 'aria-pressed': String(n === view.score),
      'aria-label': `${n} – ${t(`rate.${n}`)}`, title: t(`rate.${n}`),
      data: { testid: `rate-${n}` }, onclick: () => { view.score = n; view.paint(); },
    }, icon('star', 24)));
  }
  const field = h('textarea', {
    class: 'input', rows: '2', maxlength: COMMENT_CHARACTERS, dir: 'auto', 'aria-label': t('rate.comment'),
    placeholder: t('rate.comment'), data: { testid: 'rate-comment' },
  });
  field.value = comment;
  const box = h('form', {
    class: 'tk-rating', data: { testid: 'rating' },
    onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); customer.rate(view.score, field.value.trim()); },
  },
    h('span', { class: 'label', text: t('rate.title') }), marks);
  if (view.score) box.append(field,
    h('button', { class: 'btn', type: 'submit', text: t('rate.submit'), data: { testid: 'rate-submit' } }));
  return box;
}
