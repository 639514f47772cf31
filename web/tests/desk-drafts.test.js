import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplyDrafts } from '../desk/reply-drafts.js';

class Shelf {
  constructor() {
    /** @type {Map<string, string>} */ this.kept = new Map();
    this.full = false;
  }
  /** @param {string} key */
  getItem(key) { return this.kept.get(key) ?? null; }
  /** @param {string} key @param {string} value */
  setItem(key, value) {
    if (this.full) throw new Error('QuotaExceededError');
    this.kept.set(key, value);
  }
  /** @param {string} key */
  removeItem(key) { this.kept.delete(key); }
}

test('a draft survives a reload, with its mode', () => {
  const shelf = new Shelf();
  new ReplyDrafts(shelf, 'dana').set('a', 'note', 'Ask the warehouse');
  const again = new ReplyDrafts(shelf, 'dana');
  assert.equal(again.text('a', 'note'), 'Ask the warehouse');
  assert.equal(again.text('a', 'reply'), '');
  assert.equal(again.mode('a'), 'note');
  assert.equal(again.has('a'), true);
});

test('reply and note are two drafts of one ticket', () => {
  const drafts = new ReplyDrafts(new Shelf(), 'dana');
  drafts.set('a', 'reply', 'Hello Mia');
  drafts.set('a', 'note', 'VIP');
  assert.equal(drafts.text('a', 'reply'), 'Hello Mia');
  assert.equal(drafts.text('a', 'note'), 'VIP');
});

test('an emptied draft leaves nothing behind', () => {
  const shelf = new Shelf();
  const drafts = new ReplyDrafts(shelf, 'dana');
  drafts.set('a', 'reply', 'x');
  drafts.set('a', 'reply', '');
  assert.equal(drafts.has('a'), false);
  assert.equal(shelf.kept.size, 0);
});

test('what is too long to send is kept whole through a reload: shortening it is the author’s', () => {
  const shelf = new Shelf();
  const pasted = 'x'.repeat(8_000) + 'the end';
  new ReplyDrafts(shelf, 'dana').set('a', 'reply', pasted);
  assert.equal(new ReplyDrafts(shelf, 'dana').text('a', 'reply'), pasted);
});

test('drafts belong to their author', () => {
  const shelf = new Shelf();
  new ReplyDrafts(shelf, 'dana').set('a', 'reply', 'x');
  assert.equal(new ReplyDrafts(shelf, 'erik').text('a', 'reply'), '');
});

test('the oldest draft gives way beyond a hundred', () => {
  const drafts = new ReplyDrafts(new Shelf(), 'dana');
  for (let n = 0; n <= 100; n++) drafts.set(`t${n}`, 'reply', 'x');
  assert.equal(drafts.has('t0'), false);
  assert.equal(drafts.has('t1'), true);
  assert.equal(drafts.has('t100'), true);
});

test('damaged or full storage costs no draft of this page', () => {
  const shelf = new Shelf();
  shelf.kept.set('beckon.desk.drafts.dana', '{not json');
  shelf.full = true;
  const drafts = new ReplyDrafts(shelf, 'dana');
  drafts.set('a', 'reply', 'kept');
  assert.equal(drafts.text('a', 'reply'), 'kept');
});
