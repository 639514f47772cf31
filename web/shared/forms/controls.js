import { h } from '../dom.js';
import { t } from '../i18n.js';

/** @typedef {import('./description.js').Field} Field */
/** @typedef {import('./words.js').Words} Words */
/** @typedef {import('./words.js').Named} Named */

/**
 * @typedef {object} Control what one value is changed with
 * @property {HTMLElement} el
 * @property {HTMLElement} input the element that takes the focus, and is named by the label
 * @property {() => any} read
 * @property {(value: any) => void} show
 *
 * @typedef {object} Context what controls need to know of the form they are in
 * @property {Words} words
 * @property {boolean} may false: it can only be read
 * @property {() => void} changed
 * @property {(kind: string) => Named[]} references what can be referred to
 */

/** @type {(input: HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement) => Control} */
const plain = (input) => ({
  el: input, input, read: () => input.value, show: (value) => { input.value = value ?? ''; },
});

/** Past its limit a text is refused, not cut: who pastes sees what is too much. */
const text = (/** @type {Field} */ { lines = 1 }) => {
  if (lines === 1) return plain(h('input', { class: 'input', type: 'text', dir: 'auto', autocomplete: 'off' }));
  return plain(h('textarea', { class: 'input', rows: lines, dir: 'auto' }));
};

const origin = () => plain(h('input', {
  class: 'input', type: 'url', inputmode: 'url', placeholder: 'https://shop.example', autocomplete: 'off',
  spellcheck: 'false', dir: 'ltr',
}));

const url = () => plain(h('input', {
  class: 'input', type: 'url', inputmode: 'url', placeholder: 'https://shop.example/hooks', autocomplete: 'off',
  spellcheck: 'false', dir: 'ltr',
}));

/**
 * When the server made a secret: nobody writes it, and nothing shows the secret.
 * @returns {Control}
 */
function secret(/** @type {Field} */ { name }, /** @type {Context} */ { words }) {
  /** @type {any} */ let kept;
  const input = h('output', { class: 'form-unknown' });
  const show = (/** @type {any} */ value) => {
    kept = value;
    input.textContent = words.value({ name, type: 'secret' }, value);
  };
  return { el: input, input, read: () => kept, show };
}

/** @param {Field} field @returns {Control} */
function integer({ min, max }) {
  const input = h('input', { class: 'input number', type: 'number', inputmode: 'numeric', step: 1, min, max });
  const read = () => (input.value === '' ? null : Number(input.value));
  return { ...plain(input), read };
}

/** @returns {Control} */
function boolean() {
  const input = h('input', { type: 'checkbox' });
  return { el: input, input, read: () => input.checked, show: (value) => { input.checked = Boolean(value); } };
}

/**
 * The picture and the six digits: whoever has a colour from elsewhere writes it down.
 * @returns {Control}
 */
function colour(/** @type {Field} */ { name }, /** @type {Context} */ { words }) {
  const picture = h('input', { class: 'input colour', type: 'color', 'aria-label': words.label(name) });
  const input = h('input', { class: 'input', type: 'text', spellcheck: 'false', autocomplete: 'off', dir: 'ltr' });
  const copy = () => { if (/^#[0-9a-f]{6}$/i.test(input.value)) picture.value = input.value.toLowerCase(); };
  picture.addEventListener('input', () => { input.value = picture.value; });
  input.addEventListener('input', copy);
  const read = () => input.value.trim().replace(/^(?=[0-9a-f]{6}$)/i, '#').toLowerCase();
  const show = (/** @type {any} */ value) => { input.value = value ?? ''; copy(); };
  return { el: h('span', { class: 'form-colour' }, picture, input), input, read, show };
}

/** @returns {Control} */
function choice(/** @type {Field} */ { name, choices = [] }, /** @type {Context} */ { words }) {
  return plain(h('select', { class: 'input select' },
    ...choices.map((value) => h('option', { value, text: words.choice(name, value) }))));
}

/** @returns {Control} */
function reference(/** @type {Field} */ { kind = '' }, /** @type {Context} */ { references }) {
  const options = references(kind).map(({ id, name }) => h('option', { value: id, text: name }));
  const input = h('select', { class: 'input select' }, h('option', { value: '', text: t('form.none') }), ...options);
  const show = (/** @type {any} */ value) => {
    const there = [...input.options].some((one) => one.value === (value ?? ''));
    if (!there) input.append(h('option', { value, text: value }));
    input.value = value ?? '';
  };
  return { ...plain(input), show };
}

/**
 * Of a type that this page does not know: kept as it is.
 * @returns {Control}
 */
function unknown() {
  /** @type {any} */ let kept;
  const input = h('output', { class: 'form-unknown' });
  const show = (/** @type {any} */ value) => { kept = value; input.textContent = t('form.unknown'); };
  return { el: input, input, read: () => kept, show };
}

/** @type {Record<string, (field: Field, context: Context) => Control>} */
const CONTROLS = { text, origin, url, secret, integer, boolean, colour, choice, reference };

/** @param {Field} field @param {Context} context @returns {Control} */
export const controlFor = (field, context) => (CONTROLS[field.type] ?? unknown)(field, context);
