import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeskStore } from '../desk/desk-store.js';
import { ListIndex } from '../desk/list-index.js';
import { LIST_NAMES } from '../desk/lists.js';
import { LISTS } from '../shared/staff-contract.js';
import { holds } from '../shared/order.js';

/** @typedef {import('../desk/types.js').Ticket} Ticket */

/** @param {number} seed @returns {() => number} from 0 to 1, the same for the same seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** @param {() => number} next @param {number} number @param {number} seq @returns {Ticket} */
function anyTicket(next, number, seq) {
  const one = (/** @type {readonly any[]} */ of) => of[Math.floor(next() * of.length)];
  const at = new Date(1_700_000_000_000 + Math.floor(next() * 1_000) * 1_000).toISOString();
  const assignee = one([undefined, { staff_id: 'dana', name: 'Dana' }, { staff_id: 'sam', name: 'Sam' }]);
  return {
    ticket_id: `t${number}`, number, subject: '', status: one(['open', 'pending', 'resolved', 'closed']),
    chat: one(['waiting', 'live', 'paused', 'ended', 'closed']), priority: one(['low', 'normal', 'high', 'urgent']),
    user_id: `u${number % 50}`, user_name: '', seq, created_at: at, updated_at: at, waiting_since: at, ...(assignee
      && { assignee }),
  };
}

/** @param {Ticket[]} rows */
const ids = (rows) => rows.map((row) => row.ticket_id);

test('after any changes each list is what sorting all of it gives', () => {
  const next = random(7);
  const store = new DeskStore('dana');
  for (let step = 0; step < 2_000; step += 1) store.upsert(anyTicket(next, 1 + Math.floor(next() * 150), step));
  for (const list of LIST_NAMES) {
    const { compare } = store.indexes[list];
    const expected = [...store.tickets.values()].filter((one) => holds(LISTS[list], one, 'dana')).sort(compare);
    assert.deepEqual(ids(store.rows(list)), ids(expected), list);
    assert.ok(store.rows(list).every((row) => store.tickets.get(row.ticket_id) === row), 'the newest state of each');
  }
});

test('many at once give the same as one by one', () => {
  const next = random(11);
  const some = Array.from({ length: 900 }, (_, n) => anyTicket(next, n % 700, n));
  const [one, all] = [new ListIndex(LISTS.all, 'dana'), new ListIndex(LISTS.all, 'dana')];
  /** @type {Map<string, Ticket>} */ const known = new Map();
  /** @type {[Ticket|undefined, Ticket][]} */ const changes = [];
  for (const ticket of some) {
    const change = /** @type {[Ticket|undefined, Ticket]} */ ([known.get(ticket.ticket_id), ticket]);
    one.put(...change);
    changes.push(change);
    known.set(ticket.ticket_id, ticket);
  }
  all.putAll(changes);
  assert.deepEqual(all.rows, one.rows);
});

test('the ids are the same array as long as nothing has moved', () => {
  const next = random(3);
  const store = new DeskStore('dana');
  const ticket = { ...anyTicket(next, 1, 1), status: /** @type {'open'} */ ('open') };
  store.upsert(ticket);
  store.upsert({ ...ticket, ticket_id: 't2', number: 2 });
  const before = store.ids('all');
  store.upsert({ ...ticket, seq: 2, subject: 'another' });
  assert.equal(store.ids('all'), before);
  store.upsert({ ...ticket, seq: 3, status: 'closed' });
  assert.deepEqual(store.ids('all'), ['t2']);
});

test('a day of tickets that nobody looks at does not grow the desk without bound', () => {
  const next = random(5);
  const store = new DeskStore('dana');
  store.shown = 'waiting';
  store.inUse = () => ['t17'];
  const mine = {
    ...anyTicket(next, 1, 1), status: /** @type {'open'} */ ('open'), assignee: { staff_id: 'dana', name: 'Dana' },
  };
  store.upsert(mine);
  for (let n = 2; n < 20_000; n += 1) {
    store.receive({ type: 'user_presence', user_id: `p${n}`, online: true });
    store.upsert({ ...anyTicket(next, n, 1), chat: 'ended', status: 'resolved', user_id: `p${n}` });
  }
  assert.ok(store.tickets.size <= 2_001, String(store.tickets.size));
  assert.ok(store.touched.size <= 2_001);
  assert.ok(store.people.customers.size <= 5_000, String(store.people.customers.size));
  assert.ok(store.tickets.has('t17'), 'somebody works with it');
  assert.ok(store.tickets.has('t1'), 'one’s own');
  assert.ok(store.tickets.has('t19999'), 'the newest');
  assert.equal(store.pages.resolved.phase, 'idle', 'it is read again by whoever opens it');
  assert.ok(store.rows('resolved').length >= 200, 'its beginning is there');
});

test('the list on screen loses nothing, however long it is', () => {
  const next = random(9);
  const store = new DeskStore('dana');
  store.shown = 'all';
  const rows = Array.from({ length: 9_000 },
    (_, n) => ({ ...anyTicket(next, n, 1), status: /** @type {'open'} */ ('open') }));
  store.fill('all', rows, undefined, store.begin('all'));
  for (let n = 0; n < 5_000; n += 1) store.upsert({ ...anyTicket(next, 100_000 + n, 1), status: 'closed' });
  assert.equal(store.rows('all').length, 9_000);
});
