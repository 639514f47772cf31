import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf, same, spelled } from '../shared/forms/description.js';
import { FormState } from '../shared/forms/form-state.js';
import { INBOX, inbox } from './settings-kinds.js';

/** @param {FormState} state */
const wrong = (state) => [...state.problems.values()].map(({ field, problem }) => `${field} ${problem}`);

test('what is not in a document is as its description says', () => {
  const state = new FormState(INBOX, inbox());
  assert.equal(state.value.accent, '#3b5bdb');
  assert.deepEqual(state.value.origins, []);
  assert.equal(state.unsaved, false);
});

test('only what differs from what was read is a change', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', 'Help');
  state.set('origins', ['https://shop.example']);
  assert.deepEqual(state.changed, ['name', 'origins']);
  state.set('name', 'Support');
  state.set('origins', []);
  assert.equal(state.unsaved, false);
  state.set('greetings', { de: 'Hallo', en: 'Hi' });
  assert.ok(same(state.value.greetings, { en: 'Hi', de: 'Hallo' }), 'the order of keys says nothing');
});

test('fields that this page does not know survive a save', () => {
  const state = new FormState(INBOX, inbox({ shape: 'round' }));
  state.set('name', '  Help ');
  assert.equal(state.body.shape, 'round');
  assert.equal(state.body.name, 'Help');
});

test('limits come from the description', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', ' ');
  state.set('greeting', '🙂'.repeat(301));
  state.set('greetings', { de: 'ä'.repeat(300), en: 'a'.repeat(301) });
  state.set('accent', 'red');
  state.set('locale', 'fr');
  state.set('origins', ['https://a.example', '', 'https://c.example', 'https://d.example']);
  state.set('auto_close_days', 0);
  assert.equal(state.check(), false);
  assert.deepEqual(wrong(state), [
    'name empty', 'greeting too_long', 'greetings[en] too_long', 'accent not_allowed', 'locale not_allowed',
    'origins too_long', 'origins[1] empty', 'auto_close_days too_small',
  ]);
  assert.deepEqual(state.problems.get('greeting'), { field: 'greeting', problem: 'too_long', max: 300 });
});

test('an integer is one, and within its bounds', () => {
  const days = { type: 'integer', min: 1, max: 365 };
  const said = (/** @type {any} */ value) => problemsOf(days, value, 'd').map(({ problem }) => problem);
  assert.deepEqual([null, 1.5, '7', 366, 365].map(said),
    [['missing'], ['wrong_type'], ['wrong_type'], ['too_large'], []]);
});

test('a problem goes with the field that is changed, whatever entry of it', () => {
  const state = new FormState(INBOX, inbox({ origins: ['https://a.example', 'b'] }));
  state.refused([
    { field: 'origins[1]', problem: 'not_allowed' }, { field: 'greetings.de', problem: 'too_long', max: 300 },
  ]);
  assert.ok(state.problems.has('greetings[de]'), 'both spellings of a path are one');
  assert.equal(spelled('a.b[2].c'), 'a[b][2][c]');
  state.set('origins', ['https://a.example', 'https://b.example']);
  assert.deepEqual([...state.problems.keys()], ['greetings[de]']);
});

test('what was written while it was saved stays, unsaved', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', 'Help ');
  const sent = state.body;
  state.set('greeting', 'Hello there');
  state.saved(inbox({ name: 'Help' }, 8), sent);
  assert.equal(state.revision, 8);
  assert.equal(state.value.name, 'Help');
  assert.deepEqual(state.changed, ['greeting']);
});

test('somebody who was faster loses nothing, and takes nothing away', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', 'Mine');
  state.set('auto_close_days', 3);
  state.meet(inbox({ name: 'Theirs', greeting: 'Theirs, too' }, 9));
  assert.equal(state.revision, 9);
  assert.equal(state.value.greeting, 'Theirs, too');
  assert.deepEqual(state.changed, ['name', 'auto_close_days']);
  assert.deepEqual([...state.theirs], [['name', 'Theirs']], 'only what both changed is asked about');
  state.yield('name');
  assert.deepEqual(state.changed, ['auto_close_days']);
  assert.equal(state.theirs.size, 0);
});

test('both changed it to the same: nothing is asked, and nothing is left to save', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', 'Help');
  state.meet(inbox({ name: 'Help' }, 9));
  assert.equal(state.theirs.size, 0);
  assert.equal(state.unsaved, false);
});

test('what was discarded comes back, until something else is written', () => {
  const state = new FormState(INBOX, inbox());
  state.set('name', 'Help');
  state.drop();
  assert.equal(state.value.name, 'Support');
  state.restore();
  assert.deepEqual(state.changed, ['name']);
  state.drop();
  state.set('greeting', 'Hi');
  state.restore();
  assert.deepEqual(state.changed, ['greeting']);
});
