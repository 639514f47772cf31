import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DoubleGuard } from '../desk/double-guard.js';
import { HeldOrder } from '../desk/held-order.js';
import { pieces } from '../desk/snippet.js';
import { StatusChanges } from '../desk/status-changes.js';
import { memoryStorage, Outbox } from '../shared/outbox.js';
import { FakeTimers } from './fakes.js';

test('a second click at the same place within 400 ms is an echo, and so is a third', () => {
  const guard = new DoubleGuard();
  assert.equal(guard.echoes(1000, 50, 50), false);
  guard.clicked(1000, 50, 50);
  assert.equal(guard.echoes(1399, 55, 52), true);
  guard.clicked(1399, 55, 52);
  assert.equal(guard.echoes(1700, 55, 52), true);
  guard.clicked(1700, 55, 52);
  assert.equal(guard.echoes(2101, 55, 52), false);
});

test('a click elsewhere was aimed', () => {
  const guard = new DoubleGuard();
  guard.clicked(1000, 50, 50);
  assert.equal(guard.echoes(1100, 90, 50), false);
});

test('Enter twice is one Enter, however long it is held', () => {
  const guard = new DoubleGuard();
  guard.keyActed(1000, 'Enter');
  assert.equal(guard.keyEchoes(1200, 'Enter', false), true);
  assert.equal(guard.keyEchoes(1550, 'Enter', false), true);
  assert.equal(guard.keyEchoes(2600, 'Enter', true), true);
  assert.equal(guard.keyEchoes(2700, 'Enter', false), false);
});

test('another key between ends the watch, and a letter typed after a shortcut is typed', () => {
  const guard = new DoubleGuard();
  guard.keyActed(1000, 'Enter');
  assert.equal(guard.keyEchoes(1100, 'o', false), false);
  assert.equal(guard.keyEchoes(1200, 'Enter', false), false);
  guard.keyActed(2000, 'p');
  assert.equal(guard.keyEchoes(2100, 'p', false), false);
  guard.keyActed(3000, 'p');
  assert.equal(guard.keyEchoes(3500, 'p', true), true);
});

test('whoever wrote something in between presses on purpose', () => {
  const guard = new DoubleGuard();
  guard.clicked(1000, 50, 50);
  guard.written();
  assert.equal(guard.echoes(1100, 50, 50), false);
  guard.keyActed(1200, 'Enter');
  guard.written();
  assert.equal(guard.keyEchoes(1300, 'Enter', false), false);
});

test('a held order keeps rows that left, lets later ones follow, and counts the others', () => {
  const held = new HeldOrder();
  assert.deepEqual(held.arrange(['a', 'b']), { ids: ['a', 'b'], news: 0 });
  held.hold(['a', 'b', 'c']);
  assert.deepEqual(held.arrange(['x', 'a', 'c', 'd']), { ids: ['a', 'b', 'c', 'd'], news: 1 });
  assert.deepEqual(held.arrange(['y', 'x', 'd', 'a']), { ids: ['a', 'b', 'c', 'd'], news: 2 });
  assert.deepEqual(held.arrange(['x', 'y']), { ids: ['a', 'b', 'c', 'd'], news: 2 });
  held.release();
  assert.deepEqual(held.arrange(['x', 'y']), { ids: ['x', 'y'], news: 0 });
});

test('an empty list that is pointed at fills', () => {
  const held = new HeldOrder();
  held.hold([]);
  assert.deepEqual(held.arrange(['a', 'b']), { ids: ['a', 'b'], news: 0 });
});

class OpenSocket extends EventTarget {
  state = 'open';
  /** @type {any[]} */ sent = [];
  /** @param {any} frame */
  send(frame) {
    this.sent.push(frame);
    return this.state === 'open';
  }
}

function make() {
  const socket = new OpenSocket();
  const timers = new FakeTimers();
  const outbox = new Outbox({
    identity: 'staff:dana', socket: /** @type {any} */ (socket), storage: memoryStorage(), timers, page: null,
  });
  /** @type {string[]} */ const problems = [];
  /** @type {any[]} */ const atOnce = [];
  const statuses = new StatusChanges({
    outbox, problem: (code) => problems.push(code), sendAtOnce: (frame) => atOnce.push(frame),
  });
  return { socket, timers, outbox, statuses, problems, atOnce };
}

test('a change of status waits six seconds, and messages pass it', () => {
  const { socket, timers, outbox, statuses } = make();
  statuses.hold('T', 'resolved');
  statuses.hold('T', 'closed');
  outbox.add({ type: 'message', ticket_id: 'T', text: 'One more thing' });
  timers.advance(5_999);
  assert.deepEqual(socket.sent.map((frame) => frame.type), ['message']);
  timers.advance(1);
  assert.deepEqual(socket.sent.map((frame) => frame.status), [undefined, 'resolved']);
});

test('what is taken back is never sent; what was sent cannot be taken back', () => {
  const { socket, timers, statuses } = make();
  statuses.hold('T', 'resolved');
  statuses.hold('U', 'pending');
  assert.equal(statuses.undo()?.frame.ticket_id, 'U');
  timers.advance(10_000);
  assert.deepEqual(socket.sent.map((frame) => frame.ticket_id), ['T']);
  assert.equal(statuses.undo('T'), undefined);
});

test('a storm of other tabs does not put a change off', () => {
  const { socket, timers, outbox, statuses } = make();
  statuses.hold('T', 'resolved');
  timers.advance(5_000);
  outbox.onStorage({ key: null });
  timers.advance(1_000);
  assert.equal(socket.sent.length, 1);
});

test('a page that goes hands over what waits, and keeps it until it is acked', () => {
  const { outbox, statuses, atOnce } = make();
  statuses.hold('T', 'resolved');
  statuses.pageGoes();
  assert.deepEqual(atOnce.map((frame) => frame.status), ['resolved']);
  assert.equal(outbox.items.length, 1);
});

test('who signs out sends what waits first', () => {
  const { socket, statuses } = make();
  statuses.hold('T', 'resolved');
  statuses.sendNow();
  assert.deepEqual(socket.sent.map((frame) => frame.status), ['resolved']);
});

test('a change that is refused is told once and forgotten', () => {
  const { outbox, statuses, problems } = make();
  statuses.hold('T', 'resolved');
  const item = { ...outbox.items[0], state: /** @type {const} */ ('failed'), error: 'must_repick' };
  assert.equal(statuses.failed(item), true);
  assert.deepEqual(problems, ['must_repick']);
  assert.deepEqual(outbox.items, []);
});

test('a snippet is cut at its marks, and a mark that cannot be is left out', () => {
  const words = (/** @type {[number, number][]} */ marks) =>
    pieces({ text: 'The zipper is torn', marks }).map(({ text, found }) => (found ? `[${text}]` : text)).join('');
  assert.equal(words([[4, 10], [14, 18]]), 'The [zipper] is [torn]');
  assert.equal(words([]), 'The zipper is torn');
  assert.equal(words([[4, 10], [6, 12], [9, 4], [14, 99]]), 'The [zipper] is torn');
});
