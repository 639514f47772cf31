// What may be done with a ticket, looked up in a table that was made by asking the server's own rules. Pages know no
// rule themselves.

/**
 * @typedef {object} ActionTable
 * @property {ReadonlyArray<readonly [name: string, values: ReadonlyArray<string|boolean>]>} facts what it depends on,
 *   and their values
 * @property {ReadonlyArray<ReadonlyArray<string>>} sets the sets of actions that there are
 * @property {string} rows for each combination of the facts' values, the last one changing fastest, the letter of its
 *   set
 */

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The actions that are allowed in these circumstances; none in circumstances that the table does not know.
 * @param {ActionTable} table `CUSTOMER_ACTIONS` or `STAFF_ACTIONS`
 * @param {Record<string, any>} facts by name; more than the table asks for may be there. Of those that are true or
 *   false, what is absent
 *   is false, and any reason (`read_only`) is true.
 * @returns {ReadonlySet<string>}
 */
export function allowed(table, facts) {
  let place = 0;
  for (const [name, values] of table.facts) {
    const value = values.indexOf(typeof values[0] === 'boolean' ? Boolean(facts[name]) : facts[name]);
    if (value < 0) return new Set();
    place = place * values.length + value;
  }
  return new Set(table.sets[LETTERS.indexOf(table.rows[place])]);
}

/**
 * Who has a ticket, as one of the staff sees it: the fact `whose`.
 * @param {{assignee?: {staff_id: string}|null}} ticket
 * @param {string} me
 * @returns {'mine'|'colleague'|'nobody'}
 */
export function whose({ assignee }, me) {
  return assignee ? (assignee.staff_id === me ? 'mine' : 'colleague') : 'nobody';
}
