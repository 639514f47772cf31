import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeskStore } from '../desk/desk-store.js';
import { belongs, LIST_NAMES } from '../desk/lists.js';
import { foldTicket } from '../shared/reducer.js';

/** @typedef {import('../desk/types.js').Ticket} Ticket */

const base = Date.parse('2026-03-01T09:00:00.000Z');
/** @param {number} minutes */
const at = (minutes) => new Date(base + minutes * 60_000).toISOString();

/** @param {string} id @param {Partial<Ticket>} [more] @returns {Ticket} */
function ticket(id, more = {}) {
  return {
    ticket_id: id, number: 1001, subject: id, status: 'open', chat: 'waiting', priority: 'normal',
    user_id: 'mia', user_name: 'Mia', seq: 3, created_at: at(0), updated_at: at(0), waiting_since: at(0), ...more,
  };
}

/** @param {Ticket[]} rows */
const ids = (rows) => rows.map((row) => row.ticket_id);
const dana = { staff_id: 'dana', name: 'Dana' };
const erik = { staff_id: 'erik', name: 'Erik' };

test('a ticket is taken in, and a newer state replaces it', () => {
  const store = new DeskStore('dana');
  assert.equal(store.upsert(ticket('a', { seq: 3 })), true);
  assert.equal(store.upsert(ticket('a', { seq: 5, subject: 'newer' })), true);
  assert.equal(store.tickets.get('a')?.subject, 'newer');
});

test('a state with an older seq is ignored, one with the same seq is taken', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('a', { seq: 5, subject: 'newer' }));
  assert.equal(store.upsert(ticket('a', { seq: 4, subject: 'older' })), false);
  assert.equal(store.tickets.get('a')?.subject, 'newer');
  const marks = { user: { delivered: 5, seen: 5 }, staff: { delivered: 5, seen: 5 } };
  assert.equal(store.upsert(ticket('a', { seq: 5, marks })), true);
  assert.deepEqual(store.tickets.get('a')?.marks, marks);
});

test('waiting is ordered by the rank of the priority and then by the longest wait', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('late', { waiting_since: at(9) }));
  store.upsert(ticket('early', { waiting_since: at(1) }));
  store.upsert(ticket('high', { waiting_since: at(5), priority: 'high' }));
  store.upsert(ticket('urgent-late', { waiting_since: at(8), priority: 'urgent' }));
  store.upsert(ticket('urgent-early', { waiting_since: at(7), priority: 'urgent' }));
  assert.deepEqual(ids(store.rows('waiting')), ['urgent-early', 'urgent-late', 'high', 'early', 'late']);
});

test('the other lists show the newest change first', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('a', { updated_at: at(1) }));
  store.upsert(ticket('b', { updated_at: at(3) }));
  store.upsert(ticket('c', { updated_at: at(2) }));
  assert.deepEqual(ids(store.rows('all')), ['b', 'c', 'a']);
});

test('each state of a ticket stands in the right lists', () => {
  /** @param {Partial<Ticket>} more */
  const where = (more) => LIST_NAMES.filter((list) => belongs(ticket('a', more), list, 'dana'));
  assert.deepEqual(where({}), ['waiting', 'all']);
  assert.deepEqual(where({ chat: 'live', assignee: dana }), ['mine', 'all']);
  assert.deepEqual(where({ chat: 'live', assignee: erik }), ['all']);
  assert.deepEqual(where({ chat: 'paused', assignee: dana }), ['waiting', 'mine', 'all']);
  assert.deepEqual(where({ chat: 'live', status: 'pending', assignee: dana }), ['mine', 'pending', 'all']);
  assert.deepEqual(where({ chat: 'ended', status: 'resolved', assignee: dana }), ['resolved', 'all']);
  assert.deepEqual(where({ chat: 'closed', status: 'closed', assignee: dana }), ['closed']);
});

test('counts come from the server and replace each other', () => {
  const store = new DeskStore('dana');
  const counts = { waiting: 2, mine: 1, pending: 0, resolved: 4, closed: 3, all: 7 };
  assert.equal(store.receive({ type: 'counts', ...counts }), true);
  assert.deepEqual(store.counts, counts);
  store.receive({ type: 'counts', ...counts, waiting: 1, mine: 2 });
  assert.equal(store.counts?.waiting, 1);
});

test('counts of a page that was asked for before newer ones were pushed do not replace them', () => {
  const store = new DeskStore('dana');
  const counts = { waiting: 0, mine: 1, pending: 0, resolved: 0, closed: 0, all: 1 };
  const asOf = store.begin('mine');
  store.receive({ type: 'counts', ...counts, mine: 0 });
  store.setCounts(counts, asOf);
  assert.equal(store.counts?.mine, 0);
  store.setCounts(counts, store.begin('mine'));
  assert.equal(store.counts?.mine, 1);
});

test('a new ticket arrives in waiting by its summary', () => {
  const store = new DeskStore('dana');
  store.receive({
    type: 'new_ticket', ticket: { ticket_id: 'a', user_id: 'mia', status: 'waiting' }, summary: ticket('a'),
  });
  assert.deepEqual(ids(store.rows('waiting')), ['a']);
});

test('a new_ticket without a summary, as the base vocabulary has it, does no harm', () => {
  const store = new DeskStore('dana');
  store.receive({ type: 'new_ticket', ticket: { ticket_id: 'a', user_id: 'mia', status: 'waiting' } });
  assert.deepEqual(store.rows('waiting'), []);
});

test('the very next entry is folded into the row at once, another is not', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('a', { seq: 3 }));
  const assigned = { type: 'assigned', ticket_id: 'a', at: at(2), staff_id: 'dana', staff_name: 'Dana' };
  assert.equal(store.applyEntry({ ...assigned, seq: 5 }), false);
  assert.equal(store.applyEntry({ ...assigned, seq: 3 }), false);
  assert.equal(store.applyEntry({ ...assigned, seq: 4 }), true);
  assert.deepEqual(ids(store.rows('mine')), ['a']);
  assert.deepEqual(store.rows('waiting'), []);
});

test('the fold follows the life of a ticket', () => {
  let row = ticket('a', { seq: 3 });
  /** @param {Record<string, any>} entry */
  const step = (entry) => (row = foldTicket(row, {
    ticket_id: 'a', seq: row.seq + 1, at: at(row.seq), type: 'x', ...entry
  }));
  step({ type: 'assigned', staff_id: 'dana', staff_name: 'Dana' });
  assert.equal(row.chat, 'live');
  assert.equal(row.waiting_since, undefined);
  step({ type: 'message', from: 'user', text: 'Hello' });
  const asked = row.updated_at;
  assert.equal(row.preview?.text, 'Hello');
  step({ type: 'note', text: 'secret' });
  assert.equal(row.preview?.text, 'Hello');
  step({ type: 'staff_offline', staff_id: 'dana', staff_name: 'Dana' });
  assert.equal(row.chat, 'paused');
  assert.equal(row.waiting_since, asked, 'the customer waits since they asked');
  step({ type: 'assigned', staff_id: 'erik', staff_name: 'Erik', previous: 'dana' });
  step({ type: 'status', status: 'pending', was: 'open', by: 'staff' });
  assert.deepEqual([row.status, row.chat], ['pending', 'live']);
  step({ type: 'status', status: 'resolved', was: 'pending', by: 'staff' });
  assert.deepEqual([row.status, row.chat, row.assignee?.name], ['resolved', 'ended', 'Erik']);
  step({ type: 'status', status: 'open', was: 'resolved', by: 'user' });
  assert.deepEqual([row.status, row.chat, row.assignee], ['open', 'waiting', undefined]);
  step({ type: 'status', status: 'closed', was: 'open', by: 'clock' });
  assert.deepEqual([row.status, row.chat, row.waiting_since], ['closed', 'closed', undefined]);
});

test('rows beyond the last page read are left to the next page', () => {
  const store = new DeskStore('dana');
  store.fill('all', [ticket('c', { updated_at: at(9) }), ticket('b', { updated_at: at(8) })], 'more',
    store.begin('all'));
  store.upsert(ticket('old', { updated_at: at(1) }));
  store.upsert(ticket('new', { updated_at: at(10) }));
  assert.deepEqual(ids(store.rows('all')), ['new', 'c', 'b']);
  store.extend('all', [ticket('old', { updated_at: at(1) })], undefined);
  assert.deepEqual(ids(store.rows('all')), ['new', 'c', 'b', 'old']);
});

test('reading a list again forgets what left it unseen, and keeps what arrived meanwhile', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('gone'));
  store.upsert(ticket('stays'));
  const asOf = store.begin('waiting');
  store.upsert(ticket('arrived', { number: 1002 }));
  store.fill('waiting', [ticket('stays')], undefined, asOf);
  assert.deepEqual(ids(store.rows('waiting')), ['stays', 'arrived']);
});

test('a page never puts an older state over a newer one', () => {
  const store = new DeskStore('dana');
  const asOf = store.begin('waiting');
  store.upsert(ticket('a', { seq: 6, chat: 'live', assignee: erik }));
  store.fill('waiting', [ticket('a', { seq: 3 })], undefined, asOf);
  assert.deepEqual(store.rows('waiting'), []);
});

test('a late answer to an older search is dropped', () => {
  const store = new DeskStore('dana');
  store.search.begin('invoice');
  store.search.begin('refund');
  store.search.fill('invoice', { tickets: [ticket('a')] }, false);
  assert.deepEqual(store.foundIds(), []);
  store.search.fill('refund', { tickets: [ticket('b')] }, false);
  assert.deepEqual(store.foundIds(), ['b']);
});

test('paused lists only my own tickets', () => {
  const store = new DeskStore('dana');
  store.upsert(ticket('mine', { chat: 'paused', assignee: dana }));
  store.upsert(ticket('theirs', { chat: 'paused', assignee: erik }));
  assert.deepEqual(ids(store.paused()), ['mine']);
});

test('viewing names the others, not me', () => {
  const store = new DeskStore('dana');
  store.receive({ type: 'viewing', ticket_id: 'a', staff: [dana, erik] });
  assert.deepEqual(store.people.viewing.get('a'), [erik]);
});

test('each change says its topic', () => {
  const store = new DeskStore('dana');
  /** @type {string[]} */
  const heard = [];
  store.addEventListener('change', (event) => heard.push(/** @type {CustomEvent} */ (event).detail));
  store.upsert(ticket('a', { seq: 2 }));
  store.upsert(ticket('a', { seq: 1 }));
  store.receive({ type: 'staff', staff_id: 'erik', name: 'Erik', online: true });
  assert.deepEqual(heard, ['tickets', 'people']);
});
