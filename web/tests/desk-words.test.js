import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import sharedGerman from '../shared/words/desk-de.js';
import german from '../shared/locales/desk-de.js';
import english from '../shared/locales/desk-en.js';
import shared from '../shared/words/desk-en.js';
import { BINDINGS } from '../desk/keys.js';
import { LIST_NAMES } from '../desk/lists.js';

/** @param {import('../shared/i18n.js').Message} message */
const texts = (message) => (typeof message === 'string' ? [message] : Object.values(message));
/** @param {string} text */
const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter((name) => name !== 'n').sort();

test('both catalogues have the same keys', () => {
  assert.deepEqual(Object.keys(german).sort(), Object.keys(english).sort());
});

test('both catalogues have the same holes and no empty text', () => {
  for (const [key, message] of Object.entries(english)) {
    for (const text of [...texts(message), ...texts(german[key])]) assert.ok(text.trim(), key);
    assert.deepEqual(holes(texts(german[key])[0]), holes(texts(message)[0]), key);
  }
});

test('each key that the pages name is in the catalogues', () => {
  for (const folder of ['desk', 'setup']) {
    const base = new URL(`../${folder}/`, import.meta.url);
    for (const file of readdirSync(base).filter((name) => name.endsWith('.js'))) {
      const source = readFileSync(new URL(file, base), 'utf8');
      for (const [, key] of source.matchAll(/['"]((?:desk|setup|err|notify)\.[a-z_.]*[a-z])['"]/g)) {
        const known = key in english || (key in shared && key in sharedGerman) || key.startsWith('beckon.');
        assert.ok(known, `${file}: ${key}`);
      }
    }
  }
});

test('each key that is put together is in the catalogues', () => {
  const made = [
    ...LIST_NAMES.flatMap((list) => [`desk.list.${list}`, `desk.empty.${list}`, `desk.empty.${list}.hint`]),
    ...BINDINGS.filter((binding) => !binding.action.startsWith('list-')).map((binding) => `desk.key.${binding.action}`),
    ...['closed', 'resolved', 'offline', 'repick', 'waiting', 'paused', 'theirs'].map((reason) => `desk.locked.${reason}`),
    ...['resolve', 'pending', 'open', 'close', 'release', 'transfer', 'reopen'].map((name) => `desk.action.${name}`),
    ...['connecting', 'open', 'reconnecting', 'polling', 'closed', 'catching-up'].map((state) => `desk.conn.${state}`),
    ...['urgent', 'high', 'normal', 'low'].map((priority) => `desk.priority.${priority}`),
    ...['agent', 'supervisor', 'admin'].map((role) => `desk.role.${role}`),
    ...['choose', 'missing', 'failed'].flatMap((state) => [`desk.${state}`, `desk.${state}.hint`]),
  ];
  for (const key of made) assert.ok(key in english, key);
});
