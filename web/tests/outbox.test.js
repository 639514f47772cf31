import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { memoryStorage, newId, Outbox, ticketOf } from '../shared/outbox.js';
import { FakeTimers } from './fakes.js';

class FakeSocket extends EventTarget {
  constructor() {
    super();
    this.state = 'connecting';
    /** @type {any[]} */ this.sent = [];
  }
  /** @param {any} frame */
  send(frame) {
    if (this.state !== 'open') return false;
    this.sent.push(frame);
    return true;
  }
  /** @param {string} state */
  become(state) { this.state = state; this.dispatchEvent(new CustomEvent('state', { detail: state })); }
  /** @param {any} frame */
  receive(frame) { this.dispatchEvent(new CustomEvent('frame', { detail: frame })); }
}

/** @type {Storage} */ let storage;
/** @type {FakeTimers} */ let timers;
beforeEach(() => { storage = memoryStorage(); timers = new FakeTimers(); });

/** @param {string} [identity] */
function make(identity = 'mia') {
  const socket = new FakeSocket();
  const page = new EventTarget();
  const outbox = new Outbox({ identity, socket: /** @type {any} */ (socket), storage, timers, page });
  return { socket, outbox, page };
}
const texts = (/** @type {any} */ socket) => socket.sent.map((/** @type {any} */ f) => f.text);
const storageEvent = (/** @type {string} */ key) => Object.assign(new Event('storage'), { key });

test('keeps what is written until there is a way, then sends in order', () => {
  const { socket, outbox } = make();
  for (const text of ['a', 'b', 'c']) outbox.add({ type: 'message', ticket_id: 'T', text });
  assert.deepEqual(outbox.items.map((i) => i.state), ['queued', 'queued', 'queued']);
  socket.become('open');
  assert.deepEqual(texts(socket), ['a', 'b', 'c']);
  assert.deepEqual(outbox.items.map((i) => i.state), ['sending', 'sending', 'sending']);
  assert.equal(new Set(socket.sent.map((f) => f.client_id)).size, 3);
});

test('an ack removes, a reconnect repeats the rest with the same ids', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const a = outbox.add({ type: 'message', ticket_id: 'T', text: 'a' });
  const b = outbox.add({ type: 'message', ticket_id: 'T', text: 'b' });
  socket.receive({ type: 'ack', client_id: a?.client_id, ticket_id: 'T', seq: 4 });
  assert.deepEqual(outbox.items.map((i) => i.frame.text), ['b']);
  socket.become('reconnecting');
  assert.equal(outbox.items[0].state, 'queued');
  socket.become('open');
  assert.deepEqual(texts(socket), ['a', 'b', 'b']);
  assert.equal(socket.sent[2].client_id, b?.client_id);
});

test('survives a reload', () => {
  const first = make();
  first.outbox.add({ type: 'message', ticket_id: 'T', text: 'a' });
  const id = first.outbox.items[0].client_id;
  const second = make();
  second.socket.become('open');
  assert.equal(second.socket.sent[0].client_id, id);
});

test('another identity sees nothing of it', () => {
  make().outbox.add({ type: 'message', ticket_id: 'T', text: 'a' });
  assert.equal(make('other').outbox.items.length, 0);
});

test('a refusal fails the item with its code; retry sends it again, discard forgets it', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const id = outbox.add({ type: 'message', ticket_id: 'T', text: 'a' })?.client_id ?? '';
  socket.receive({ type: 'error', code: 'chat_paused', client_id: id, ticket_id: 'T' });
  assert.deepEqual([outbox.items[0].state, outbox.items[0].error], ['failed', 'chat_paused']);
  assert.equal(make().outbox.items[0].state, 'failed');
  socket.become('reconnecting');
  socket.become('open');
  assert.equal(socket.sent.length, 1);
  outbox.retry(id);
  assert.equal(socket.sent.length, 2);
  outbox.discard(id);
  assert.equal(outbox.items.length, 0);
});

test('a passing refusal is tried again by itself, at last given up', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const id = outbox.add({ type: 'message', ticket_id: 'T', text: 'a' })?.client_id;
  socket.receive({ type: 'error', code: 'rate_limited', retry_after_ms: 700, client_id: id });
  outbox.add({ type: 'message', ticket_id: 'T', text: 'b' });
  assert.deepEqual(texts(socket), ['a']);
  timers.advance(700);
  assert.deepEqual(texts(socket), ['a', 'a', 'b']);
  for (let i = 0; i < 5; i += 1) {
    socket.receive({ type: 'error', code: 'store_unavailable', client_id: id });
    timers.advance(60_000);
  }
  assert.equal(outbox.items[0].state, 'failed');
});

test('messages for a ticket that is being made wait for its name', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const made = outbox.add({ type: 'create_ticket', text: 'first' });
  outbox.add({ type: 'message', ticket_id: ticketOf(made?.client_id ?? ''), text: 'second' });
  assert.deepEqual(texts(socket), ['first']);
  socket.receive({ type: 'ack', client_id: made?.client_id, ticket_id: 'T7', seq: 3 });
  assert.deepEqual(texts(socket), ['first', 'second']);
  assert.equal(socket.sent[1].ticket_id, 'T7');
});

test('two tabs lose nothing: one adds, the other acks, a closed one is replaced', () => {
  const a = make();
  const b = make();
  a.outbox.add({ type: 'message', ticket_id: 'T', text: 'from a' });
  b.outbox.add({ type: 'message', ticket_id: 'T', text: 'from b' });
  a.page.dispatchEvent(storageEvent(b.outbox.prefix));
  b.page.dispatchEvent(storageEvent(b.outbox.prefix));
  assert.equal(a.outbox.items.length, 2);
  assert.equal(b.outbox.items.length, 2);
  a.outbox.close();
  b.socket.become('open');
  assert.deepEqual(texts(b.socket).sort(), ['from a', 'from b']);
  for (const f of b.socket.sent) b.socket.receive({ type: 'message', ticket_id: 'T', seq: 9, client_id: f.client_id });
  assert.equal(make().outbox.items.length, 0);
});

test('what another tab takes off the storage stays until this tab has its own ack', () => {
  const a = make();
  const b = make();
  a.socket.become('open');
  b.socket.become('open');
  /** @type {any[]} */ const acked = [];
  a.outbox.addEventListener('acked', (e) => acked.push(/** @type {CustomEvent} */ (e).detail));
  const id = a.outbox.add({ type: 'message', ticket_id: 'T', text: 'x' })?.client_id ?? '';
  b.page.dispatchEvent(storageEvent(b.outbox.prefix + id));
  b.socket.receive({ type: 'message', ticket_id: 'T', seq: 4, client_id: id });
  a.page.dispatchEvent(storageEvent(a.outbox.prefix + id));
  assert.deepEqual(a.outbox.items.map((i) => [i.client_id, i.state]), [[id, 'sending']]);
  a.socket.receive({ type: 'ack', ticket_id: 'T', seq: 4, client_id: id });
  assert.deepEqual(acked.map(({ ack, item }) => [ack.seq, item.frame.text]), [[4, 'x']]);
  assert.equal(a.outbox.items.length, 0);
});

test('what another tab took off the storage is not sent again after a break', () => {
  const a = make();
  const b = make();
  a.socket.become('open');
  const id = a.outbox.add({ type: 'message', ticket_id: 'T', text: 'x' })?.client_id;
  b.page.dispatchEvent(storageEvent(b.outbox.prefix + id));
  b.socket.receive({ type: 'message', ticket_id: 'T', seq: 4, client_id: id });
  assert.equal(b.outbox.items.length, 0);
  a.socket.become('reconnecting');
  assert.equal(a.outbox.items.length, 0);
  a.socket.become('open');
  assert.equal(a.socket.sent.length, 1);
});

test('an item that its tab never sent is sent by another after a while', () => {
  const a = make();
  const b = make();
  b.socket.become('open');
  a.outbox.add({ type: 'message', ticket_id: 'T', text: 'x' });
  b.page.dispatchEvent(storageEvent(`${b.outbox.prefix}1`));
  assert.equal(b.socket.sent.length, 0);
  timers.advance(6_000);
  assert.equal(b.socket.sent.length, 1);
});

test('what a visitor wrote before having a name moves to that name', () => {
  make('visitor').outbox.add({ type: 'create_ticket', text: 'hello', client_id: 'c1' });
  const { socket, outbox } = make('v123');
  outbox.adopt('visitor');
  socket.become('open');
  assert.equal(socket.sent[0].client_id, 'c1');
  assert.equal(make('visitor').outbox.items.length, 0);
});

test('holds 200 and no more', () => {
  const { outbox } = make();
  for (let i = 0; i < 200; i += 1) assert.ok(outbox.add({ type: 'message', ticket_id: 'T', text: String(i) }));
  assert.equal(outbox.add({ type: 'message', ticket_id: 'T', text: 'one too many' }), null);
  assert.deepEqual(outbox.items.map((i) => Number(i.frame.text)), Array.from({ length: 200 }, (_, i) => i));
});

test('a full disk loses nothing that is in the page', () => {
  storage.setItem = () => { throw new Error('quota'); };
  const { socket, outbox } = make();
  outbox.add({ type: 'message', ticket_id: 'T', text: 'a' });
  outbox.add({ type: 'message', ticket_id: 'T', text: 'b' });
  socket.become('open');
  assert.deepEqual(texts(socket), ['a', 'b']);
});

test('ids look like UUIDs', () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('an item that another tab took off the list is still shown, and its own ack still lands', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const item = /** @type {any} */ (outbox.add({ type: 'message', ticket_id: 't', text: 'Hi' }));
  for (const key of [...Array(storage.length).keys()].map((i) => storage.key(i))) {
    if (key?.includes(item.client_id)) storage.removeItem(key);
  }
  outbox.cache = null;
  assert.deepEqual(outbox.items.map((each) => [each.client_id, each.state]), [[item.client_id, 'sending']]);
  /** @type {any[]} */ const acked = [];
  outbox.addEventListener('acked', (event) => acked.push(/** @type {any} */ (event).detail.ack.seq));
  socket.receive({ type: 'ack', client_id: item.client_id, ticket_id: 't', seq: 4, at: 'now' });
  assert.deepEqual(acked, [4]);
  assert.equal(outbox.items.length, 0);
});

test('what was refused for a reason that is gone is sent again, in its order; the rest waits', () => {
  const { socket, outbox } = make();
  socket.become('open');
  const codes = ['chat_paused', 'too_large', 'chat_paused'];
  const ids = ['a', 'b', 'c'].map((text) => outbox.add({ type: 'message', ticket_id: 'T', text })?.client_id);
  ids.forEach((client_id, i) => socket.receive({ type: 'error', code: codes[i], client_id, ticket_id: 'T' }));
  socket.sent = [];
  outbox.again('U');
  assert.deepEqual(texts(socket), []);
  outbox.again('T');
  assert.deepEqual(texts(socket), ['a', 'c']);
});
