// A line that is dead says nothing: it is asked.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeTimers, FakeWebSocket, failTwice, makeSocket, settle } from './fakes.js';

/** @type {FakeTimers} */ let timers;
beforeEach(() => { timers = new FakeTimers(); FakeWebSocket.made = []; });

const make = (/** @type {any} */ more = {}) => makeSocket(timers, more);

/** @param {any} ws */
const pings = (ws) => ws.sent.filter((/** @type {any} */ f) => f.type === 'ping').length;

test('asks after 25 s of silence, and gives up 4 s later', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  timers.advance(24_999);
  assert.equal(ws.sent.length, 1);
  timers.advance(1);
  assert.deepEqual(ws.sent[1], { type: 'ping' });
  ws.receive({ type: 'pong' });
  timers.advance(4_000);
  assert.equal(socket.state, 'open');
  timers.advance(21_000);
  assert.equal(ws.sent.length, 3);
  timers.advance(3_999);
  assert.equal(socket.state, 'open');
  timers.advance(1);
  assert.equal(socket.state, 'reconnecting');
  assert.equal(ws.closed, true);
});

test('where somebody waits and looks on, a dead line is noticed within 10 s', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  socket.attention = 'close';
  for (let i = 0; i < 10; i += 1) {
    timers.advance(5_000);
    assert.equal(pings(ws), i + 1);
    ws.receive({ type: 'pong' });
  }
  timers.advance(9_000);
  assert.equal(socket.state, 'reconnecting');
});

test('a line that speaks is not asked', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  socket.attention = 'close';
  for (let i = 0; i < 10; i += 1) {
    timers.advance(4_000);
    ws.receive({ type: 'typing', ticket_id: 'T' });
  }
  assert.equal(pings(ws), 0);
});

test('whoever begins to look on learns of a dead line at once', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  timers.advance(20_000);
  assert.equal(pings(ws), 0);
  socket.attention = 'close';
  timers.advance(0);
  assert.equal(pings(ws), 1);
  timers.advance(4_000);
  assert.equal(socket.state, 'reconnecting');
});

test('a message that is not answered has the line asked, even where nobody looks on', () => {
  const { socket, doc } = make();
  /** @type {any} */ (doc).visibilityState = 'hidden';
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  socket.attention = 'none';
  timers.advance(100_000);
  socket.send({ type: 'message', text: 'x', client_id: 'c1' });
  timers.advance(1_000);
  socket.send({ type: 'message', text: 'y', client_id: 'c2' });
  timers.advance(3_000);
  assert.equal(pings(ws), 1);
  timers.advance(4_000);
  assert.equal(socket.state, 'reconnecting');
});

test('an answered message has nothing asked', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  socket.send({ type: 'message', text: 'x', client_id: 'c1' });
  ws.receive({ type: 'ack', client_id: 'c1' });
  socket.send({ type: 'typing', ticket_id: 'T' });
  timers.advance(20_000);
  assert.equal(pings(ws), 0);
});

test('no ping goes out where nobody would miss the line, and few from a hidden page', () => {
  const { socket, doc } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  socket.attention = 'none';
  timers.advance(3_600_000);
  assert.equal(pings(ws), 0);
  /** @type {any} */ (doc).visibilityState = 'hidden';
  socket.attention = 'close';
  timers.advance(0);
  assert.equal(pings(ws), 1);
  ws.receive({ type: 'pong' });
  timers.advance(24_999);
  assert.equal(pings(ws), 1);
  timers.advance(1);
  assert.equal(pings(ws), 2);
});

test('a slow line gets the time that it took for its hello', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.open();
  timers.advance(7_000);
  ws.receive({ type: 'hello', id: 'mia' });
  timers.advance(25_000 + 6_999);
  assert.equal(socket.state, 'open');
  timers.advance(1);
  assert.equal(socket.state, 'reconnecting');
});

test('asks at once after sleep, and when the browser says that the network is gone', () => {
  for (const doubt of ['visibilitychange', 'offline']) {
    const { socket, doc, page } = make();
    socket.start();
    const ws = FakeWebSocket.last;
    ws.welcome();
    timers.sleep(3_600_000);
    (doubt === 'offline' ? page : doc).dispatchEvent(new Event(doubt));
    assert.deepEqual(ws.sent[1], { type: 'ping' });
    timers.advance(4_000);
    assert.equal(socket.state, 'reconnecting');
  }
});

test('a page that stood still reads its answer before it gives up, once', () => {
  const { socket } = make();
  socket.start();
  const ws = FakeWebSocket.last;
  ws.welcome();
  timers.advance(25_000);
  timers.sleep(60_000);
  timers.advance(0);
  assert.deepEqual([socket.state, pings(ws)], ['open', 2]);
  timers.sleep(60_000);
  timers.advance(0);
  assert.equal(socket.state, 'reconnecting');
});

/**
 * A server whose socket opens for nobody: what `fetch` gets, by its path; a path that is not there is never answered.
 */
function httpOnly(/** @type {Record<string, any>} */ answers) {
  /** @type {string[]} */ const asked = [];
  const fetch = (/** @type {string} */ url, /** @type {any} */ init) => new Promise((go, fail) => {
    asked.push(url);
    const body = answers[url.replace(/\?.*/, '')];
    if (body) go({ ok: true, status: 200, json: async () => body });
    else init.signal.addEventListener('abort', () => fail(new Error('aborted')));
  });
  return { asked, fetch };
}

test('a line that dies while polling is noticed within 10 s', async () => {
  /** @type {Record<string, any>} */
  const answers = { '/api/v1/me': {}, '/api/v1/commands': { frames: [{ type: 'pong' }] } };
  const { asked, fetch } = httpOnly(answers);
  const { socket } = make({ pollBase: '', fetch });
  await failTwice(socket, timers);
  socket.attention = 'close';
  timers.advance(5_000);
  await settle();
  timers.advance(4_000);
  assert.equal(socket.state, 'polling');
  assert.deepEqual(asked, ['/api/v1/me', '/api/v1/commands']);
  delete answers['/api/v1/commands'];
  timers.advance(1_000);
  timers.advance(4_000);
  await settle();
  assert.equal(socket.state, 'reconnecting');
  socket.stop();
});

test('a way over HTTP that never answers does not end the attempts', async () => {
  const { fetch } = httpOnly({});
  const { socket } = make({ pollBase: '', fetch });
  await failTwice(socket, timers);
  const count = FakeWebSocket.made.length;
  timers.advance(8_000);
  await settle();
  timers.advance(1_000);
  assert.equal(FakeWebSocket.made.length, count + 1);
  FakeWebSocket.last.welcome();
  assert.equal(socket.state, 'open');
  timers.advance(120_000);
  socket.stop();
  assert.equal(timers.waiting.size, 0);
});
