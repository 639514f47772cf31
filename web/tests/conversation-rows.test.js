import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../shared/conversation-rows.js';
import { setCatalogue } from '../shared/i18n.js';
import { initialTicket, reduce } from '../shared/reducer.js';

setCatalogue('en', { 'sys.staff_joined': 'Staff joined', 'sys.staff_joined.name': '{name} joined' });

const CUSTOMER = { viewer: /** @type {const} */ ('user'), me: 'mia' };
const DANA = { viewer: /** @type {const} */ ('staff'), me: 'dana' };

/** @param {number} minute @param {number} [day] */
const at = (minute, day = 1) => new Date(2026, 2, day, 9, minute).toISOString();

/** @param {any[]} entries without their numbers */
function ticket(...entries) {
  const log = entries.map((entry, place) => ({ ticket_id: 't', seq: place + 1, ...entry }));
  return log.reduce((state, entry) => reduce(state, entry), initialTicket('t'));
}

/** @param {string} from @param {string} by @param {string} text @param {any} [more] */
const says = (from, by, text, more) =>
  ({ type: 'message', from, author_id: by, author_name: by, text, at: at(0), ...more });

/** @param {any} item @returns {any} */
const unsent = (item) => ({ state: 'queued', error: null, created: Date.parse(at(9)), ...item });

test('each day has its line, before what was said first on it', () => {
  const state = ticket(says('user', 'mia', 'one'), says('user', 'mia', 'two', { at: at(0, 2) }));
  assert.deepEqual(rowsOf(state, [], CUSTOMER, 200).map(({ kind }) => kind), ['day', 'msg', 'day', 'msg']);
});

test('what one person says soon after the other stands together, and not what waits for another try', () => {
  const state = ticket(says('user', 'mia', 'one'), says('user', 'mia', 'two', { at: at(4) }),
    says('user', 'mia', 'three', { at: at(20) }), says('staff', 'dana', 'four', { at: at(20) }));
  const groups = rowsOf(state, [], CUSTOMER, 200).filter(({ kind }) => kind === 'msg')
    .map(({ first, last }) => `${first} ${last}`);
  assert.deepEqual(groups, ['true false', 'false true', 'true true', 'true true']);
  const failed = rowsOf(null, [
    unsent({ client_id: 'a', frame: { type: 'message', text: 'x' }, state: 'failed' }),
    unsent({ client_id: 'b', frame: { type: 'message', text: 'y' } }),
  ], CUSTOMER, 200);
  assert.deepEqual(failed.slice(1).map(({ first, last, state: how }) => [first, last, how]),
    [[true, true, 'failed'], [true, true, 'sending']]);
});

test('a message keeps its key from unsent to stored, and is there once', () => {
  const item = unsent({ client_id: 'c1', frame: { type: 'message', text: 'Hello' } });
  const before = rowsOf(ticket(), [item], CUSTOMER, 200);
  const after = rowsOf(ticket(says('user', 'mia', 'Hello', { client_id: 'c1' })), [item], CUSTOMER, 200);
  assert.deepEqual([before, after].map((rows) => rows.filter(({ kind }) => kind === 'msg').map(({ key }) => key)),
    [['cc1'], ['cc1']]);
});

test('only the last of one’s own messages of a state says it, and none of others', () => {
  const state = reduce(ticket(says('user', 'mia', 'one'), says('user', 'mia', 'two'), says('user', 'mia', 'three')),
    { type: 'marks', ticket_id: 't', marks: { staff: { delivered: 3, seen: 2 } } });
  const shown = (/** @type {any} */ eyes) => rowsOf(state, [], eyes, 200).filter(({ kind }) => kind === 'msg')
    .map(({ state: how, showState }) => (showState ? how : ''));
  assert.deepEqual(shown(CUSTOMER), ['', 'seen', 'delivered']);
  assert.deepEqual(shown(DANA), ['', '', '']);
});

test('a colleague’s words are not one’s own, a note is whose it is', () => {
  const state = ticket(says('staff', 'dana', 'mine'), says('staff', 'erik', 'his'),
    { type: 'note', author_id: 'dana', author_name: 'dana', text: 'note', at: at(0) });
  assert.deepEqual(rowsOf(state, [], DANA, 200).filter(({ kind }) => kind === 'msg').map(({ mine }) => mine),
    [true, false, true]);
});

test('what nobody is to read has no line; of a long ticket only the newest have', () => {
  const created = { type: 'ticket_created', number: 1001, subject: 'x', user_id: 'mia', user_name: 'Mia', at: at(0) };
  const state = ticket(created,
    { type: 'system', code: 'staff_joined', name: 'Dana', at: at(1) }, { type: 'of_tomorrow', at: at(1) },
    says('user', 'mia', 'one'), says('user', 'mia', 'two'));
  assert.deepEqual(rowsOf(state, [], CUSTOMER, 200).map(({ kind }) => kind), ['day', 'sys', 'msg', 'msg']);
  assert.deepEqual(rowsOf(state, [], CUSTOMER, 1).map(({ entry }) => entry?.text ?? ''), ['', 'two']);
});
