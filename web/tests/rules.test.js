import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
/**
 * @param {string} dir
 * @returns {string[]}
 */
const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.name === 'node_modules' || e.name === 'tests' ? [] : e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)]));
const files = walk(root);

test('no markup out of data, no code out of text', () => {
  for (const file of files.filter((f) => f.endsWith('.js'))) {
    const source = readFileSync(file, 'utf8');
    for (const banned of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function', 'srcdoc']) assert.ok(!source.includes(banned), `${file}: ${banned}`);
  }
});

test('pages have no inline script, style or handler', () => {
  for (const file of files.filter((f) => f.endsWith('.html'))) {
    const source = readFileSync(file, 'utf8');
    assert.doesNotMatch(source, /<script(?![^>]*\ssrc=)/, file);
    assert.doesNotMatch(source, /<style|\sstyle=|\son\w+=|javascript:/, file);
  }
});

const size = (/** @type {string} */ path) => gzipSync(readFileSync(join(root, path)), { level: 9 }).length;

test('the loader is at most 3 KB', () => {
  assert.ok(size('widget/widget.js') <= 3 * 1024, String(size('widget/widget.js')));
});

test('what the widget loads to begin with does not grow', () => {
  const html = readFileSync(join(root, 'widget/frame.html'), 'utf8');
  const loaded = new Set(['widget/frame.html', 'shared/locales/en.js', ...[...html.matchAll(/(?:href|src)="\/([^"]+\.(?:js|css))"/g)].map((m) => m[1])]);
  for (const path of loaded) {
    if (!path.endsWith('.js')) continue;
    for (const [, name] of readFileSync(join(root, path), 'utf8').matchAll(/^import (?:[^;]*? from )?'([^']+)';/gm)) loaded.add(name.startsWith('/') ? name.slice(1) : normalize(join(dirname(path), name)));
  }
  const total = [...loaded].reduce((sum, path) => sum + size(path), 0);
  assert.ok(total <= 41_000, `${total} bytes in ${loaded.size} files`);
});
