import { h, setText } from '/shared/dom.js';
import { errorWords } from '/shared/errors.js';
import { t } from '/shared/i18n.js';
import { PASSWORD_LENGTH, refusedPassword } from '/shared/passwords.js';
import { problemWords } from '/shared/problems.js';

/**
 * Why something was refused, in words.
 * @param {unknown} error
 */
export function reason(error) {
  const { code } = /** @type {import('/shared/api.js').ApiError} */ (error);
  return refusedPassword(error) ? t('err.password', PASSWORD_LENGTH) : errorWords(code, { viewer: 'staff' });
}

/**
 * Says at each field what the server found wrong with it; the first of them has the focus.
 * @param {HTMLFormElement} form whose fields have the names of the API
 * @param {unknown} error
 * @returns {boolean} whether there is such a field
 */
export function markFields(form, error) {
  for (const line of form.querySelectorAll('.field-problem')) line.remove();
  for (const one of form.querySelectorAll('[aria-invalid]')) one.removeAttribute('aria-invalid');
  /** @type {import('/shared/forms/description.js').Problem[]} */
  const problems = /** @type {any} */ (error)?.detail?.fields ?? [];
  /** @type {HTMLElement|null} */ let first = null;
  for (const problem of problems) {
    const control = form.elements.namedItem(problem.field);
    if (!(control instanceof HTMLElement)) continue;
    const words = /password/.test(problem.field) ? t('err.password', PASSWORD_LENGTH) : problemWords(problem);
    const id = `${control.id}-problem`;
    control.after(h('p', { class: 'problem field-problem', id, text: words }));
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', `${id} ${control.getAttribute('aria-describedby') ?? ''}`.trim());
    first ??= control;
  }
  first?.focus();
  return first !== null;
}

let made = 0;

/**
 * A label, its control and a line of help.
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  control.id ||= `field-${++made}`;
  const words = h('label', { for: control.id, text: label });
  if (!hint) return h('div', { class: 'field' }, words, control);
  const help = h('span', { class: 'hint', id: `${control.id}-hint`, text: hint });
  control.setAttribute('aria-describedby', help.id);
  return h('div', { class: 'field' }, words, control, help);
}

/** @param {string} label @param {HTMLInputElement} box @param {Node|null} [more] */
export function check(label, box, more = null) {
  box.id ||= `field-${++made}`;
  return h('div', { class: 'check' }, box, h('label', { for: box.id, text: label }), more);
}

/** @param {Record<string, any>} [props] */
export const input = (props = {}) => h('input', { class: 'input', ...props });

/** A field for the six digits of a second factor, or a recovery code. */
export const codeInput = () => input({
  name: 'code', required: true, autocomplete: 'one-time-code', autocapitalize: 'off', spellcheck: 'false',
  maxlength: 40,
  'data-testid': 'code',
});

/**
 * A field for the password one has.
 * @param {string} [name]
 */
export const passwordInput = (name = 'password') => input({
  name, type: 'password', required: true, autocomplete: 'current-password', 'data-testid': 'current-password',
});

/**
 * The account a password belongs to, for whoever keeps passwords: not shown, and not changed here.
 * @param {string|undefined} email
 */
export function userName(email) {
  const el = input({
    type: 'email', name: 'username', autocomplete: 'username', readonly: true, tabindex: '-1', class: 'sr',
  });
  el.setAttribute('aria-hidden', 'true');
  el.value = email ?? '';
  return el;
}

/** @param {[string, string][]} options @param {string} value @param {Record<string, any>} [props] */
export function select(options, value, props = {}) {
  const choices = options.map(([key, words]) => h('option', { value: key, text: words }));
  const el = h('select', { class: 'input select', ...props }, ...choices);
  el.value = value;
  return el;
}

/**
 * A form that says what happened beside its button, and knows (`data-unsaved`) whether something was changed in it.
 * @param {string} label of the button
 * @param {() => Promise<string|void>} save gives the sentence of success
 * @param {...(Node|null)} fields
 */
export function form(label, save, ...fields) {
  const said = h('span', { class: 'form-said', role: 'status' });
  const button = h('button', { class: 'btn primary', type: 'submit', text: label });
  const el = h('form', { class: 'settings-form' }, ...fields, h('div', { class: 'form-foot' }, button, said));
  const written = () => JSON.stringify([...el.elements].map((each) => {
    const { type, checked, value } = /** @type {HTMLInputElement} */ (each);
    return type === 'checkbox' ? checked : value;
  }));
  let saved = written();
  const compare = () => el.toggleAttribute('data-unsaved', written() !== saved);
  for (const event of ['input', 'change']) el.addEventListener(event, compare);
  el.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.removeAttribute('data-bad');
    setText(said, '');
    markFields(el, null);
    try {
      const sent = written();
      setText(said, (await save()) ?? t('desk.saved'));
      saved = sent;
      if (written() !== sent) saved = written();
      compare();
    } catch (error) {
      said.setAttribute('data-bad', '');
      setText(said, markFields(el, error) ? t('err.bad_request') : reason(error));
    }
    button.disabled = false;
  });
  return el;
}

/**
 * A button of a list or a card.
 * @param {string} words
 * @param {() => void} run
 * @param {Record<string, any>} [props]
 */
export const press = (words, run, props = {}) =>
  h('button', { class: 'btn small', type: 'button', text: words, onclick: run, ...props });

/**
 * A line to copy, with its button.
 * @param {string} label
 * @param {string} line
 * @param {string} testid
 */
export function copyLine(label, line, testid) {
  const said = h('span', { class: 'form-said', role: 'status' });
  const text = h('pre', { class: 'copy-line', tabindex: '0', 'aria-label': label, 'data-testid': testid, text: line });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setText(said, t('setup.copied'));
    } catch {
      setText(said, t('setup.copy.failed'));
      getSelection()?.selectAllChildren(text);
    }
  };
  return h('div', { class: 'copy' }, h('div', { class: 'copy-head' }, h('span', { class: 'label', text: label }), said,
    press(t('setup.copy'), () => void copy(), { 'data-testid': `${testid}-copy` })), text);
}

/**
 * A card of the settings that is read first: its body comes when it was read, or why it was not.
 * @param {{title: string, testid: string, read: () => Promise<Node[]>, tools?: Node[]}} options
 */
export function readCard({ title, testid, read, tools = [] }) {
  const name = title ? h('h3', { text: title }) : null;
  const head = name || tools.length ? h('div', { class: 'card-head' }, name, ...tools) : null;
  const body = h('div', { class: 'card-body' });
  const el = h('section', { class: 'card', 'aria-label': title || null, 'data-testid': testid }, head, body);
  let runs = 0;
  const load = async () => {
    const run = (runs += 1);
    const skeleton = h('div', { class: 'skeleton settings-skeleton', 'aria-hidden': 'true' });
    if (!body.firstChild) body.replaceChildren(skeleton);
    try {
      const parts = await read();
      if (run === runs) body.replaceChildren(...parts);
    } catch (error) {
      if (run !== runs) return; // it is being read again
      const again = press(t('desk.again'), () => void load());
      body.replaceChildren(h('p', { class: 'problem', text: reason(error) }), again);
    }
  };
  void load();
  return { el, load };
}
