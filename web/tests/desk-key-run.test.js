import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyRun } from '../desk/key-run.js';
import { FakeTimers } from './fakes.js';

function make() {
  const timers = new FakeTimers();
  return { timers, run: new KeyRun(timers), /** @type {string[]} */ done: [] };
}

test('a letter less than 400 ms after another one goes on with a word', () => {
  const { timers, run } = make();
  assert.equal(run.pressed({ key: 'P' }), false);
  timers.advance(399);
  assert.equal(run.pressed({ key: 'e' }), true);
  timers.advance(399);
  assert.equal(run.pressed({ key: 'n' }), true);
  timers.advance(400);
  assert.equal(run.pressed({ key: 'r' }), false);
});

test('who has walked through the rows presses the next key on purpose', () => {
  const { timers, run } = make();
  run.pressed({ key: 'j' });
  run.end();
  timers.advance(50);
  assert.equal(run.pressed({ key: 'e' }), false);
});

test('Escape ends a word, and neither chords nor other keys are letters', () => {
  const { run } = make();
  run.pressed({ key: 'a' });
  assert.equal(run.pressed({ key: 'k', ctrlKey: true }), false);
  assert.equal(run.pressed({ key: 'Enter' }), false);
  assert.equal(run.pressed({ key: 'Escape' }), false);
  assert.equal(run.pressed({ key: 'e' }), false);
});

test('what changes a ticket waits 300 ms, and the next key takes it back', () => {
  const { timers, run, done } = make();
  run.pressed({ key: 'p' });
  run.alone(() => done.push('pick'));
  timers.advance(299);
  run.pressed({ key: 'l' });
  timers.advance(1_000);
  assert.deepEqual(done, []);
  run.pressed({ key: 'e' });
  run.alone(() => done.push('resolve'));
  timers.advance(300);
  assert.deepEqual(done, ['resolve']);
});

test('after a shortcut that stood alone the next key is another', () => {
  const { timers, run, done } = make();
  run.pressed({ key: 'e' });
  run.alone(() => done.push('resolve'));
  timers.advance(310);
  assert.equal(run.pressed({ key: 'z' }), false);
});

test('a modifier alone takes nothing back', () => {
  const { timers, run, done } = make();
  run.pressed({ key: 'e' });
  run.alone(() => done.push('resolve'));
  run.pressed({ key: 'Shift' });
  timers.advance(300);
  assert.deepEqual(done, ['resolve']);
});
