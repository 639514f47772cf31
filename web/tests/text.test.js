import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initials, pieces } from '../shared/text.js';

const links = (/** @type {string} */ text) => pieces(text).filter((p) => p.href).map((p) => p.href);

test('every character of the text is there again', () => {
  const text = 'a (https://x.example/a_(b)), www.y.example! me@z.example\n\n  end';
  assert.equal(pieces(text).map((p) => p.text).join(''), text);
});

test('addresses are found without the marks around them', () => {
  assert.deepEqual(links('see (https://x.example/a_(b)). And “http://y.example/?q=1”, www.z.example!'),
    ['https://x.example/a_(b)', 'http://y.example/?q=1', 'https://www.z.example/']);
  assert.deepEqual(links('write to mia@shop.example, or mailto:dan@shop.example'),
    ['mailto:mia@shop.example', 'mailto:dan@shop.example']);
});

test('only http, https and mailto become links', () => {
  for (const text of [
    'javascript:alert(1)', 'data:text/html,<b>', 'vbscript:x', 'file:///etc/passwd', 'ftp://x.example',
    'JaVaScRiPt://x.example/%0aalert(1)', 'https://', 'https://user:pass@evil.example/', 'a@b', '@x.example',
    'x@@y.example', 'https://bank.example@evil.example/',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test('100 kB take at most 50 ms, whatever is in them', () => {
  const n = 100_000;
  const bad = [
    'a'.repeat(n), ')'.repeat(n), '('.repeat(n), 'https://'.repeat(n / 8), '@'.repeat(n), 'a@b.'.repeat(n / 4),
    ' '.repeat(n), 'http://a '.repeat(n / 9), `${')'.repeat(2_000)} `.repeat(n / 2_001),
    `http://${'('.repeat(1_990)} `.repeat(n / 2_000), 'a@b.cd '.repeat(n / 7), 'https:// '.repeat(n / 9),
    'www.x.y@ '.repeat(n / 9),
  ];
  pieces(bad.join(' ').slice(0, n));
  for (const text of bad) {
    // The processor's time, so that waiting for a busy one is not counted, and the best of five.
    const took = Math.min(...Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      pieces(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }));
    assert.ok(took <= 50, `${took} ms for ${text.slice(0, 12)}…`);
  }
});

test('initials are letters, not halves of one', () => {
  assert.equal(initials('Dana Scully'), 'DS');
  assert.equal(initials('  '), '?');
  assert.equal(initials('😀 x y'), '😀y');
});
