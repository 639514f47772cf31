import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Looks } from '../desk/looks.js';
import { People } from '../desk/people.js';
import { Recent } from '../desk/recent.js';

test('of what is kept in bounds the longest untouched goes first', () => {
  /** @type {Recent<string, number>} */ const recent = new Recent(2);
  recent.set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  assert.deepEqual([...recent], [['a', 3], ['c', 4]]);
});

test('customers who come and go, and are never seen in a list, do not grow the desk', () => {
  const people = new People('dana', () => {});
  for (let n = 0; n < 20_000; n += 1) people.receive({ type: 'user_presence', user_id: `p${n}`, online: true });
  assert.equal(people.customers.size, 5_000);
  assert.equal(people.customers.get('p19999'), true);
});

test('nor do tickets that were looked at', () => {
  const looks = new Looks({ id: 'dana', role: 'agent' }, () => true);
  const state = /** @type {any} */ ({
    status: 'open', chat: 'live', assignee: { staff_id: 'dana', name: 'Dana' },
    marks: { staff: { delivered: 0, seen: 0 }, user: { delivered: 0, seen: 0 } },
  });
  for (let n = 0; n < 5_000; n += 1) {
    looks.looked(state, `t${n}`, 2, true);
    looks.delivered(/** @type {any} */ ({ ticket_id: `t${n}`, seq: 2 }));
  }
  for (const kept of [looks.lookedAt, looks.sentSeen, looks.sentDelivered]) assert.equal(kept.size, 1_000);
});

test('others who look at a ticket are known as long as they do', () => {
  const people = new People('dana', () => {});
  const erik = { staff_id: 'erik', name: 'Erik' };
  people.receive({ type: 'viewing', ticket_id: 'a', staff: [{ staff_id: 'dana', name: 'Dana' }, erik] });
  assert.deepEqual(people.viewing.get('a'), [erik]);
  people.receive({ type: 'viewing', ticket_id: 'a', staff: [{ staff_id: 'dana', name: 'Dana' }] });
  assert.equal(people.viewing.size, 0);
});
