import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const scope = /** @type {any} */ (globalThis);
scope.addEventListener ??= () => {};
const { Now } = await import('../shared/now.js');

/** @param {string} greeting */
async function shown(greeting) {
  const api = /** @type {any} */ ({ get: async () => ({ name: 'Shop', greeting, staff_online: false }) });
  const now = new Now(api, () => {});
  await now.readInbox();
  return now.inbox.greeting;
}

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
