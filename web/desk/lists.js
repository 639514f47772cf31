import { comparator, holds } from '../shared/order.js';
import { LISTS } from '../shared/staff-contract.js';

/** @typedef {import('./types.js').Ticket} Ticket */
/** @typedef {import('./types.js').ListName} ListName */

/**
 * The desk's lists, in the order in which they are shown.
 * @type {readonly ListName[]}
 */
export const LIST_NAMES = /** @type {any} */ (Object.freeze(Object.keys(LISTS)));

const ORDERS = new Map(Object.entries(LISTS).map(([name, list]) => [name, comparator(list.order)]));

/**
 * Whether a ticket stands in a list.
 * @param {Ticket} ticket
 * @param {ListName} list
 * @param {string} me the agent's own id
 */
export const belongs = (ticket, list, me) => holds(LISTS[list], ticket, me);

/**
 * The order of a list, as the server pages it.
 * @param {ListName} list
 * @returns {(a: Ticket, b: Ticket) => number}
 */
export const order = (list) => /** @type {(a: Ticket, b: Ticket) => number} */ (ORDERS.get(list));
