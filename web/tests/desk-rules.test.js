import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { matching } from '../desk/match.js';
import { allowed, lock, pickable, repick, speaks } from '../desk/rules.js';
import { refusedPassword } from '../shared/passwords.js';
import { problemWith, snippet } from '../setup/rules.js';

const contract = JSON.parse(readFileSync(new URL('../../contract/actions.json', import.meta.url), 'utf8'));
/** As the head of the open ticket shows them. */
const ACTIONS = ['resolve', 'pending', 'open', 'reopen', 'transfer', 'release', 'close'];
const dana = { staff_id: 'dana', name: 'Dana' };
const erik = { staff_id: 'erik', name: 'Erik' };
const me = { id: 'dana', role: 'agent' };
const waiting = { status: 'open', chat: 'waiting' };
const mine = { status: 'open', chat: 'live', assignee: dana };
const theirs = { status: 'open', chat: 'live', assignee: erik };
const paused = { status: 'open', chat: 'paused', assignee: dana };
const resolved = { status: 'resolved', chat: 'ended', assignee: dana };
const closed = { status: 'closed', chat: 'closed', assignee: dana };

test('a reply is free only on my own live ticket, while I am online', () => {
  assert.equal(lock(mine, me, true), null);
  assert.equal(lock({ ...mine, status: 'pending' }, me, true), null);
  assert.equal(lock(mine, me, false)?.reason, 'offline');
  assert.equal(lock(waiting, me, true)?.reason, 'waiting');
  assert.deepEqual(lock(theirs, me, true), { reason: 'theirs', name: 'Erik' });
  assert.equal(lock(paused, me, true)?.reason, 'repick');
  assert.deepEqual(lock(paused, { ...me, id: 'erik' }, true), { reason: 'paused', name: 'Dana' });
  assert.equal(lock(resolved, me, true)?.reason, 'resolved');
  assert.equal(lock(closed, me, false)?.reason, 'closed');
  assert.equal(lock({ ...mine, read_only: 'newer' }, me, true)?.reason, 'newer');
  assert.equal(lock({ ...mine, read_only: 'anything' }, me, false)?.reason, 'damaged');
});

test('who waits can be picked, also when its agent went offline', () => {
  assert.deepEqual([waiting, mine, paused, resolved, closed].map((ticket) => pickable(ticket, me)),
    [true, false, true, false, false]);
  assert.equal(repick(paused, me), true);
  assert.equal(repick(paused, { ...me, id: 'erik' }), false);
  assert.equal(repick(waiting, me), false);
});

test('only who speaks with the customer marks the ticket as seen by a look', () => {
  assert.equal(speaks(mine, me, true), true);
  assert.equal(speaks({ ...mine, status: 'pending' }, me, true), true);
  for (const ticket of [waiting, theirs, paused, resolved, closed]) assert.equal(speaks(ticket, me, true), false);
  assert.equal(speaks(mine, me, false), false);
});

test('why a reply is locked is read from the table: what is offered there is what helps', () => {
  const helps = { waiting: 'pick', paused: 'pick', repick: 'pick', resolved: 'reopen' };
  for (const { actions, read_only, role, whose, online, ...ticket } of contract.staff) {
    const assignee = { mine: dana, colleague: erik, nobody: null }[/** @type {'mine'} */ (whose)];
    const standing = { ...ticket, assignee, read_only: read_only ? 'damaged' : null };
    if (!online) continue;
    const reason = lock(standing, { id: 'dana', role }, true)?.reason ?? '';
    assert.equal(reason === '', actions.includes('message'), JSON.stringify(standing));
    for (const action of ['pick', 'reopen']) {
      const said = helps[/** @type {'waiting'} */ (reason)] === action;
      // What one speaks in, or cannot be added to, needs no help.
      if (!reason || read_only) continue;
      assert.equal(said, actions.includes(action), JSON.stringify([reason, standing, actions]));
    }
  }
});

test('only what will be done is offered, to each role', () => {
  const offered = (/** @type {import('../desk/rules.js').Standing} */ ticket, role = 'agent') =>
    ACTIONS.filter((name) => allowed(ticket, { id: 'dana', role }).has(name));
  assert.deepEqual(offered(waiting), ['close']);
  assert.deepEqual(offered(mine), ['resolve', 'pending', 'transfer', 'release', 'close']);
  assert.deepEqual(offered(theirs), []);
  assert.deepEqual(offered(theirs, 'supervisor'), ['resolve', 'pending', 'transfer', 'release', 'close']);
  assert.deepEqual(offered({ ...mine, status: 'pending' }), ['resolve', 'open', 'transfer', 'release', 'close']);
  assert.deepEqual(offered(paused), ['release']);
  assert.deepEqual(offered(resolved), ['reopen', 'close']);
  assert.deepEqual(offered(closed), []);
});

test('the palette finds by all words, the start first', () => {
  const commands = [
    'Set pending #1001', 'Show list: Pending', 'Resolve #1001', '#1001 Mia: My parcel',
  ].map((label) => ({ label, run() {} }));
  /** @param {string} question */
  const labels = (question) => matching(commands, question).map((command) => command.label);
  assert.deepEqual(labels('res'), ['Resolve #1001']);
  assert.deepEqual(labels('1001 mia'), ['#1001 Mia: My parcel']);
  assert.deepEqual(labels('pending list'), ['Show list: Pending']);
  assert.deepEqual(labels('s'), ['Set pending #1001', 'Show list: Pending', 'Resolve #1001']);
  assert.deepEqual(labels('xyzzy'), []);
  assert.equal(labels('').length, 4);
});

test('a refused password is told from other refusals', () => {
  const named = (/** @type {string} */ field) => refusedPassword({
    detail: { fields: [{ field, problem: 'too_short', min: 10 }] },
  });
  assert.deepEqual(['password', 'new_password', 'old_password', 'email'].map(named), [true, true, false, false]);
  assert.equal(refusedPassword({ code: 'bad_request', message: 'password is shorter than 10 characters.' }), false);
  assert.equal(refusedPassword(new Error('password')), false);
});

test('the setup page says what is wrong, one thing at a time', () => {
  const good = { name: 'Dana', email: 'dana@example.com', password: 'long enough' };
  assert.equal(problemWith(good), null);
  assert.equal(problemWith({ ...good, name: '' })?.field, 'name');
  assert.equal(problemWith({ ...good, email: '@example.com' })?.key, 'setup.email.bad');
  assert.equal(problemWith({ ...good, email: 'a@b@c' })?.key, 'setup.email.bad');
  assert.equal(problemWith({ ...good, email: 'dana' })?.key, 'setup.email.bad');
  assert.equal(problemWith({ ...good, email: 'dana@exam' })?.key, 'setup.email.bad');
  assert.equal(problemWith({ ...good, password: 'nine char' })?.key, 'setup.password.short');
  assert.equal(problemWith({ ...good, password: '🔑🔑🔑🔑🔑' })?.key, 'setup.password.short');
  assert.match(snippet('https://help.example'),
    /^<script src="https:\/\/help\.example\/widget\.js" data-inbox="main" async><\/script>$/);
});
