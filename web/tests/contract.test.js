import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { allowed, whose } from '../shared/actions.js';
import { CUSTOMER_ACTIONS } from '../shared/customer-contract.js';
import { comparator, holds } from '../shared/order.js';
import { overview } from '../shared/overview.js';
import { LISTS, STAFF_ACTIONS } from '../shared/staff-contract.js';

/** @param {string} name */
const contract = (name) => JSON.parse(readFileSync(new URL(`../../contract/${name}.json`, import.meta.url), 'utf8'));
const actions = contract('actions');
const lists = contract('lists');

for (const [side, table] of /** @type {const} */ ([['customer', CUSTOMER_ACTIONS], ['staff', STAFF_ACTIONS]])) {
  test(`what ${side} may do is looked up as the contract says, in every row`, () => {
    for (const row of actions[side]) assert.deepEqual([...allowed(table, row)].sort(), [...row.actions].sort(),
      JSON.stringify(row));
    const rows = [...table.rows].filter((letter) => letter !== '.').length;
    assert.equal(rows, actions[side].length, 'rows that the contract does not have');
  });
}

test('in circumstances that the table does not know nothing is allowed', () => {
  assert.equal(allowed(CUSTOMER_ACTIONS, { status: 'open', chat: 'none', leave_message: true }).size, 0);
  assert.equal(allowed(CUSTOMER_ACTIONS, { status: 'open' }).size, 0);
  assert.equal(
    allowed(STAFF_ACTIONS, { role: 'agent', status: 'closed', chat: 'live', whose: 'mine', online: true }).size, 0);
});

test('who has a ticket is told from its assignee', () => {
  assert.equal(whose({ assignee: { staff_id: 'dana' } }, 'dana'), 'mine');
  assert.equal(whose({ assignee: { staff_id: 'erik' } }, 'dana'), 'colleague');
  assert.equal(whose({}, 'dana'), 'nobody');
  assert.equal(whose({ assignee: null }, 'dana'), 'nobody');
});

test('on a colleague’s ticket no change of status is offered, but to supervisors', () => {
  const theirs = { role: 'agent', status: 'open', chat: 'live', whose: 'colleague', online: true };
  for (const action of [
    'message', 'resolve', 'pending', 'close', 'release', 'transfer',
  ]) assert.equal(allowed(STAFF_ACTIONS, theirs).has(action), false, action);
  for (const action of ['resolve', 'pending', 'close', 'release', 'transfer']) assert.ok(
    allowed(STAFF_ACTIONS, { ...theirs, role: 'supervisor' }).has(action), action);
});

test('the pages’ lists are those of the contract', () => {
  assert.deepEqual(LISTS, lists.staff);
});

/** @param {string} id @param {Record<string, any>} [more] */
const ticket = (id, more = {}) => ({
  id, number: 1001, status: 'open', chat: 'waiting', priority: 'normal', waiting_since: '2026-03-01T09:00:00.000Z',
  updated_at: '2026-03-01T09:00:00.000Z', ...more
});
/** @param {number} minute */
const at = (minute) => `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`;

test('waiting is ordered by the priority’s rank, then by the longest wait, then by the number', () => {
  const rows = [
    ticket('low', { priority: 'low', waiting_since: at(0) }), ticket('late', { waiting_since: at(9) }), ticket('early',
      { waiting_since: at(1), number: 1003 }),
    ticket('as early', { waiting_since: at(1), number: 1002 }), ticket('high', {
      waiting_since: at(5), priority: 'high',
    }),
    ticket('urgent late', {
      waiting_since: at(8), priority: 'urgent',
    }), ticket('urgent early', { waiting_since: at(7), priority: 'urgent' }),
  ];
  const ids = rows.sort(comparator(LISTS.waiting.order)).map((row) => row.id);
  assert.deepEqual(ids, ['urgent early', 'urgent late', 'high', 'as early', 'early', 'late', 'low']);
});

test('the other lists show the newest change first, of two at one moment the newer ticket', () => {
  for (const name of ['mine', 'pending', 'resolved', 'closed', 'all']) {
    const rows = [
      ticket('a', { updated_at: at(1) }), ticket('b', { updated_at: at(3), number: 1005 }),
      ticket('c', { updated_at: at(3), number: 1006 }),
    ];
    assert.deepEqual(rows.sort(comparator(LISTS[name].order)).map((row) => row.id), ['c', 'b', 'a'], name);
  }
});

test('a customer’s own list is in the contract’s order', () => {
  const rows = [
    ticket('a', { updated_at: at(1) }), ticket('b', { updated_at: at(3), number: 1005 }),
    ticket('c', { updated_at: at(3), number: 1006 }),
  ];
  const shown = overview(new Map(rows.map((row) => [row.id, row])), new Map()).map((row) => row.id);
  assert.deepEqual(shown, [...rows].sort(comparator(lists.customer.own.order)).map((row) => row.id));
});

test('a ticket stands in the lists that its state names', () => {
  /** @param {Record<string, any>} more */
  const where = (more) => Object.keys(LISTS).filter((name) => holds(LISTS[name], /** @type {any} */ (ticket('a', more)),
    'dana'));
  const dana = { staff_id: 'dana', name: 'Dana' };
  assert.deepEqual(where({}), ['waiting', 'all']);
  assert.deepEqual(where({ chat: 'paused', assignee: dana }), ['waiting', 'mine', 'all']);
  assert.deepEqual(where({ chat: 'live', assignee: { staff_id: 'erik' } }), ['all']);
  assert.deepEqual(where({ status: 'pending', chat: 'live', assignee: dana }), ['mine', 'pending', 'all']);
  assert.deepEqual(where({ status: 'resolved', chat: 'ended', assignee: dana }), ['resolved', 'all']);
  assert.deepEqual(where({ status: 'closed', chat: 'closed', assignee: dana }), ['closed']);
});
