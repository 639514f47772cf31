import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../shared/drafts.js';
import { memoryStorage } from '../shared/storage.js';

test('who signs out leaves no draft behind, also where nothing is kept', () => {
  const storage = memoryStorage();
  const drafts = new Drafts(storage);
  drafts.set('new', 'A question');
  drafts.set('email', 'mia@mail');
  storage.setItem('beckon:current', 'T1');
  drafts.clear();
  assert.equal(drafts.get('new') + drafts.get('email'), '');
  assert.equal(storage.getItem('beckon:current'), 'T1');
});
