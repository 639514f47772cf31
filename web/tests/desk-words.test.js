import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BINDINGS } from '../desk/keys.js';
import { LIST_NAMES } from '../desk/lists.js';

const LANGUAGES = ['en', 'de'];
const VIEWS = ['desk', 'door', 'settings'];
/** @type {(folder: string, name: string, language: string) => Promise<import('../shared/i18n.js').Catalogue>} */
const read = async (folder, name, language) => (await import(`../shared/${folder}/${name}-${language}.js`)).default;
const english = await read('words', 'desk', 'en');

/** @param {import('../shared/i18n.js').Message} message */
const texts = (message) => (typeof message === 'string' ? [message] : Object.values(message));
/** @param {string} text */
const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter((name) => name !== 'n').sort();

for (const name of [...VIEWS, 'errors', 'staff-errors', 'account', 'later', 'panel', 'search']) {
  test(`both catalogues of ${name} have the same keys and holes, and no empty text`, async () => {
    const [first, other] = await Promise.all(LANGUAGES.map((language) => read('locales', name, language)));
    assert.deepEqual(Object.keys(other).sort(), Object.keys(first).sort());
    for (const [key, message] of Object.entries(first)) {
      for (const text of [...texts(message), ...texts(other[key])]) assert.ok(text.trim(), key);
      assert.deepEqual(holes(texts(other[key])[0]), holes(texts(message)[0]), key);
    }
  });
}

test('no two catalogues of a page have the same key', async () => {
  const customers = ['', 'errors', 'account', 'later', 'panel', 'search'];
  for (const parts of [['', ...VIEWS, 'errors', 'staff-errors', 'later'], customers]) {
    const keys = (await Promise.all(parts.map((name) => import(`../shared/locales/${name}${name && '-'}en.js`))))
      .flatMap((catalogue) => Object.keys(catalogue.default));
    assert.deepEqual(keys.filter((key, place) => keys.indexOf(key) !== place), []);
  }
});

/** Which words a script can count on: the settings' come with the settings. */
const wordsOf = async (/** @type {string} */ file) => {
  if (!file.startsWith('desk/')) return read('words', 'door', 'en');
  const later = /settings|sessions-list|forms\.js/.test(file) ? await read('words', 'settings', 'en') : {};
  return { ...english, ...later };
};

test('each key that the pages name is in the catalogues', async () => {
  for (const folder of ['desk', 'setup', 'invite']) {
    const base = new URL(`../${folder}/`, import.meta.url);
    for (const file of readdirSync(base).filter((name) => name.endsWith('.js'))) {
      const source = readFileSync(new URL(file, base), 'utf8');
      const words = await wordsOf(`${folder}/${file}`);
      for (const [, key] of source.matchAll(/['"]((?:desk|setup|err|notify|form|settings)\.[a-z_.]*[a-z])['"]/g)) {
        assert.ok(key in words || key.startsWith('beckon.'), `${file}: ${key}`);
      }
    }
  }
});

test('each key that is put together is in the catalogues', () => {
  const made = [
    ...LIST_NAMES.flatMap((list) => [`desk.list.${list}`, `desk.empty.${list}`, `desk.empty.${list}.hint`]),
    ...BINDINGS.filter((binding) => !binding.action.startsWith('list-')).map((binding) => `desk.key.${binding.action}`),
    ...[
      'closed', 'resolved', 'offline', 'repick', 'waiting', 'paused', 'theirs',
    ].map((reason) => `desk.locked.${reason}`),
    ...['resolve', 'pending', 'open', 'close', 'release', 'transfer', 'reopen'].map((name) => `desk.action.${name}`),
    ...['connecting', 'open', 'reconnecting', 'polling', 'closed', 'catching-up'].map((state) => `desk.conn.${state}`),
    ...['urgent', 'high', 'normal', 'low'].map((priority) => `desk.priority.${priority}`),
    ...['agent', 'supervisor', 'admin'].map((role) => `desk.role.${role}`),
    ...['choose', 'missing', 'failed'].flatMap((state) => [`desk.${state}`, `desk.${state}.hint`]),
  ];
  for (const key of made) assert.ok(key in english, key);
});
