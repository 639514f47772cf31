import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeTimers, FakeWebSocket, failTwice, makeSocket, settle } from './fakes.js';

/** @type {FakeTimers} */ let timers;
beforeEach(() => { timers = new FakeTimers(); FakeWebSocket.made = []; });

const make = (/** @type {any} */ more = {}) => makeSocket(timers, more);

test('signs in first, and is open after hello only', () => {
  const { socket, states, frames } = make();
  socket.start();
  assert.equal(socket.send({ type: 'ping' }), false);
  FakeWebSocket.last.open();
  assert.deepEqual(FakeWebSocket.last.sent, [{ type: 'auth', token: 'secret' }]);
  assert.equal(socket.state, 'connecting');
  FakeWebSocket.last.receive({ type: 'hello', id: 'mia' });
  assert.deepEqual(states, ['connecting', 'open']);
  assert.equal(socket.send({ type: 'message', text: 'x' }), true);
  assert.equal(FakeWebSocket.last.sent.length, 2);
  assert.equal(frames[0].type, 'hello');
});

test('waits longer after each failure, from 0.5 s to 15 s, and from the beginning after hello', () => {
  const { socket } = make();
  socket.start();
  for (const ms of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
    const count = FakeWebSocket.made.length;
    FakeWebSocket.last.drop(1006);
    timers.advance(ms - 1);
    assert.equal(FakeWebSocket.made.length, count, `before ${ms}`);
    timers.advance(1);
    assert.equal(FakeWebSocket.made.length, count + 1, `after ${ms}`);
  }
  FakeWebSocket.last.welcome();
  FakeWebSocket.last.drop(1006);
  timers.advance(500);
  FakeWebSocket.last.welcome();
  assert.equal(socket.state, 'open');
});

test('jitter takes up to half of the wait', () => {
  const { socket } = make({ random: () => 0 });
  socket.start();
  FakeWebSocket.last.drop(1006);
  timers.advance(249);
  assert.equal(FakeWebSocket.made.length, 1);
  timers.advance(1);
  assert.equal(FakeWebSocket.made.length, 2);
});

test('a server that goes away says when to come back', () => {
  const { socket } = make();
  socket.start();
  FakeWebSocket.last.welcome();
  FakeWebSocket.last.receive({ type: 'going_away', reconnect_after_ms: 3210 });
  FakeWebSocket.last.drop(1012);
  assert.equal(socket.state, 'reconnecting');
  timers.advance(3209);
  assert.equal(FakeWebSocket.made.length, 1);
  timers.advance(1);
  assert.equal(FakeWebSocket.made.length, 2);
});

test('comes back at once when the network or the page does', () => {
  const { socket, page, doc } = make();
  socket.start();
  FakeWebSocket.last.welcome();
  for (const wake of [
    () => page.dispatchEvent(new Event('online')), () => page.dispatchEvent(new Event('pageshow')),
    () => doc.dispatchEvent(new Event('visibilitychange')),
  ]) {
    FakeWebSocket.last.drop(1006);
    const count = FakeWebSocket.made.length;
    wake();
    assert.equal(FakeWebSocket.made.length, count + 1);
    FakeWebSocket.last.welcome();
  }
  assert.equal(socket.state, 'open');
});

test('a hello that does not come is a failure', () => {
  const { socket } = make();
  socket.start();
  FakeWebSocket.last.open();
  timers.advance(10_000);
  assert.equal(socket.state, 'reconnecting');
});

test('4401 and 4403 end it', () => {
  for (const code of [4401, 4403]) {
    const { socket } = make();
    let out = 0;
    socket.addEventListener('signedout', () => { out += 1; });
    socket.start();
    FakeWebSocket.last.welcome();
    FakeWebSocket.last.drop(code);
    timers.advance(120_000);
    assert.deepEqual([socket.state, out], ['closed', 1]);
    assert.equal(timers.waiting.size, 0);
  }
});

test('stop leaves nothing behind', () => {
  const { socket, page } = make();
  socket.start();
  FakeWebSocket.last.welcome();
  socket.stop();
  page.dispatchEvent(new Event('online'));
  timers.advance(120_000);
  assert.equal(FakeWebSocket.made.length, 1);
  assert.equal(socket.state, 'closed');
});

test('what is no frame is let by', () => {
  const { socket, frames } = make();
  socket.start();
  FakeWebSocket.last.welcome();
  FakeWebSocket.last.onmessage({ data: 'nonsense' });
  FakeWebSocket.last.onmessage({ data: 'null' });
  FakeWebSocket.last.onmessage({ data: '{"type":7}' });
  assert.equal(frames.length, 1);
});

test('polls over HTTP where no WebSocket opens, and returns to it', async () => {
  /** @type {any[]} */ const requests = [];
  /** @type {any[]} */ const held = [];
  const fetch = async (/** @type {string} */ url, /** @type {any} */ init) => {
    requests.push({
      url, method: init.method ?? 'GET', headers: init.headers, body: init.body && JSON.parse(init.body),
    });
    const answer = (/** @type {any} */ body) => ({ ok: true, status: 200, json: async () => body });
    if (url.endsWith('/me')) return answer({ id: 'mia' });
    if (url.endsWith('/commands')) return answer({
      frames: [{ type: 'ack', client_id: 'c1', ticket_id: 'T', seq: 4, at: 'x' }],
    });
    if (url.endsWith('wait=0')) return answer({
      entries: [{ type: 'system', ticket_id: 'T', seq: 3, at: 'x' }], seq: 3, ticket: { seq: 3 },
    });
    return new Promise((go) => held.push(() => go(answer({
      entries: [{ type: 'message', ticket_id: 'T', seq: 4, at: 'x' }], seq: 4, ticket: { seq: 4 },
    }))));
  };
  const { socket, states, frames } = make({ pollBase: '', pollHeaders: { Authorization: 'Bearer secret' }, fetch });
  await failTwice(socket, timers);
  assert.equal(socket.state, 'polling');
  assert.equal(requests[0].headers.Authorization, 'Bearer secret');

  assert.equal(socket.send({ type: 'message', ticket_id: 'T', text: 'x', client_id: 'c1' }), true);
  await settle();
  assert.deepEqual(requests[1].body, { type: 'message', ticket_id: 'T', text: 'x', client_id: 'c1' });
  assert.equal(frames[0].type, 'ack');

  socket.send({ type: 'sync', ticket_id: 'T', after: 2 });
  await settle();
  assert.deepEqual(frames.slice(1).map((f) => [f.type, f.seq]), [['system', 3], ['synced', 3]]);
  assert.match(requests[requests.length - 1].url, /after=3&limit=500&wait=25$/);
  held.shift()();
  await settle();
  assert.deepEqual(frames.slice(3).map((f) => [f.type, f.seq]), [['message', 4], ['synced', 4]]);

  const tried = FakeWebSocket.made.length;
  for (let i = 0; i < 6; i += 1) {
    timers.advance(10_000);
    await settle();
    held.shift()?.();
    await settle();
  }
  assert.equal(FakeWebSocket.made.length, tried + 1);
  assert.equal(socket.state, 'polling');
  FakeWebSocket.last.welcome();
  assert.deepEqual(states, ['connecting', 'reconnecting', 'polling', 'open']);
  const count = requests.length;
  held.shift()?.();
  await settle();
  assert.equal(requests.length, count);
  socket.stop();
});

test('a refused command becomes an error frame that names it', async () => {
  const fetch = async (/** @type {string} */ url) => (url.endsWith('/me') ? {
    ok: true, status: 200, json: async () => ({}),
  } : { ok: false, status: 409, json: async () => ({ error: { code: 'chat_paused', message: 'Staff is offline.' } }) });
  const { socket, frames } = make({ pollBase: '', fetch });
  await failTwice(socket, timers);
  socket.send({ type: 'message', ticket_id: 'T', text: 'x', client_id: 'c1' });
  await settle();
  assert.deepEqual(frames,
    [{ type: 'error', code: 'chat_paused', message: 'Staff is offline.', client_id: 'c1', ticket_id: 'T' }]);
  socket.stop();
});

test('when HTTP fails too it goes on trying', async () => {
  const { socket } = make({ pollBase: '', fetch: async () => { throw new Error('down'); } });
  await failTwice(socket, timers);
  assert.equal(socket.state, 'reconnecting');
  timers.advance(1_000);
  FakeWebSocket.last.welcome();
  assert.equal(socket.state, 'open');
  socket.stop();
});
