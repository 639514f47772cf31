/**
 * The desk's keyboard, as data and one pure function, so that it can be tested and shown.
 *
 * @typedef {'next'|'previous'|'open'|'reply'|'note'|'resolve'|'pick'|'undo'|'search'|'palette'|'shortcuts'
 *   |'escape'|'list-1'|'list-2'|'list-3'|'list-4'|'list-5'|'list-6'} Action
 * @typedef {object} Press the part of a KeyboardEvent that counts
 * @property {string} key
 * @property {boolean} [ctrlKey]
 * @property {boolean} [metaKey]
 * @property {boolean} [altKey]
 * @property {boolean} [isComposing]
 * @typedef {object} Where
 * @property {boolean} typing the focus is in a field that takes text
 * @property {boolean} [control] the focus is on a control that has its own Enter
 * @property {boolean} [dialog] a dialog is open
 * @property {boolean} [quiet] what is typed is meant for a field that does not have the focus yet
 * @property {boolean} [single] false: the person has turned single keys off (WCAG 2.1.4)
 */

/** @type {readonly {key: string, action: Action}[]} */
export const BINDINGS = Object.freeze([
  { key: 'j', action: 'next' },
  { key: 'k', action: 'previous' },
  { key: 'Enter', action: 'open' },
  { key: 'p', action: 'pick' },
  { key: 'r', action: 'reply' },
  { key: 'n', action: 'note' },
  { key: 'e', action: 'resolve' },
  { key: 'z', action: 'undo' },
  { key: '/', action: 'search' },
  { key: '1', action: 'list-1' },
  { key: '2', action: 'list-2' },
  { key: '3', action: 'list-3' },
  { key: '4', action: 'list-4' },
  { key: '5', action: 'list-5' },
  { key: '6', action: 'list-6' },
  { key: '?', action: 'shortcuts' },
]);

/** @type {ReadonlySet<Action>} what these do changes a ticket */
export const CHANGES = new Set(['pick', 'resolve', 'undo']);

/**
 * What a key press asks for, or undefined when it is not ours to take.
 * @param {Press} press
 * @param {Where} where
 * @returns {Action|undefined}
 */
export function actionFor(press, where) {
  if (press.isComposing) return undefined;
  const chord = press.ctrlKey || press.metaKey;
  if (chord && press.altKey) return undefined;
  if (chord && press.key.toLowerCase() === 'k') return 'palette';
  if (chord) return press.key === 'z' && !where.typing && !where.dialog ? 'undo' : undefined;
  if (press.altKey) return undefined;
  if (where.dialog) return undefined; // the dialog closes itself on Escape
  if (press.key === 'Escape') return 'escape';
  if (where.typing || where.quiet || where.single === false) return undefined;
  if (press.key === 'Enter' && where.control) return undefined;
  return BINDINGS.find((binding) => binding.key === press.key)?.action;
}

/**
 * Whether keys pressed on this element are text for it.
 * @param {Element|null} element
 */
export function takesText(element) {
  if (!element) return false;
  // A dialog that has just closed keeps the focus for a moment; nobody types there any more.
  if (element.closest('dialog:not([open])')) return false;
  if (element.matches('textarea, select, [contenteditable=""], [contenteditable="true"]')) return true;
  const silent = ['checkbox', 'radio', 'button', 'submit', 'color', 'range'];
  return element.matches('input') && !silent.includes(element.getAttribute('type') ?? 'text');
}
