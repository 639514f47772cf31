import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSight, shift } from '../shared/keyed-list.js';

const sight = (/** @type {number} */ count, /** @type {number} */ top) => inSight({
  count, height: 50, top, window: 500,
});

test('of many rows those in sight are there, and a few beside them', () => {
  assert.deepEqual(sight(100_000, 0), { first: 0, end: 16 });
  assert.deepEqual(sight(100_000, 2_500_000), { first: 49_994, end: 50_016 });
  assert.deepEqual(sight(100_000, 4_999_500), { first: 99_984, end: 100_000 });
});

test('few rows are all there, and no rows are none', () => {
  assert.deepEqual(sight(5, 0), { first: 0, end: 5 });
  assert.deepEqual(sight(0, 0), { first: 0, end: 0 });
});

test('a window that is not over the rows any more has the last of them', () => {
  assert.deepEqual(sight(10, 90_000), { first: 9, end: 10 });
  assert.deepEqual(sight(10, -300), { first: 0, end: 10 });
});

test('what one reads stays where it is when others come or go before it', () => {
  const before = ['a', 'b', 'c', 'd', 'e'];
  assert.equal(shift(before, ['x', 'y', ...before], 2, 5), 2);
  assert.equal(shift(before, ['c', 'd', 'e'], 2, 5), -2);
  assert.equal(shift(before, ['a', 'b', 'x', 'd', 'e'], 2, 5), 0, 'the first one left, and another stands there');
  assert.equal(shift(before, ['x', 'a', 'b', 'd', 'e'], 2, 5), 0, 'the next ones are where they were');
  assert.equal(shift(before, ['z'], 2, 5), 0, 'none of them is left');
});
