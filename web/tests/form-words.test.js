import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differences } from '../shared/forms/differences.js';
import { Words } from '../shared/forms/words.js';
import { setCatalogue } from '../shared/i18n.js';
import { problemWords } from '../shared/problems.js';
import desk from '../shared/words/desk-en.js';
import german from '../shared/locales/settings-de.js';
import settings from '../shared/locales/settings-en.js';
import { INBOX } from './settings-kinds.js';

setCatalogue('en', { ...desk, ...settings });
const words = new Words('inbox', (kind, id) => (kind === 'agent' && id === 'dana' ? 'Dana Weiss' : id));

/** @param {Record<string, any>|null} before @param {Record<string, any>|null} after */
const told = (before, after) => differences(INBOX, {
  revision: 2, at: '', by: { party: 'agent', id: 'dana', name: 'Dana' }, before, after,
}, words).map(({ label, before: was, after: is }) => `${label}: ${was} → ${is}`);

test('a change is told field by field, in words', () => {
  assert.deepEqual(told(
    { name: 'Support', leave_message: true, locale: '', auto_close_days: 7, members: ['dana', 'sam'] },
    { name: 'Help', leave_message: false, locale: 'de', auto_close_days: 7, members: ['sam', 'kim'] },
  ), [
    'Name: Support → Help', 'Customers may leave a message while nobody is online: on → off',
    'Language of the chat box: As the customer’s browser says → German', 'Members: Dana Weiss → kim',
  ]);
});

test('entries of a map are told by themselves, and an order as the whole list', () => {
  assert.deepEqual(told({ greetings: { de: 'Hallo' } }, { greetings: { de: 'Moin', en: 'Hi' } }),
    ['Greetings by language, German: Hallo → Moin', 'Greetings by language, English:  → Hi']);
  assert.deepEqual(told({ origins: ['https://a.example', 'https://b.example'] },
    { origins: ['https://b.example', 'https://a.example'] }),
    ['Sites that may embed the chat box: https://a.example, https://b.example → '
      + 'https://b.example, https://a.example']);
});

test('a field that was never written had its default', () => {
  assert.deepEqual(told({}, { auto_close_days: 9 }), ['Close resolved tickets after days: 7 → 9']);
  assert.deepEqual(told({}, { auto_close_days: 7 }), []);
});

test('what was made is told by what it has beside the defaults, what was archived by nothing', () => {
  assert.deepEqual(told(null, { name: 'The shop', auto_close_days: 7 }), ['Name: Support → The shop']);
  assert.deepEqual(told({ name: 'The shop' }, null), []);
});

test('a webhook is told by its events, and a secret by when it was made', () => {
  const hook = new Words('webhook');
  const events = { name: 'events', type: 'list', item: { type: 'choice' } };
  assert.equal(hook.value(events, ['ticket.created', 'note.created']), 'New tickets, Internal notes');
  const secret = { name: 'secret', type: 'secret' };
  assert.equal(hook.value(secret, ''), 'None');
  assert.match(hook.value(secret, '2026-01-02T03:04:05.678Z'), /^made .*2026/);
});

test('what no catalogue knows has the name that the server gives it', () => {
  const other = new Words('working_hours');
  assert.equal(other.one, 'Working hours');
  assert.equal(other.label('first_day'), 'First day');
  assert.equal(other.choice('first_day', 'monday'), 'Monday');
  assert.equal(other.sentence('new'), 'New: Working hours');
});

test('each problem that the server knows has words, with its limit', () => {
  for (const problem of [
    'missing', 'wrong_type', 'empty', 'too_long', 'too_short', 'too_small', 'too_large', 'not_allowed', 'taken',
    'private_address', 'unknown',
  ]) {
    assert.ok(!problemWords({ field: 'x', problem, min: 1, max: 2 }).includes('problem.'), problem);
  }
  assert.equal(problemWords({ field: 'x', problem: 'too_long', max: 80 }), 'Too long: at most 80 characters.');
  assert.equal(problemWords({ field: 'x', problem: 'too_long', max: 50 }, true), 'Too many: at most 50.');
  assert.equal(problemWords({ field: 'x', problem: 'of_tomorrow' }), 'This cannot be taken here.');
});

test('each field of each kind that the server knows has words in both languages', () => {
  const sources = new URL('../../Sources/BeckonModel/Documents/', import.meta.url);
  let kinds = 0;
  for (const file of readdirSync(sources)) {
    const source = readFileSync(new URL(file, sources), 'utf8');
    const kind = /static let kind = "(\w+)"/.exec(source)?.[1];
    if (!kind) continue;
    kinds += 1;
    const names = [...source.matchAll(/^\s+\.\w+\(\s*"(\w+)", \\\./gm)].map(([, name]) => name);
    assert.ok(names.length > 0, kind);
    for (const key of [`settings.${kind}`, ...names.map((name) => `settings.${kind}.${name}`)]) {
      for (const catalogue of [settings, german]) assert.ok(key in catalogue, key);
    }
  }
  assert.ok(kinds >= 4);
});
