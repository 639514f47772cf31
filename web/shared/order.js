// Lists of tickets as the server defines them: what stands in one, and in which order.

/**
 * @typedef {object} Key
 * @property {string} field of the ticket
 * @property {string} direction `ascending` or `descending`
 * @property {ReadonlyArray<string>} [ranks] the values from the lowest to the highest, where they are not compared as
 *   they are
 *
 * @typedef {object} List
 * @property {ReadonlyArray<string>} status the statuses of its tickets; empty: any
 * @property {ReadonlyArray<string>} chat likewise
 * @property {boolean} mine whether only tickets of the agent who asks stand in it
 * @property {ReadonlyArray<Key>} order the first difference decides
 */

/**
 * Compares tickets by the keys of a list's order. Times are compared as text, which is right for RFC 3339 in UTC with
 * one precision.
 * @param {ReadonlyArray<Key>} order
 * @returns {(a: any, b: any) => number}
 */
export function comparator(order) {
  const keys = order.map(({ field, direction, ranks }) => ({
    sign: direction === 'ascending' ? 1 : -1,
    /** @param {any} ticket */
    value: (ticket) => (ranks ? ranks.indexOf(ticket[field]) : ticket[field] ?? ''),
  }));
  return (a, b) => {
    for (const { sign, value } of keys) {
      const [left, right] = [value(a), value(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

/**
 * Whether a ticket stands in a list.
 * @param {List} list
 * @param {{status: string, chat: string, assignee?: {staff_id: string}|null}} ticket
 * @param {string} me the agent's own id
 */
export function holds(list, ticket, me) {
  return (!list.status.length || list.status.includes(ticket.status))
    && (!list.chat.length || list.chat.includes(ticket.chat))
    && (!list.mine || ticket.assignee?.staff_id === me);
}
