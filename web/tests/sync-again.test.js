import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Customer } from '../shared/customer.js';
import { initialTicket } from '../shared/reducer.js';
import { FakeTimers, FakeWebSocket, settle } from './fakes.js';
import './server-paths.js';

const { OpenTicket } = await import('../desk/open-ticket.js');

/** @type {FakeTimers} */ let timers;
beforeEach(() => {
  timers = new FakeTimers();
  FakeWebSocket.made = [];
  Object.assign(globalThis, { setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout, window: globalThis });
});

const unavailable = { type: 'error', code: 'store_unavailable', ticket_id: 'T1' };

test('a desk asks again for entries that could not be read, and only for the open ticket', () => {
  /** @type {any[]} */ const sent = [];
  const open = new OpenTicket(/** @type {any} */ ({
    send: (/** @type {any} */ frame) => sent.push(frame), changed() {}, problem() {}, api: null,
    store: { people: { viewing: new Map() } },
  }));
  open.id = 'T1';
  open.states.set('T1', { ...initialTicket('T1'), seq: 3 });
  open.sync('T1');
  open.refused({ ...unavailable, code: 'forbidden' });
  open.refused({ ...unavailable, ticket_id: 'T2' });
  timers.advance(60_000);
  assert.equal(sent.length, 1);
  open.refused(unavailable);
  assert.equal(sent.length, 1);
  timers.advance(2_000);
  assert.deepEqual(sent, [{ type: 'sync', ticket_id: 'T1', after: 3 }, { type: 'sync', ticket_id: 'T1', after: 3 }]);
  open.refused(unavailable);
  open.leave();
  timers.advance(60_000);
  assert.deepEqual(sent.slice(2), [{ type: 'leave', ticket_id: 'T1' }]);
});

test('a ticket that is none of the agent’s any more is not shown any more', () => {
  for (const tell of [
    (/** @type {OpenTicket} */ open) => open.fold({ type: 'gone', ticket_id: 'T1' }),
    (/** @type {OpenTicket} */ open) => open.refused({ ...unavailable, code: 'not_found' }),
  ]) {
    const open = new OpenTicket(/** @type {any} */ ({
      send: () => true, changed() {}, problem() {}, api: null, store: { people: { viewing: new Map() } },
    }));
    open.id = 'T1';
    open.states.set('T1', { ...initialTicket('T1'), seq: 3 });
    open.states.set('T2', { ...initialTicket('T2'), seq: 3 });
    open.sync('T1');
    tell(open);
    assert.equal(open.phase, 'missing');
    assert.equal(open.state, undefined);
    assert.deepEqual([...open.states.keys()], ['T2']);
  }
});

test('a customer asks again for entries that could not be read', async () => {
  /** @type {Map<string, string>} */
  const kept = new Map([['beckon:me', JSON.stringify({ token: 'secret', me: { id: 'mia', name: 'Mia' } })]]);
  const storage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem() {}, removeItem() {}, key: () => null,
    length: 0,
  };
  Object.assign(globalThis, {
    WebSocket: FakeWebSocket, addEventListener() {}, location: { origin: 'http://x' },
    fetch: () => new Promise(() => {}),
  });
  const customer = new Customer({ storage: /** @type {any} */ (storage) });
  void customer.start();
  const socket = FakeWebSocket.last;
  socket.welcome();
  const syncs = () => socket.sent.filter((frame) => frame.type === 'sync').map((frame) => frame.after);
  socket.receive({
    type: 'ticket_created', ticket_id: 'T1', seq: 1, at: '2026-03-01T09:00:00.000Z', number: 1001, subject: 'x',
  });
  socket.receive({
    type: 'system', code: 'ticket_created', text: '', ticket_id: 'T1', seq: 5, at: '2026-03-01T09:00:00.000Z',
  });
  await settle();
  assert.deepEqual(syncs(), [1]);
  socket.receive({ ...unavailable, client_id: 'm1' });
  timers.advance(60_000);
  assert.deepEqual(syncs(), [1]);
  socket.receive(unavailable);
  timers.advance(2_000);
  assert.deepEqual(syncs(), [1, 1]);
});
