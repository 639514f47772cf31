import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/**
 * @param {string} dir
 * @returns {string[]}
 */
const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
  if (e.name === 'node_modules' || e.name === 'tests') return [];
  return e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)];
});
const files = walk(root);

test('no markup out of data, no code out of text', () => {
  for (const file of files.filter((f) => f.endsWith('.js'))) {
    const source = readFileSync(file, 'utf8');
    for (const banned of [
      'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function', 'srcdoc',
    ]) assert.ok(!source.includes(banned), `${file}: ${banned}`);
  }
});

test('pages have no inline script, style or handler', () => {
  for (const file of files.filter((f) => f.endsWith('.html'))) {
    const source = readFileSync(file, 'utf8');
    assert.doesNotMatch(source, /<script(?![^>]*\ssrc=)/, file);
    assert.doesNotMatch(source, /<style|\sstyle=|\son\w+=|javascript:/, file);
  }
});
