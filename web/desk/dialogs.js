import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { initials } from '/shared/text.js';
import { BINDINGS } from './keys.js';

/**
 * A modal dialog that is gone when it closes. The browser gives focus back to where it was.
 * @param {{title: string, testid: string, wide?: boolean}} options
 * @param {...Node} body
 */
export function openDialog({ title, testid, wide }, ...body) {
  const id = `dialog-${testid}`;
  const close = h('button', {
    class: 'btn small quiet', type: 'button', text: t('desk.close'), onclick: () => dialog.close(),
  });
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': id, 'data-testid': testid },
    h('div', { class: 'dialog-head' }, h('h2', { id, text: title }), close),
    h('div', { class: 'dialog-body' }, ...body));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something that cannot be taken back. What changes nothing has the focus.
 * @param {{title: string, words: string, yes: string, testid: string, run: () => void}} question
 */
export function ask({ title, words, yes, testid, run }) {
  const no = h('button', {
    class: 'btn', type: 'button', 'data-testid': 'ask-no', text: t('desk.cancel'), onclick: () => dialog.close(),
  });
  const sure = h('button', {
    class: 'btn primary', type: 'button', 'data-testid': 'ask-yes', text: yes,
    onclick: () => { dialog.close(); run(); },
  });
  const dialog = openDialog({ title, testid }, h('p', { class: 'dialog-words', text: words }),
    h('div', { class: 'dialog-foot' }, no, sure));
  no.focus();
}

/**
 * Online or offline. Customers notice when their agent goes: with chats that are live it asks.
 * @param {import('./session.js').DeskSession} session
 * @param {'online'|'offline'} status
 */
export function choosePresence(session, status) {
  const n = status === 'offline' ? session.store.live().length : 0;
  if (!n) return session.choose(status);
  ask({
    title: t('desk.go.offline.title'), words: t('desk.go.offline.words', { n }), yes: t('desk.go.offline'),
    testid: 'ask-offline', run: () => session.choose('offline'),
  });
}

export function showShortcuts() {
  const row = (/** @type {string} */ key, /** @type {string} */ words) =>
    h('div', { class: 'shortcut' }, h('dt', {}, h('kbd', { text: key })), h('dd', { text: words }));
  const single = BINDINGS.filter((binding) => !binding.action.startsWith('list-'));
  const lists = BINDINGS.length - single.length;
  return openDialog({ title: t('desk.keys'), testid: 'shortcuts' }, h('dl', { class: 'shortcuts' },
    row('Ctrl K', t('desk.key.palette')), ...single.map(({ key, action }) => row(key, t(`desk.key.${action}`))),
    row(`1 – ${lists}`, t('desk.key.lists')), row('Esc', t('desk.key.escape'))));
}

/** @param {import('./session.js').DeskSession} session */
export function showTransfer(session) {
  const id = session.openId;
  if (!id) return;
  const host = h('div', { class: 'people' });
  const dialog = openDialog({ title: t('desk.transfer.title'), testid: 'transfer' }, host);
  /** @param {import('./types.js').Colleague} one */
  const person = (one) => {
    const there = one.online && session.connected;
    const state = !session.connected ? 'desk.customer.unknown' : one.online ? 'desk.online' : 'desk.offline';
    const give = () => {
      dialog.close();
      void session.act({ type: 'transfer', ticket_id: id, staff_id: one.staff_id });
    };
    return h('button', {
      class: 'person', type: 'button', disabled: !there, 'data-testid': 'transfer-to', 'data-staff': one.staff_id,
      onclick: give,
    }, h('span', { class: 'avatar small', 'aria-hidden': 'true', text: initials(one.name) }),
    h('span', { class: 'person-name', dir: 'auto', text: one.name }),
    h('span', { class: 'person-state', 'data-online': String(there), text: t(state) }));
  };
  // In one order for as long as it is open: nobody hits the one who came to stand there.
  const { people } = session.store;
  const order = [...people.staff.values()].filter((one) => one.staff_id !== session.me.id)
    .sort((a, b) => Number(b.online) - Number(a.online) || a.name.localeCompare(b.name)).map((one) => one.staff_id);
  const none = h('p', { class: 'people-none' });
  const paint = () => {
    for (const one of people.staff.keys()) if (one !== session.me.id && !order.includes(one)) order.push(one);
    const others = order.flatMap((staff) => people.staff.get(staff) ?? []);
    const mark = JSON.stringify([session.connected, others]);
    if (host.dataset.mark === mark) return;
    host.dataset.mark = mark;
    const focused = document.activeElement?.getAttribute('data-staff');
    setText(none, others.some((one) => one.online) ? '' : t('desk.transfer.none'));
    none.hidden = !none.textContent;
    host.replaceChildren(none, ...others.map(person));
    if (focused) /** @type {HTMLElement|null} */ (host.querySelector(`[data-staff="${CSS.escape(focused)}"]`))?.focus();
  };
  session.store.addEventListener('change', paint);
  session.addEventListener('change', paint);
  dialog.addEventListener('close', () => {
    session.store.removeEventListener('change', paint);
    session.removeEventListener('change', paint);
  });
  paint();
  // Who is online is known from the socket; this brings the others.
  void session.reader.loadStaff();
  /** @type {HTMLElement|null} */ (host.querySelector('button:not(:disabled)'))?.focus();
}
