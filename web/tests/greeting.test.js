import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setCatalogue } from '../shared/i18n.js';
import { inboxId, ofInbox } from '../shared/inbox.js';

const scope = /** @type {any} */ (globalThis);
scope.addEventListener ??= () => {};
const { Now } = await import('../shared/now.js');

/** @param {Record<string, any>} inbox @param {string} [search] of the page's address */
async function read(inbox, search = '') {
  scope.location = { search };
  /** @type {string[]} */ const asked = [];
  const api = /** @type {any} */ ({
    get: async (/** @type {string} */ path) => {
      asked.push(path);
      return { name: 'Shop', greetings: [], staff_online: false, ...inbox };
    },
  });
  const now = new Now(api, () => {});
  await now.readInbox();
  return { now, asked };
}

/** @param {string} greeting @param {{language: string, text: string}[]} [greetings] */
const shown = async (greeting, greetings = []) => (await read({ greeting, greetings })).now.greeting;

test("the greeting that nobody wrote is said in the reader's language", async () => {
  const server = readFileSync(new URL('../../Sources/BeckonModel/Documents/Inbox.swift', import.meta.url), 'utf8');
  const untouched = /var greeting = "([^"]+)"/.exec(server)?.[1];
  assert.ok(untouched);
  assert.equal(await shown(untouched), '');
});

test('a greeting that somebody wrote is said as it is', async () => {
  assert.equal(await shown('Hello!'), 'Hello!');
  assert.equal(await shown(''), '');
});

test('where the inbox greets in the language that the page speaks, it greets in that', async () => {
  const greetings = [{ language: 'de', text: 'Moin!' }];
  setCatalogue('de', {});
  assert.equal(await shown('Hello!', greetings), 'Moin!');
  assert.equal(await shown('Hi! How can we help?', greetings), 'Moin!');
  setCatalogue('en', {});
  assert.equal(await shown('Hello!', greetings), 'Hello!');
  assert.equal(await shown('Hi! How can we help?', greetings), '');
});

test('the page asks for the inbox that its address names, and the main one needs no name', async () => {
  assert.deepEqual((await read({}, '?inbox=repairs')).asked, ['/inbox?inbox=repairs']);
  assert.deepEqual((await read({}, '?inbox=main')).asked, ['/inbox']);
  assert.deepEqual((await read({})).asked, ['/inbox']);
  scope.location = { search: '?inbox=a%26b' };
  assert.equal(inboxId(), 'a&b');
  assert.equal(ofInbox('/portal/enter'), '/portal/enter?inbox=a%26b');
  assert.equal(ofInbox('/', ''), '/');
});
