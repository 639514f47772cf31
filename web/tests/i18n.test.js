import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chooseLanguage, setCatalogue, t } from '../shared/i18n.js';
import deskEn from '../shared/locales/desk-en.js';
import de from '../shared/words/portal-de.js';
import en from '../shared/words/portal-en.js';

const holes = (/** @type {any} */ m) => [
  ...new Set((typeof m === 'string' ? m : Object.values(m).join(' ')).match(/\{\w+\}/g) ?? [])
].filter((x) => x !== '{n}').sort();

test('both catalogues have the same keys, shapes and holes', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    assert.equal(typeof de[key], typeof en[key], key);
    assert.deepEqual(holes(de[key]), holes(en[key]), key);
  }
});

/** What only agents get to see of the shared modules. */
const staffOnly = ['sys.priority', 'sys.ticket_pending.staff', 'msg.note'];

test('every key that the code names is in the catalogue', () => {
  const root = new URL('..', import.meta.url);
  for (const dir of ['shared', 'widget', 'portal']) {
    for (const file of readdirSync(new URL(dir, root)).filter((f) => f.endsWith('.js'))) {
      const source = readFileSync(new URL(`${dir}/${file}`, root), 'utf8');
      for (const [, key] of source.matchAll(/\bt\('([\w.]+)'/g)) assert.ok(
        key in (staffOnly.includes(key) ? deskEn : en), `${file}: ${key}`);
    }
  }
});

test('variables and plurals', () => {
  setCatalogue('en', en);
  assert.equal(t('ticket.number', { number: 1042 }), 'Ticket #1042');
  assert.equal(t('msg.new', { n: 1 }), '1 new message');
  assert.equal(t('msg.new', { n: 3 }), '3 new messages');
  assert.equal(t('msg.says', { name: '{text}', text: '$& {name}' }), '{text}: $& {name}');
  assert.equal(t('no.such.key'), 'no.such.key');
});

test('the first known language is taken', () => {
  assert.equal(chooseLanguage([undefined, 'fr-FR', 'de-AT', 'en']), 'de');
  assert.equal(chooseLanguage(['xx', '']), 'en');
});
