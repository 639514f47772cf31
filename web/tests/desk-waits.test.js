import assert from 'node:assert/strict';
import { test } from 'node:test';
import './server-paths.js';
import english from '../shared/locales/desk-en.js';
import { setCatalogue } from '../shared/i18n.js';

const { urgency, waited } = await import('../desk/waits.js');
const MINUTE_MS = 60_000;

test('a long wait is told in hours, and a longer one in days', () => {
  setCatalogue('en', english);
  const waits = [42_000, 12 * MINUTE_MS, 125 * MINUTE_MS, 76 * 60 * MINUTE_MS];
  assert.deepEqual(waits.map(waited), ['42 s', '12 min', '2 h 05 min', '3 d 4 h']);
});

test('a wait comes to its steps of urgency', () => {
  assert.deepEqual([1, 5, 15].map((minutes) => urgency(minutes * MINUTE_MS)), ['calm', 'soon', 'late']);
});
