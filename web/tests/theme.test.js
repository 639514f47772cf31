import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accentProperties, contrast } from '../shared/theme.js';

const rgb = (/** @type {string} */ css) => (css.match(/\d+/g) ?? []).map(Number);

test('whatever the accent, words on it and in it can be read', () => {
  for (let i = 0; i < 4096; i += 1) {
    const hex = `#${i.toString(16).padStart(3, '0').replace(/./g, '$&$&')}`;
    const p = accentProperties(hex);
    assert.ok(p, hex);
    assert.ok(contrast(rgb(p['--accent']), rgb(p['--on-accent'])) >= 4.5, `${hex} on-accent`);
    assert.ok(contrast(rgb(p['--accent-ink-light']), [255, 255, 255]) >= 4.5, `${hex} light`);
    assert.ok(contrast(rgb(p['--accent-ink-dark']), [43, 47, 53]) >= 4.5, `${hex} dark`);
  }
});

test('what is no colour is refused', () => {
  const strange = ['', 'red', '#12', '#12345g', 'rgb(1 2 3)', '#123;x', '#123', '#12345678'];
  for (const text of strange) assert.equal(accentProperties(text), null, text);
});
