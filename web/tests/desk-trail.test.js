import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setCatalogue } from '../shared/i18n.js';
import { csv } from '../shared/csv.js';
import settings from '../shared/locales/settings-en.js';
import { asData, asTable, called, did, kindOf, pages } from '../desk/trail.js';

setCatalogue('en', settings);

/** @typedef {import('../desk/trail.js').Trace} Trace */

const TAG = /** @type {any} */ ({ kind: 'tag', title: 'name', fields: [
  { name: 'name', type: 'text', default: '' }, { name: 'colour', type: 'colour', default: '#868e96' },
] });
const DANA = { party: 'agent', id: 'dana', name: 'Dana Weiss' };

/** @param {number} revision @param {any} [more] @returns {Trace} */
const trace = (revision, more) => ({
  revision, kind: 'tag', id: `t${revision}`, at: '2026-03-01T09:00:00.000Z', by: DANA, before: { name: 'Tent' },
  after: { name: 'Tents' }, ...more,
});

test('cells that a spreadsheet would calculate are text', () => {
  for (const sign of ['=', '+', '-', '@', '\t', '\r', '\n']) {
    const [line] = csv([[`${sign}1+1`]]).slice(1).split(/\r\n$/);
    assert.equal(line.replace(/^"|"$/g, ''), `'${sign}1+1`, JSON.stringify(sign));
  }
  assert.equal(csv([['a', 1, null, 'x=1'], ['say "hi", twice', 'two\nlines']]),
    '\uFEFFa,1,,x=1\r\n"say ""hi"", twice","two\nlines"\r\n');
});

test('a table has a line for each field that was changed, in words', () => {
  const made = trace(3, { before: null, after: { name: '=SUM(A1)', colour: '#ff0000' } });
  const lines = asTable([made, trace(2), trace(1, { after: null })], [TAG], (_, id) => id).slice(1).split('\r\n');
  assert.deepEqual(lines, [
    'at,revision,party,who_id,who,kind,id,name,did,field,before,after',
    "2026-03-01T09:00:00.000Z,3,agent,dana,Dana Weiss,tag,t3,'=SUM(A1),made,Name,,'=SUM(A1)",
    "2026-03-01T09:00:00.000Z,3,agent,dana,Dana Weiss,tag,t3,'=SUM(A1),made,Colour,#868e96,#ff0000",
    '2026-03-01T09:00:00.000Z,2,agent,dana,Dana Weiss,tag,t2,Tents,changed,Name,Tent,Tents',
    '2026-03-01T09:00:00.000Z,1,agent,dana,Dana Weiss,tag,t1,Tent,archived,,,',
    '',
  ]);
});

test('as data it is what the server keeps, whole', () => {
  const traces = [trace(2, { after: { name: '=1', later: { field: 1 } } })];
  assert.deepEqual(JSON.parse(asData(traces)), { changes: traces });
});

test('a kind that this page was not told of is shown by what the change has', () => {
  const strange = trace(1, { kind: 'macro', before: null, after: { title: 'Hello', steps: ['a'] } });
  const kind = kindOf([TAG], strange);
  assert.deepEqual(kind.fields.map(({ name }) => name), ['title', 'steps']);
  assert.equal(called(kind, strange), 't1');
  assert.equal(did(strange), 'made');
  assert.match(asTable([strange], [TAG], (_, id) => id), /Steps,,a\r\n/);
});

test('pages are read one after the other to the end, and hold only the kind that was asked for', async () => {
  /** @type {(number|undefined)[]} */ const asked = [];
  const read = async (/** @type {number|undefined} */ before) => {
    asked.push(before);
    return before === undefined ? { changes: [trace(9), trace(8, { kind: 'inbox' })], next: 8 }
      : { changes: [trace(7, { kind: 'inbox' })] };
  };
  /** @param {string} kind */
  const all = async (kind) => {
    /** @type {number[]} */ const found = [];
    for await (const { changes } of pages(read, kind)) found.push(...changes.map(({ revision }) => revision));
    return found;
  };
  assert.deepEqual(await all(''), [9, 8, 7]);
  assert.deepEqual(await all('inbox'), [8, 7]);
  assert.deepEqual(asked, [undefined, 8, undefined, 8]);
});
