import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionFor, BINDINGS } from '../desk/keys.js';

const reading = { typing: false };
const typing = { typing: true };

test('each binding has one key and is found by it', () => {
  assert.equal(new Set(BINDINGS.map((binding) => binding.key)).size, BINDINGS.length);
  for (const { key, action } of BINDINGS) assert.equal(actionFor({ key }, reading), action);
});

test('no single key is stolen while typing', () => {
  for (const { key } of BINDINGS) assert.equal(actionFor({ key }, typing), undefined);
});

test('Escape and Ctrl-K work while typing', () => {
  assert.equal(actionFor({ key: 'Escape' }, typing), 'escape');
  assert.equal(actionFor({ key: 'k', ctrlKey: true }, typing), 'palette');
  assert.equal(actionFor({ key: 'K', metaKey: true }, typing), 'palette');
});

test('chords of the browser are left to the browser', () => {
  for (const key of ['r', 'n', 'p', 'e', '1', 'j']) {
    assert.equal(actionFor({ key, ctrlKey: true }, reading), undefined);
    assert.equal(actionFor({ key, metaKey: true }, reading), undefined);
    assert.equal(actionFor({ key, altKey: true }, reading), undefined);
  }
  assert.equal(actionFor({ key: 'k', ctrlKey: true, altKey: true }, reading), undefined);
});

test('keys of an input method are never taken', () => {
  assert.equal(actionFor({ key: 'Escape', isComposing: true }, typing), undefined);
  assert.equal(actionFor({ key: 'j', isComposing: true }, reading), undefined);
});

test('Enter belongs to the control that has the focus', () => {
  assert.equal(actionFor({ key: 'Enter' }, { typing: false, control: true }), undefined);
  assert.equal(actionFor({ key: 'Enter' }, reading), 'open');
});

test('an open dialog keeps its keys', () => {
  assert.equal(actionFor({ key: 'j' }, { typing: false, dialog: true }), undefined);
  assert.equal(actionFor({ key: 'Escape' }, { typing: false, dialog: true }), undefined);
});

test('single keys can be turned off, the others stay', () => {
  assert.equal(actionFor({ key: 'e' }, { typing: false, single: false }), undefined);
  assert.equal(actionFor({ key: 'k', ctrlKey: true }, { typing: false, single: false }), 'palette');
  assert.equal(actionFor({ key: 'Escape' }, { typing: false, single: false }), 'escape');
});
