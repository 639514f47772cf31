import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { matching } from './match.js';

/** @typedef {import('./match.js').Command} Command */

const ROWS = 12;

/**
 * Everything by a few letters.
 * @param {Command[]} commands
 */
export function showPalette(commands) {
  const list = h('ul', { class: 'palette-list', role: 'listbox', id: 'palette-list', 'aria-label': t('desk.palette') });
  const input = h('input', {
    class: 'palette-input', type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list',
    'aria-autocomplete': 'list', 'aria-label': t('desk.palette'), placeholder: t('desk.palette.hint'),
    autocomplete: 'off', spellcheck: 'false', 'data-testid': 'palette-input',
  });
  const dialog = h('dialog', { class: 'dialog palette', 'aria-label': t('desk.palette'), 'data-testid': 'palette' },
    input, list);
  /** @type {Command[]} */ let shown = [];
  let at = 0;
  const run = (/** @type {number} */ index) => {
    const command = shown[index];
    if (!command) return;
    dialog.close();
    command.run();
  };
  const mark = () => {
    const selected = shown.length > 0 ? at : -1;
    [...list.children].forEach((row, index) => row.setAttribute('aria-selected', String(index === selected)));
    const row = list.children[at];
    if (shown.length && row) {
      input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  };
  const row = (/** @type {Command} */ command, /** @type {number} */ index) => h('li', {
    class: 'palette-row', role: 'option', id: `palette-${index}`, 'aria-selected': 'false', onclick: () => run(index),
    onpointermove: () => {
      if (at === index) return;
      at = index;
      mark();
    },
  }, h('span', { dir: 'auto', text: command.label }), command.hint ? h('kbd', { text: command.hint }) : null);
  const paint = () => {
    shown = matching(commands, input.value).slice(0, input.value ? 50 : ROWS * 2);
    at = 0;
    if (shown.length) {
      list.replaceChildren(...shown.map(row));
    } else {
      list.replaceChildren(h('li', {
        class: 'palette-none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false',
        text: t('desk.palette.none'),
      }));
    }
    mark();
  };
  input.addEventListener('input', paint);
  input.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step && shown.length) {
      event.preventDefault();
      at = (at + step + shown.length) % shown.length;
      mark();
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      run(at);
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  paint();
  dialog.showModal();
  input.focus();
}
