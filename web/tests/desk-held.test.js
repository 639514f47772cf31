import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerWrote } from '../desk/arrivals.js';
import { Replies } from '../desk/replies.js';
import { StatusChanges } from '../desk/status-changes.js';
import { memoryStorage, Outbox } from '../shared/outbox.js';
import { FakeTimers } from './fakes.js';

/** @typedef {import('../desk/types.js').Ticket} Ticket */

class FakeSocket extends EventTarget {
  state = 'open';
  /** @type {any[]} */ sent = [];
  /** @param {any} frame */
  send(frame) {
    if (this.state === 'open') this.sent.push(frame);
    return this.state === 'open';
  }
  /** @param {string} state */
  become(state) { this.state = state; this.dispatchEvent(new CustomEvent('state', { detail: state })); }
  /** @param {any} frame */
  receive(frame) { this.dispatchEvent(new CustomEvent('frame', { detail: frame })); }
}

const me = { id: 'dana', role: 'agent' };
/** @param {Partial<Ticket>} more @returns {Ticket} */
const row = (more) => /** @type {any} */ ({
  ticket_id: 'T', status: 'open', chat: 'live', assignee: {
    staff_id: 'dana', name: 'Dana',
  }, seq: 7, user_name: 'Mia', ...more,
});
/** @param {Ticket} ticket */
const rows = (ticket) => new Map([['T', ticket]]);

function make() {
  const socket = new FakeSocket();
  const timers = new FakeTimers();
  const outbox = new Outbox({
    identity: 'staff:dana', socket: /** @type {any} */ (socket), storage: memoryStorage(), timers, page: null,
  });
  let draft = '';
  const drafts = /** @type {any} */ ({
    text: () => draft,
    set: (/** @type {any} */ _, /** @type {any} */ __, /** @type {string} */ text) => { draft = text; },
  });
  const replies = new Replies({ outbox, drafts, changed: () => {}, problem: () => {} });
  const statuses = new StatusChanges({ outbox, problem: () => {}, sendAtOnce: () => {}, now: timers.now });
  /** @type {number} */ let known = 7;
  outbox.addEventListener('failed', (event) => replies.failed(/** @type {any} */ (event).detail, known));
  const refuse = (/** @type {string} */ code, seq = known) => {
    known = seq;
    for (const { client_id, ticket_id } of socket.sent.splice(0)) socket.receive({
      type: 'error', code, client_id, ticket_id, count: 1,
    });
  };
  return { socket, timers, outbox, replies, statuses, refuse, draft: () => draft };
}
const texts = (/** @type {FakeSocket} */ socket) => socket.sent.map((frame) => frame.text);

for (const code of ['must_repick', 'not_assigned', 'staff_offline']) {
  test(`what was refused with ${code} goes out in its order as soon as the ticket is live and one's own`, () => {
    const { socket, outbox, replies, refuse } = make();
    for (const text of ['one', 'two']) replies.write('T', 'reply', text, 5);
    refuse(code);
    assert.deepEqual(outbox.items.map((item) => item.state), ['failed', 'failed']);
    replies.sendHeld(rows(row({ chat: 'paused', seq: 8 })), me);
    replies.sendHeld(rows(row({ assignee: { staff_id: 'sam', name: 'Sam' }, seq: 9 })), me);
    assert.deepEqual(texts(socket), []);
    replies.sendHeld(rows(row({ seq: 10 })), me);
    assert.deepEqual(texts(socket), ['one', 'two']);
    assert.deepEqual(socket.sent.map((frame) => frame.seen_seq), [5, 5]);
  });
}

test('a page that is behind the server does not ask again before it has learned something', () => {
  const { socket, replies, refuse } = make();
  replies.write('T', 'reply', 'one', 5);
  refuse('must_repick');
  for (let i = 0; i < 3; i += 1) replies.sendHeld(rows(row({ seq: 7 })), me);
  assert.deepEqual(texts(socket), []);
  replies.sendHeld(rows(row({ seq: 8 })), me);
  refuse('must_repick', 8);
  replies.sendHeld(rows(row({ seq: 8 })), me);
  assert.deepEqual(texts(socket), []);
});

test('what was refused for another reason waits for the agent', () => {
  const { socket, replies, refuse } = make();
  replies.write('T', 'reply', 'one', 5);
  refuse('ticket_full');
  replies.sendHeld(rows(row({ seq: 9 })), me);
  assert.deepEqual(texts(socket), []);
});

test('two replies that newer messages stop stand in the draft in the order of writing, before what was begun', () => {
  const { replies, refuse, draft } = make();
  for (const text of ['one', 'two', 'three']) replies.write('T', 'reply', text, 5);
  replies.drafts.set('T', 'reply', 'begun');
  refuse('newer_messages');
  assert.equal(draft(), 'one\ntwo\nthree\nbegun');
});

test('a message of the customer takes back what would end the ticket, and it can be done all the same', () => {
  for (const status of /** @type {const} */ (['resolved', 'pending', 'closed'])) {
    const { socket, timers, statuses } = make();
    statuses.hold('T', status);
    timers.advance(3_000);
    statuses.wrote('U', 'Jonas');
    statuses.wrote('T', 'Mia');
    timers.advance(10_000);
    assert.deepEqual(socket.sent, []);
    assert.deepEqual([...statuses.overtaken], [['T', { status, name: 'Mia' }]]);
    statuses.anyway('T');
    assert.equal(statuses.overtaken.size, 0);
    timers.advance(6_000);
    assert.deepEqual(socket.sent.map((frame) => frame.status), [status]);
  }
});

test('a message does not take back that a ticket is opened, nor what was sent', () => {
  const { socket, timers, statuses } = make();
  statuses.hold('T', 'open');
  statuses.wrote('T', 'Mia');
  timers.advance(6_000);
  statuses.hold('U', 'resolved');
  timers.advance(6_000);
  statuses.wrote('U', 'Mia');
  assert.deepEqual(socket.sent.map((frame) => frame.status), ['open', 'resolved']);
  assert.equal(statuses.overtaken.size, 0);
});

test('over a lost connection a change waits until all that was missed is read', () => {
  const { socket, timers, statuses } = make();
  statuses.hold('T', 'resolved');
  socket.become('reconnecting');
  statuses.suspend();
  timers.advance(20_000);
  socket.become('open');
  assert.deepEqual(socket.sent, []);
  statuses.resume();
  timers.advance(5_999);
  assert.deepEqual(socket.sent, []);
  timers.advance(1);
  assert.deepEqual(socket.sent.map((frame) => frame.status), ['resolved']);
});

test('a customer wrote when the preview of the row is a newer one of theirs', () => {
  const said = (/** @type {string} */ from, /** @type {string} */ at) => row({ preview: { from, text: 'x', at } });
  assert.equal(customerWrote(said('user', '1'), said('user', '2')), true);
  assert.equal(customerWrote(said('user', '1'), said('user', '1')), false);
  assert.equal(customerWrote(said('user', '1'), said('staff', '2')), false);
  assert.equal(customerWrote(undefined, said('user', '2')), false);
});
