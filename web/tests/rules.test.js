import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

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

// What the server sends: Scripts/embed-web makes it, `--check` proves that it is current.
const embedded = fileURLToPath(new URL('../../Sources/CWebAssets/files/', import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(join(embedded, path), 'utf8');
const sent = (/** @type {string} */ path) => statSync(join(embedded, `${path}.gz`)).size;

/**
 * A file and everything that it names to be loaded with it.
 * @param {string} path
 * @param {Set<string>} loaded
 */
function load(path, loaded) {
  if (loaded.has(path)) return loaded;
  loaded.add(path);
  const text = read(path);
  if (path.endsWith('.html')) for (const [, name] of text.matchAll(/<(?:link rel="(?:stylesheet|modulepreload)" href|script[^>]* src)="\/([^"]+)"/g)) load(name, loaded);
  if (path.endsWith('.js')) for (const [, name] of text.matchAll(/^import\s*(?:\{[^}]*\}\s*from\s*)?'\/?([^']+)'/gm)) load(name, loaded);
  return loaded;
}

test('the loader is at most 3 KB as sent', () => {
  assert.ok(sent('widget/widget.js') <= 3_072, `${sent('widget/widget.js')} bytes`);
});

for (const language of ['en', 'de']) {
  test(`what the widget's frame loads to be usable is at most 25 KB as sent, in ${language}`, () => {
    const loaded = load('widget/frame.html', new Set());
    load(`shared/locales/${language}.js`, loaded);
    const total = [...loaded].reduce((sum, path) => sum + sent(path), 0);
    assert.deepEqual([...loaded].sort(), [`shared/locales/${language}.js`, 'widget/frame.css', 'widget/frame.html', 'widget/frame.js']);
    assert.ok(total <= 25_600, `${total} bytes in ${loaded.size} files`);
  });
}

test('what is sent compressed is what is sent plain', () => {
  for (const path of walk(embedded).filter((file) => file.endsWith('.gz'))) assert.ok(gunzipSync(readFileSync(path)).equals(readFileSync(path.slice(0, -3))), path);
});

test('each script that is sent can be read as a module', () => {
  for (const path of walk(embedded).filter((file) => file.endsWith('.js'))) {
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--check', '-'], { input: readFileSync(path), encoding: 'utf8' });
    assert.equal(status, 0, `${path}: ${stderr}`);
  }
});

test('the frame preloads the modules that it imports, no more and no fewer', () => {
  const source = readFileSync(join(root, 'widget/frame.html'), 'utf8');
  const preloaded = [...source.matchAll(/modulepreload" href="\/([^"]+)"/g)].map((m) => m[1]).sort();
  /** @type {Set<string>} */ const imported = new Set();
  const follow = (/** @type {string} */ path) => {
    for (const [, name] of readFileSync(join(root, path), 'utf8').matchAll(/^import (?:[^;]*? from )?'([^']+)';/gm)) {
      const target = name.startsWith('/') ? name.slice(1) : normalize(join(dirname(path), name));
      if (!imported.has(target)) { imported.add(target); follow(target); }
    }
  };
  follow('widget/frame.js');
  assert.deepEqual(preloaded, [...imported].sort());
});
