import { h, setText } from '../dom.js';
import { t } from '../i18n.js';
import { problemWords } from '../problems.js';
import { blank } from './description.js';
import { controlFor } from './controls.js';

/** @typedef {import('./description.js').Field} Field */
/** @typedef {import('./description.js').Problem} Problem */
/** @typedef {import('./controls.js').Context} Context */

/**
 * @typedef {object} View a field on the page, or an entry of one
 * @property {HTMLElement} el
 * @property {() => any} read
 * @property {(value: any) => void} show
 * @property {(problems: ReadonlyMap<string, Problem>) => HTMLElement|null} mark puts problems where they belong; gives
 *   the first element that has one
 */

let made = 0;

/** @param {string} id @param {boolean} [list] */
function problemLine(id, list = false) {
  const line = h('p', { class: 'problem', id, hidden: true });
  return { line, say: (/** @type {Problem|undefined} */ problem) => {
    line.hidden = !problem;
    setText(line, problem ? problemWords(problem, list) : '');
  } };
}

/**
 * One value: its label, its control, what explains it, what is wrong with it.
 * @param {Field} field
 * @param {string} path
 * @param {string} label
 * @param {Context} context
 * @param {boolean} [within] an entry of a list, whose label is only heard
 * @returns {View}
 */
function single(field, path, label, context, within = false) {
  const { el: control, input, read, show } = controlFor(field, context);
  input.id = `form-${++made}`;
  const { line, say } = problemLine(`${input.id}-problem`);
  const help = path === field.name ? context.words.help(field.name) : '';
  const hint = help && h('span', { class: 'hint', id: `${input.id}-hint`, text: help });
  const words = h('label', { for: input.id, class: within ? 'sr' : null, text: label });
  const checkbox = field.type === 'boolean';
  const el = h('div', { class: checkbox ? 'check' : 'field', data: { field: path } },
    ...(checkbox ? [control, words] : [words, control]), hint, line);
  if (hint) input.setAttribute('aria-describedby', hint.id);
  if (!context.may) for (const one of [input, ...control.querySelectorAll('input')]) one.setAttribute('disabled', '');
  for (const event of ['input', 'change']) control.addEventListener(event, context.changed);
  const mark = (/** @type {ReadonlyMap<string, Problem>} */ problems) => {
    const problem = problems.get(path);
    say(problem);
    if (problem) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    const described = [hint && hint.id, problem && line.id].filter(Boolean).join(' ');
    if (described) input.setAttribute('aria-describedby', described);
    else input.removeAttribute('aria-describedby');
    return problem ? input : null;
  };
  return { el, read, show, mark };
}

/**
 * @param {string} label
 * @param {string} help
 * @param {...Node} parts
 */
function group(label, help, ...parts) {
  const legend = h('legend', { class: 'label', text: label });
  return h('fieldset', { class: 'form-group' }, legend, help && h('span', { class: 'hint', text: help }), ...parts);
}

/**
 * A list: a line for each entry, and a button for one more.
 * @param {Field} field
 * @param {string} path
 * @param {string} label
 * @param {Context} context
 * @returns {View}
 */
function list(field, path, label, context) {
  const { name, item } = field;
  const inner = /** @type {Field} */ ({ ...item, name });
  /** @type {View[]} */ let views = [];
  const rows = h('ul', { class: 'form-list' });
  const { line, say } = problemLine(`form-${++made}-problem`, true);
  const read = () => views.map((view) => view.read());
  const add = h('button', {
    class: 'btn small', type: 'button', hidden: !context.may, text: context.words.sentence(`${name}.add`),
    'aria-describedby': line.id,
    onclick: () => {
      show([...read(), blank(item)]);
      context.changed();
      /** @type {HTMLElement|null} */ (views.at(-1)?.el.querySelector('input, select, textarea'))?.focus();
    },
  });
  /** @param {number} place */
  const remove = (place) => {
    show(read().filter((_, index) => index !== place));
    context.changed();
    const next = views[Math.min(place, views.length - 1)]?.el.querySelector('input, select, textarea');
    /** @type {HTMLElement} */ (next ?? add).focus();
  };
  /** @param {any} values */
  const show = (values) => {
    views = (values ?? []).map((/** @type {any} */ value, /** @type {number} */ place) => {
      const called = `${label} ${place + 1}`;
      const view = single(inner, `${path}[${place}]`, called, context, true);
      view.show(value);
      view.el.append(h('button', {
        class: 'btn small quiet form-remove', type: 'button', hidden: !context.may, text: t('form.remove'),
        'aria-label': `${t('form.remove')}: ${called}`, onclick: () => remove(place),
      }));
      return view;
    });
    rows.replaceChildren(...views.map((view) => h('li', {}, view.el)));
  };
  const mark = (/** @type {ReadonlyMap<string, Problem>} */ problems) => {
    say(problems.get(path));
    const first = views.map((view) => view.mark(problems)).find(Boolean);
    return first ?? (problems.has(path) ? add : null);
  };
  const el = group(label, context.words.help(name), rows, add, line);
  el.dataset.field = path;
  return { el, read, show, mark };
}

/**
 * Some of several choices: a box for each.
 * @param {Field} field
 * @param {string} path
 * @param {string} label
 * @param {Context} context
 * @returns {View}
 */
function choices(field, path, label, context) {
  const all = field.item?.choices ?? [];
  /** @type {string[]} values that this page was not told of */ let others = [];
  const { line, say } = problemLine(`form-${++made}-problem`, true);
  const boxes = all.map((value) => h('input', {
    type: 'checkbox', id: `form-${++made}`, value, disabled: !context.may, onchange: context.changed,
    'aria-describedby': line.id,
  }));
  const show = (/** @type {any} */ values) => {
    for (const box of boxes) box.checked = (values ?? []).includes(box.value);
    others = (values ?? []).filter((/** @type {string} */ one) => !all.includes(one));
  };
  const read = () => [...boxes.filter((box) => box.checked).map((box) => box.value), ...others];
  const mark = (/** @type {ReadonlyMap<string, Problem>} */ problems) => {
    const problem = [...problems.values()].find((one) => one.field === path || one.field.startsWith(`${path}[`));
    say(problem);
    return problem ? boxes[0] ?? null : null;
  };
  const rows = boxes.map((box) => h('div', { class: 'check' }, box,
    h('label', { for: box.id, text: context.words.choice(field.name, box.value) })));
  const el = group(label, context.words.help(field.name), ...rows, line);
  el.dataset.field = path;
  return { el, read, show, mark };
}

/**
 * A list of references: those that were chosen, and a choice of the others.
 * @param {Field} field
 * @param {string} path
 * @param {string} label
 * @param {Context} context
 * @returns {View}
 */
function references(field, path, label, context) {
  const kind = field.item?.kind ?? '';
  /** @type {string[]} */ let chosen = [];
  const rows = h('ul', { class: 'form-chosen' });
  const { line, say } = problemLine(`form-${++made}-problem`, true);
  const add = h('select', { class: 'input select', 'aria-label': label, 'aria-describedby': line.id });
  const change = (/** @type {string[]} */ ids) => {
    show(ids);
    context.changed();
  };
  add.addEventListener('change', () => {
    if (add.value) change([...chosen, add.value]);
    add.focus();
  });
  /** @param {any} ids */
  const show = (ids) => {
    chosen = [...ids ?? []];
    const all = context.references(kind);
    const others = all.filter(({ id }) => !chosen.includes(id));
    const words = others.length ? context.words.sentence(`${field.name}.add`) : t('form.all.chosen');
    add.replaceChildren(h('option', { value: '', text: words }),
      ...others.map(({ id, name }) => h('option', { value: id, text: name })));
    add.hidden = !context.may || all.length === 0;
    rows.replaceChildren(...chosen.map((id) => {
      const name = all.find((one) => one.id === id)?.name ?? id;
      const gone = h('button', {
        class: 'btn small quiet', type: 'button', hidden: !context.may, text: t('form.remove'),
        'aria-label': `${t('form.remove')}: ${name}`,
        onclick: () => { change(chosen.filter((one) => one !== id)); add.focus(); },
      });
      return h('li', {}, h('span', { dir: 'auto', text: name }), gone);
    }));
    if (!chosen.length) rows.replaceChildren(h('li', {
      class: 'form-nobody', text: t(kind === 'agent' ? 'form.nobody' : 'form.none.yet'),
    }));
  };
  const mark = (/** @type {ReadonlyMap<string, Problem>} */ problems) => {
    const problem = [...problems.values()].find((one) => one.field === path || one.field.startsWith(`${path}[`));
    say(problem);
    return problem ? add : null;
  };
  const el = group(label, context.words.help(field.name), rows, add, line);
  el.dataset.field = path;
  return { el, read: () => [...chosen], show, mark };
}

/**
 * A map: a field for each of its keys. An empty one is no entry.
 * @param {Field} field
 * @param {string} path
 * @param {string} label
 * @param {Context} context
 * @returns {View}
 */
function map(field, path, label, context) {
  const { name, keys = [], item } = field;
  const inner = /** @type {Field} */ ({ ...item, name });
  const parts = keys.map((key) => /** @type {const} */ ([
    key, single(inner, `${path}[${key}]`, context.words.key(name, key), context),
  ]));
  /** @type {Record<string, any>} entries under keys that this page was not told of */ let others = {};
  const show = (/** @type {any} */ values) => {
    others = Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => !keys.includes(key)));
    for (const [key, view] of parts) view.show(values?.[key] ?? blank(item));
  };
  const read = () => {
    const all = parts.map(([key, view]) => [key, view.read()]);
    const written = all.filter(([, value]) => String(value ?? '').trim() !== '');
    return { ...others, ...Object.fromEntries(written) };
  };
  const mark = (/** @type {ReadonlyMap<string, Problem>} */ problems) =>
    parts.map(([, view]) => view.mark(problems)).find(Boolean) ?? null;
  const el = group(label, context.words.help(name), ...parts.map(([, view]) => view.el));
  return { el, read, show, mark };
}

/**
 * A field of a form.
 * @param {Field} field
 * @param {Context} context
 * @returns {View}
 */
export function fieldView(field, context) {
  const label = context.words.label(field.name);
  const of = field.type === 'list' ? field.item?.type : '';
  const composite = of === 'reference' ? references : of === 'choice' ? choices : { list, map }[field.type];
  const make = composite && field.item ? composite : single;
  return make(field, field.name, label, context);
}
