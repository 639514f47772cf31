import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEmailAddress } from '../shared/email-address.js';

test('an address has one @, and a dot in its domain', () => {
  for (const good of ['mia@exam.ple', 'm.i+a@a-b.mail.example', "o'neil@shop.example", 'mia@bücher.example']) {
    assert.equal(isEmailAddress(good), true, good);
  }
  const bad = [
    '', 'mia', 'mia@', '@b.c', 'mia@exam', 'mia@exam.', 'a@b@c.de', 'a@b..c', 'a@-b.c', 'a@b-.c', 'a b@c.de', '<a@b.c>',
  ];
  for (const each of [...bad, `a@b.${'c'.repeat(300)}`]) assert.equal(isEmailAddress(each), false, each);
});

test('a long text is judged at once', () => {
  const began = performance.now();
  for (const text of [
    '-'.repeat(250), `a@${'-'.repeat(250)}`, `a@${'b-'.repeat(120)}`, `a@${'b.'.repeat(120)}`,
  ]) isEmailAddress(text);
  assert.ok(performance.now() - began < 50);
});
