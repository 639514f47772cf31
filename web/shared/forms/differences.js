import { same } from './description.js';

/** @typedef {import('./description.js').Field} Field */
/** @typedef {import('./description.js').Kind} Kind */
/** @typedef {import('./words.js').Words} Words */

/**
 * @typedef {object} Change one line of a document's history
 * @property {number} revision
 * @property {string} at
 * @property {{party: string, id: string, name: string}} by
 * @property {Record<string, any>|null} before null: it was made then
 * @property {Record<string, any>|null} after null: it was archived then
 *
 * @typedef {{label: string, before: string, after: string}} Difference
 */

/**
 * What a change did, field by field, in words; entries of lists and maps each by themselves. What was made began with
 * the defaults.
 * @param {Kind} kind
 * @param {Change} change
 * @param {Words} words
 * @returns {Difference[]}
 */
export function differences(kind, { before, after }, words) {
  if (!after) return [];
  return kind.fields.flatMap((field) => {
    const [old, fresh] = [before?.[field.name] ?? field.default, after[field.name] ?? field.default];
    return same(old, fresh) ? [] : ofField(field, old, fresh, words);
  });
}

/**
 * @param {Field} field
 * @param {any} old
 * @param {any} fresh
 * @param {Words} words
 * @returns {Difference[]}
 */
function ofField(field, old, fresh, words) {
  const { name, item } = field;
  const label = words.label(name);
  if (field.type === 'map' && item) {
    return [...new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})])].flatMap((key) => {
      const [one, other] = [old?.[key], fresh?.[key]];
      if (same(one, other)) return [];
      const inner = { ...item, name };
      const said = (/** @type {any} */ value) => words.value(inner, value);
      return [{ label: `${label}, ${words.key(name, key)}`, before: said(one), after: said(other) }];
    });
  }
  if (field.type === 'list' && item) {
    const [had, has] = [old ?? [], fresh ?? []];
    const only = (/** @type {any[]} */ these, /** @type {any[]} */ those) =>
      these.filter((one) => !those.some((other) => same(one, other))).map((one) => words.value({ ...item, name }, one));
    const [gone, come] = [only(had, has), only(has, had)];
    // Neither came nor went: the order is another one.
    if (gone.length || come.length) return [{ label, before: gone.join(', '), after: come.join(', ') }];
  }
  return [{ label, before: words.value(field, old), after: words.value(field, fresh) }];
}
