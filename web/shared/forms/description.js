// What the server says of a kind of document: its fields, their types and limits. No page knows a limit of its own.

import { characters } from '../limits.js';

/**
 * @typedef {'text'|'map'|'colour'|'boolean'|'choice'|'list'|'integer'|'reference'|'origin'|'url'
 *   |'secret'} Type others may come
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {Type|string} type
 * @property {number} [min] of characters of a text, entries of a list, or an integer
 * @property {number} [max]
 * @property {number} [lines] of a text that has more than one
 * @property {string[]} [keys] of a map
 * @property {string[]} [choices]
 * @property {string} [kind] of what a reference names
 * @property {Omit<Field, 'name'>} [item] of a list or map
 * @property {any} [default]
 *
 * @typedef {object} Kind
 * @property {string} kind
 * @property {string} [title] the field by which people know a document
 * @property {boolean} [own] each agent has one, by their own id, and nobody else sees it
 * @property {boolean} may_change
 * @property {boolean} may_create
 * @property {string[]} [permanent] ids of those that are always there
 * @property {Field[]} fields
 *
 * @typedef {object} Document
 * @property {string} kind
 * @property {string} id
 * @property {number} revision
 * @property {boolean} [archived]
 * @property {Record<string, any>} value
 *
 * @typedef {object} Problem
 * @property {string} field its path, as `origins[1]`
 * @property {string} problem
 * @property {number} [min]
 * @property {number} [max]
 */

/**
 * Whether two values say the same, whatever the order of their keys.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}

/**
 * What an entry of a list or a map is before anybody wrote it.
 * @param {Omit<Field, 'name'>|undefined} item
 */
export function blank(item) {
  if (item?.default !== undefined) return structuredClone(item.default);
  if (item?.type === 'boolean') return false;
  if (item?.type === 'integer') return item.min ?? 0;
  return item?.type === 'list' ? [] : item?.type === 'map' ? {} : '';
}

/**
 * The name of a field, and the path within it, in one spelling: `greetings.en` and `greetings[en]` are the same.
 * @param {string} path
 * @returns {string}
 */
export const spelled = (path) => path.replace(/\.([^.[\]]+)/g, '[$1]');

/** @param {string} path */
export const fieldOf = (path) => /^[^.[]*/.exec(path)?.[0] ?? path;

/** @param {number} length @param {Omit<Field, 'name'>} limits */
function length(length, { min, max }) {
  if (min && !length) return { problem: 'empty' };
  if (min && length < min) return { problem: 'too_short', min };
  return max !== undefined && length > max ? { problem: 'too_long', max } : null;
}

/** @param {any} value @param {Omit<Field, 'name'>} limits */
function size(value, { min, max }) {
  if (!Number.isInteger(value)) return { problem: value === null || value === '' ? 'missing' : 'wrong_type' };
  if (min !== undefined && value < min) return { problem: 'too_small', min };
  return max !== undefined && value > max ? { problem: 'too_large', max } : null;
}

/**
 * What is wrong with a value, as far as the description says; the rest is the server's to say.
 * @param {Omit<Field, 'name'>} field
 * @param {any} value
 * @param {string} path
 * @returns {Problem[]}
 */
export function problemsOf(field, value, path) {
  const here = (/** @type {{problem: string, min?: number, max?: number}|null} */ one) =>
    (one ? [{ field: path, ...one }] : []);
  switch (field.type) {
    case 'text': return here(length(characters(String(value ?? '').trim()), field));
    case 'origin': case 'url': return here(length(String(value ?? '').trim().length, { min: 1, type: '' }));
    case 'integer': return here(size(value, field));
    case 'colour': return here(/^#[0-9a-f]{6}$/i.test(value) ? null : { problem: 'not_allowed' });
    case 'choice': return here(field.choices?.includes(value) ? null : { problem: 'not_allowed' });
    case 'list': {
      const { item } = field;
      const each = item ? value.flatMap((/** @type {any} */ one, /** @type {number} */ place) =>
        problemsOf(item, one, `${path}[${place}]`)) : [];
      return [...here(length(value.length, field)), ...each];
    }
    case 'map': {
      const { item } = field;
      if (!item) return [];
      return Object.keys(value ?? {}).flatMap((key) => problemsOf(item, value[key], `${path}[${key}]`));
    }
    default: return [];
  }
}
