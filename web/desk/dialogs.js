import { h } from '/shared/dom.js';
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
  const close = h('button', { class: 'btn small quiet', type: 'button', text: t('desk.close'), onclick: () => dialog.close() });
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': id, 'data-testid': testid },
    h('div', { class: 'dialog-head' }, h('h2', { id, text: title }), close), h('div', { class: 'dialog-body' }, ...body));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function showShortcuts() {
  const row = (/** @type {string} */ key, /** @type {string} */ words) => h('div', { class: 'shortcut' }, h('dt', {}, h('kbd', { text: key })), h('dd', { text: words }));
  return openDialog({ title: t('desk.keys'), testid: 'shortcuts' }, h('dl', { class: 'shortcuts' },
    row('Ctrl K', t('desk.key.palette')), ...BINDINGS.filter((binding) => !binding.action.startsWith('list-')).map((binding) => row(binding.key, t(`desk.key.${binding.action}`))),
    row('1 – 5', t('desk.key.lists')), row('Esc', t('desk.key.escape'))));
}

/** @param {import('./session.js').DeskSession} session */
export function showTransfer(session) {
  const id = session.openId;
  if (!id) return;
  const host = h('div', { class: 'people' });
  const dialog = openDialog({ title: t('desk.transfer.title'), testid: 'transfer' }, host);
  const paint = () => {
    const others = [...session.store.staff.values()].filter((one) => one.staff_id !== session.me.id).sort((a, b) => Number(b.online) - Number(a.online) || a.name.localeCompare(b.name));
    if (!others.some((one) => one.online)) host.replaceChildren(h('p', { class: 'people-none', text: t('desk.transfer.none') }));
    else host.replaceChildren();
    const focused = document.activeElement?.getAttribute('data-staff');
    for (const one of others) {
      const button = h('button', { class: 'person', type: 'button', disabled: !one.online, 'data-testid': 'transfer-to', 'data-staff': one.staff_id, onclick: () => { dialog.close(); void session.act({ type: 'transfer', ticket_id: id, staff_id: one.staff_id }); } },
        h('span', { class: 'avatar small', 'aria-hidden': 'true', text: initials(one.name) }), h('span', { class: 'person-name', dir: 'auto', text: one.name }), h('span', { class: 'person-state', 'data-online': String(one.online), text: t(one.online ? 'desk.online' : 'desk.offline') }));
      host.append(button);
      if (focused === one.staff_id) button.focus();
    }
  };
  const changed = (/** @type {Event} */ event) => { if (/** @type {CustomEvent} */ (event).detail === 'people') paint(); };
  session.store.addEventListener('change', changed);
  dialog.addEventListener('close', () => session.store.removeEventListener('change', changed));
  paint();
  // Who is online is known from the socket; this brings the others.
  void session.reader.loadStaff();
  /** @type {HTMLElement|null} */ (host.querySelector('button:not(:disabled)'))?.focus();
}
