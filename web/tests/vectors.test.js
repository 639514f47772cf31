// What the model says of each log holds for the pages' fold, their table of actions and their lists, too
// (contract/README.md).

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allowed, whose } from '../shared/actions.js';
import { CUSTOMER_ACTIONS } from '../shared/customer-contract.js';
import { comparator, holds } from '../shared/order.js';
import { asTicket, initialTicket, ofStaff, reduce } from '../shared/reducer.js';
import '../shared/staff-reducer.js';
import { LISTS, STAFF_ACTIONS } from '../shared/staff-contract.js';

const folder = new URL('../../contract/vectors/', import.meta.url);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder).filter((name) => name !== 'lists.json');

/** @param {ReadonlySet<string>} set */
const sorted = (set) => [...set].sort();

const { fields } = ofStaff;

for (const name of names) {
  const vector = read(name);
  for (const side of /** @type {const} */ (['staff', 'customer'])) {
    test(`${name}: the ticket as ${side} sees it, and what may be done`, () => {
      ofStaff.fields = side === 'staff' ? fields : [];
      let state = initialTicket();
      let step = 0;
      for (const line of vector.log) {
        const entry = JSON.parse(line[side]);
        state = reduce(state, entry);
        if (entry.seq !== vector.steps[step].seq) continue;
        const expected = vector.steps[step++][side];
        const ticket = asTicket(state);
        assert.deepEqual(ticket, expected.ticket, `after ${line[side]}`);
        for (const row of expected.actions) {
          const facts = { ...ticket, ...row, whose: whose(ticket, vector.staff) };
          if (side === 'staff') assert.equal(facts.whose, row.whose);
          const table = side === 'staff' ? STAFF_ACTIONS : CUSTOMER_ACTIONS;
          assert.deepEqual(sorted(allowed(table, facts)), [...row.actions].sort(), JSON.stringify(row));
        }
      }
      assert.equal(step, vector.steps.length);
    });
  }
}

test('there are vectors', () => assert.ok(names.length >= 8));

test('each list holds what the model says, in its order', () => {
  const { tickets, lists, staff } = read('lists.json');
  for (const [name, numbers] of Object.entries(lists.staff)) {
    const held = tickets.filter((/** @type {any} */ ticket) => holds(LISTS[name], ticket, staff));
    held.sort(comparator(LISTS[name].order));
    assert.deepEqual(held.map((/** @type {any} */ ticket) => ticket.number), numbers, name);
    assert.ok(numbers.length > 2, name);
  }
  const { order } = read('../lists.json').customer.own;
  assert.deepEqual([...tickets].sort(comparator(order)).map((ticket) => ticket.number), lists.customer.own);
});
