import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyAck, asTicket, initialTicket, markOf, reduce } from '../shared/reducer.js';

const at = (/** @type {number} */ n) => new Date(1_700_000_000_000 + n * 1000).toISOString();
/** @param {any[]} bodies */
const log = (bodies) => bodies.map((b, i) => ({ ticket_id: 'T', seq: i + 1, at: at(i + 1), ...b }));
const me = { from: /** @type {const} */ ('user'), id: 'mia', name: 'Mia' };
const LOG = log([
  { type: 'ticket_created', number: 1042, user_id: 'mia', user_name: 'Mia', subject: 'Zip', priority: 'normal' },
  { type: 'system', code: 'ticket_created', text: 'Ticket created' },
  { type: 'message', from: 'user', author_id: 'mia', author_name: 'Mia', text: 'Torn zip', client_id: 'c1' },
  { type: 'assigned', staff_id: 'dana', staff_name: 'Dana' },
  { type: 'system', code: 'staff_joined', text: 'Staff joined', name: 'Dana' },
  { type: 'message', from: 'staff', author_id: 'dana', author_name: 'Dana', text: 'Hello' },
  { type: 'hidden' },
  { type: 'status', status: 'pending', was: 'open', by: 'staff' },
  { type: 'message', from: 'user', author_id: 'mia', author_name: 'Mia', text: 'Here', client_id: 'c2' },
  { type: 'status', status: 'open', was: 'pending', by: 'user' },
  { type: 'priority', priority: 'high', was: 'normal', by_id: 'dana', by_name: 'Dana' },
  { type: 'staff_offline', staff_id: 'dana', staff_name: 'Dana' },
  {
    type: 'message', from: 'user', author_id: 'mia', author_name: 'Mia', text: 'Anyone?', client_id: 'c3',
    offline: true,
  },
  { type: 'assigned', staff_id: 'lee', staff_name: 'Lee', previous: 'dana' },
  { type: 'status', status: 'resolved', was: 'open', by: 'staff' },
  { type: 'rated', score: 4 },
  { type: 'status', status: 'open', was: 'resolved', by: 'user' },
  { type: 'assigned', staff_id: 'lee', staff_name: 'Lee' },
  { type: 'unassigned', staff_id: 'lee', by: 'lee' },
  { type: 'status', status: 'closed', was: 'open', by: 'staff' },
  { type: 'follow_up', to: 'T2', number: 1043 },
]);
const whole = (/** @type {any[]} */ entries) => entries.reduce((s, e) => reduce(s, e), initialTicket());

test('each kind of entry folds as docs/api.md says', () => {
  const upTo = (/** @type {number} */ n) => whole(LOG.slice(0, n));
  assert.equal(upTo(1).chat, 'waiting');
  assert.equal(upTo(1).waiting_since, at(1));
  assert.deepEqual([upTo(4).chat, upTo(4).assignee?.name, upTo(4).waiting_since], ['live', 'Dana', null]);
  assert.deepEqual([upTo(8).status, upTo(8).chat], ['pending', 'live']);
  assert.deepEqual([upTo(10).status, upTo(10).chat], ['open', 'live']);
  assert.equal(upTo(11).priority, 'high');
  assert.deepEqual([upTo(12).chat, upTo(12).assignee?.staff_id, upTo(12).waiting_since], ['paused', 'dana', at(9)]);
  assert.equal(upTo(14).assignee?.staff_id, 'lee');
  assert.deepEqual([upTo(15).status, upTo(15).chat, upTo(15).assignee?.staff_id], ['resolved', 'ended', 'lee']);
  assert.equal(upTo(16).rating?.score, 4);
  assert.deepEqual([upTo(17).status, upTo(17).chat, upTo(17).assignee], ['open', 'waiting', null]);
  assert.deepEqual([upTo(19).chat, upTo(19).assignee], ['waiting', null]);
  assert.deepEqual([upTo(20).status, upTo(20).chat], ['closed', 'closed']);
  assert.equal(upTo(21).follow_up, 'T2');
  assert.equal(upTo(13).preview?.text, 'Anyone?');
});

test('a repeat changes nothing, not even identity', () => {
  const s = whole(LOG);
  assert.equal(LOG.reduce((x, e) => reduce(x, e), s), s);
});

test('what arrives ahead of a gap waits, asks for sync, and joins', () => {
  let s = whole(LOG.slice(0, 3));
  s = reduce(s, LOG[5]);
  assert.deepEqual([s.seq, s.needsSync, s.entries.length], [3, true, 3]);
  s = reduce(s, LOG[3]);
  assert.deepEqual([s.seq, s.needsSync], [4, true]);
  s = reduce(s, LOG[4]);
  assert.deepEqual([s.seq, s.needsSync, Object.keys(s.ahead).length], [6, false, 0]);
  assert.deepEqual(s.entries, LOG.slice(0, 6));
});

const item = (/** @type {string} */ client_id, /** @type {string} */ text, /** @type {any} */ more = {}) => ({
  client_id, frame: { type: 'message', ticket_id: 'T', text, ...more }, state: /** @type {const} */ ('sending'),
  error: null, created: 0,
});

test('an ack puts the own message at its place, before or after its echo', () => {
  const ack = { type: 'ack', client_id: 'c1', ticket_id: 'T', seq: 3, at: at(3) };
  const before = applyAck(whole(LOG.slice(0, 2)), ack, item('c1', 'Torn zip'), me);
  assert.equal(before.entries[2].text, 'Torn zip');
  assert.deepEqual(reduce(before, LOG[2]).entries, LOG.slice(0, 3));
  const after = applyAck(whole(LOG.slice(0, 3)), ack, item('c1', 'Torn zip'), me);
  assert.deepEqual(after.entries, LOG.slice(0, 3));
});

test('an ack that overtakes other entries waits for them', () => {
  const ack = { type: 'ack', client_id: 'c1', ticket_id: 'T', seq: 3, at: at(3) };
  let s = applyAck(initialTicket('T'), ack, item('c1', 'Torn zip', { type: 'create_ticket' }), me);
  assert.deepEqual([s.seq, s.needsSync], [0, true]);
  s = reduce(reduce(s, LOG[0]), LOG[1]);
  assert.deepEqual([s.seq, s.needsSync, s.number], [3, false, 1042]);
});

test('an ack of a status or of another ticket inserts nothing', () => {
  const s = whole(LOG.slice(0, 2));
  assert.equal(applyAck(s, { ticket_id: 'T', seq: 3, at: at(3) },
    { ...item('x', ''), frame: { type: 'set_status', status: 'closed' } }, me), s);
  assert.equal(applyAck(s, { ticket_id: 'T9', seq: 3, at: at(3) }, item('x', 'hi'), me), s);
});

test('marks only rise', () => {
  let s = reduce(whole(LOG.slice(0, 6)), {
    type: 'marks', ticket_id: 'T', marks: { user: { delivered: 6, seen: 6 }, staff: { delivered: 5, seen: 3 } },
  });
  s = reduce(s, {
    type: 'marks', ticket_id: 'T', marks: { user: { delivered: 2, seen: 1 }, staff: { delivered: 1, seen: 1 } },
  });
  assert.deepEqual(s.marks, { user: { delivered: 6, seen: 6 }, staff: { delivered: 5, seen: 3 } });
  assert.equal(markOf(s, s.entries[2]), 'seen');
  assert.equal(markOf(s, { ...s.entries[2], seq: 5 }), 'delivered');
  assert.equal(markOf(s, { ...s.entries[2], seq: 6 }), 'sent');
});

test('typing fades, and ends with the message', () => {
  let s = reduce(whole(LOG.slice(0, 5)), { type: 'typing', ticket_id: 'T', from: 'staff', name: 'Dana' }, 1000);
  assert.equal(Object.keys(s.typing).length, 1);
  assert.equal(Object.values(s.typing)[0].until, 6000);
  s = reduce(s, LOG[5]);
  assert.equal(Object.keys(s.typing).length, 0);
});

test('frames of another ticket are let by', () => {
  const s = whole(LOG.slice(0, 3));
  assert.equal(reduce(s, { ...LOG[3], ticket_id: 'T9' }), s);
});

test('a snapshot from the end, then older entries, is the whole log', () => {
  const all = whole(LOG);
  let s = reduce(initialTicket('T'), {
    type: 'snapshot', ticket_id: 'T', ticket: asTicket(all), entries: LOG.slice(-5),
  });
  assert.deepEqual([s.base, s.seq, s.entries.length], [16, 21, 5]);
  s = reduce(s, { type: 'older', ticket_id: 'T', entries: LOG.slice(0, 16) });
  assert.deepEqual(s.entries, LOG);
  assert.deepEqual(asTicket(s), asTicket(all));
});

test('a snapshot keeps what arrived live while it was read', () => {
  const old = whole(LOG.slice(0, 8));
  let s = LOG.slice(8, 12).reduce((x, e) => reduce(x, e), initialTicket('T'));
  s = reduce(s, { type: 'snapshot', ticket_id: 'T', ticket: asTicket(old), entries: LOG.slice(3, 8) });
  assert.deepEqual([s.seq, s.needsSync], [12, false]);
  assert.deepEqual(s.entries, LOG.slice(3, 12));
});

test('resync asks for a reading afresh, synced ends it', () => {
  let s = reduce(whole(LOG.slice(0, 3)), { type: 'resync', ticket_id: 'T', seq: 9, reason: 'behind' });
  assert.deepEqual([s.resync, s.needsSync], [true, true]);
  s = reduce(s, { type: 'synced', ticket_id: 'T', seq: 3, ticket: asTicket(whole(LOG.slice(0, 3))) });
  assert.deepEqual([s.resync, s.needsSync], [false, false]);
});

test('of a log that lost its end nothing is kept beyond what is read afresh', () => {
  const old = whole(LOG.slice(0, 12));
  let s = reduce(old, { type: 'resync', ticket_id: 'T', seq: 8, reason: 'ahead' });
  s = reduce(s, {
    type: 'snapshot', ticket_id: 'T', ticket: asTicket(whole(LOG.slice(0, 8))), entries: LOG.slice(0, 8),
  });
  assert.deepEqual(s.entries, LOG.slice(0, 8));
  assert.deepEqual([s.seq, s.doubted], [8, false]);
  // What is written then has the lost numbers.
  const next = { ...LOG[11], seq: 9, text: 'another' };
  s = reduce(s, next);
  assert.deepEqual(s.entries.at(-1), next);
});

/** @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('any interleaving of replays, acks and snapshots ends in the same state', () => {
  const want = whole(LOG);
  const acks = LOG.filter((e) => e.client_id).map((e) => ({
    ack: { ticket_id: 'T', seq: e.seq, at: e.at }, item: item(e.client_id, e.text, e.offline ? { offline: true } : {}),
  }));
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const r = random(seed);
    /** @type {Array<(s: any) => any>} */ const steps = [];
    for (let k = 0; k < 3; k += 1) for (const e of LOG) steps.push((s) => reduce(s, e));
    for (const a of acks) steps.push((s) => applyAck(s, a.ack, a.item, me));
    for (let i = steps.length - 1; i > 0; i -= 1) {
      const j = Math.floor(r() * (i + 1));
      [steps[i], steps[j]] = [steps[j], steps[i]];
    }
    const cut = Math.floor(r() * LOG.length) + 1;
    if (seed % 3 === 0) {
      const entries = LOG.slice(0, cut);
      const snapshot = { type: 'snapshot', ticket_id: 'T', ticket: asTicket(whole(entries)), entries };
      steps.splice(Math.floor(r() * steps.length), 0, (s) => (s.seq > cut ? s : reduce(s, snapshot)));
    }
    let s = initialTicket();
    for (const step of steps) {
      s = step(s);
      s.entries.forEach(
        (/** @type {any} */ e, /** @type {number} */ i) => assert.equal(e.seq, s.base + i + 1, `seed ${seed}`));
    }
    assert.deepEqual(s.entries, want.entries, `seed ${seed}`);
    assert.deepEqual(asTicket(s), asTicket(want), `seed ${seed}`);
    assert.equal(s.needsSync, false, `seed ${seed}`);
  }
});
