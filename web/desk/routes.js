import { LIST_NAMES } from './lists.js';

/**
 * What the desk shows, as its address names it: `#list`, `#list/number`, `#search/words`, `#search/words/number`,
 * `#settings/section`, and for documents `#settings/kind/id` and `#settings/kind/id/history`. A new document's id is
 * `+`; in the section `changes`, the id is the kind whose changes are shown.
 *
 * @typedef {import('./types.js').ListName} ListName
 * @typedef {{view: 'list', list: ListName|null, number: string, q: string}} ListRoute `list` null: the one that was
 *   shown last; `q`: what is searched for, in place of a list
 * @typedef {{view: 'settings', section: string, id: string, history: boolean}} SettingsRoute `section` empty: the first
 * @typedef {ListRoute|SettingsRoute} Route
 */

export const NEW = '+';
const SEARCH = 'search';

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * @param {string} hash with or without its `#`
 * @returns {Route}
 */
export function parse(hash) {
  const [name, first = '', second = '', third = ''] = hash.replace(/^#/, '').split('/').map(decoded);
  if (name === 'settings') return { view: 'settings', section: first, id: second, history: third === 'history' };
  if (name === SEARCH) return tickets(null, second, first);
  const list = LIST_NAMES.find((one) => one === name) ?? null;
  return tickets(list, first);
}

/** @param {Route} route @returns {string} without `#` */
export function address(route) {
  const parts = route.view === 'list' ? [...(route.q ? [SEARCH, route.q] : [route.list ?? LIST_NAMES[0]]), route.number]
    : ['settings', route.section, route.id, route.id && route.history ? 'history' : ''];
  return parts.filter(Boolean).map((part) => encodeURIComponent(part).replace('%2B', NEW)).join('/');
}

/**
 * @param {ListName|null} list
 * @param {number|string} [number] of a ticket
 * @param {string} [q]
 * @returns {ListRoute}
 */
export const tickets = (list, number = '', q = '') => ({ view: 'list', list, number: String(number), q });

/** @param {string} section @param {string} [id] @param {boolean} [history] @returns {SettingsRoute} */
export const settings = (section, id = '', history = false) => ({ view: 'settings', section, id, history });

/**
 * A ticket's address for a colleague: a list in which they have it, too, and nobody's name.
 * @param {string} origin
 * @param {number|string} number
 */
export const linkTo = (origin, number) =>
  `${origin}/desk#${address(tickets('all', number))}`;
