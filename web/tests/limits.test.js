import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isEmailAddress } from '../shared/email-address.js';
import * as limits from '../shared/limits.js';

/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const api = JSON.parse(read('contract/openapi.json'));
const frames = JSON.parse(read('contract/schemas/client-frame.json'));

/**
 * Everything that the contract says of a property of this name.
 * @param {any} schema @param {string} name @returns {any[]}
 */
function said(schema, name) {
  if (typeof schema !== 'object' || schema === null) return [];
  const here = schema.properties?.[name] ?? [];
  return [here, ...Object.values(schema).map((part) => said(part, name))].flat();
}

/** @param {any} schema @param {string} name @param {string} limit @returns {Set<number>} */
const numbers = (schema, name, limit) =>
  new Set(said(schema, name).flatMap((one) => [one, ...one.anyOf ?? []]).flatMap((one) => one[limit] ?? []));

/** @param {string} path @param {string} name @returns {any} */
const parameter = (path, name) =>
  api.paths[path].get.parameters.find((/** @type {any} */ one) => one.name === name).schema;

test('what pages say before they send is what the contract says', () => {
  assert.deepEqual(numbers(frames, 'text', 'maxLength'), new Set([limits.TEXT_CHARACTERS]));
  assert.deepEqual(numbers(frames, 'comment', 'maxLength'), new Set([limits.COMMENT_CHARACTERS]));
  const { least, most } = limits.PASSWORD_CHARACTERS;
  assert.deepEqual(numbers(api.paths['/api/v1/setup'], 'password', 'minLength'), new Set([least]));
  assert.deepEqual(numbers(api.paths['/api/v1/setup'], 'password', 'maxLength'), new Set([most]));
  assert.deepEqual(numbers(api.paths['/api/v1/setup'], 'name', 'maxLength'), new Set([limits.NAME_CHARACTERS]));
  assert.equal(parameter('/api/v1/tickets', 'q').maxLength, limits.QUERY_CHARACTERS);
  assert.equal(parameter('/api/v1/tickets', 'limit').maximum, limits.LIST_ROWS);
  assert.equal(parameter('/api/v1/settings-history', 'limit').maximum, limits.LIST_ROWS);
});

test('what the contract does not say is what the server’s sources say', () => {
  const preview = /previewCharacters = ([\d_]+)/.exec(read('Sources/BeckonModel/Limits.swift'))?.[1];
  assert.equal(Number(preview), limits.PREVIEW_CHARACTERS);
  const email = /email\.utf8\.count > (\d+)/.exec(read('Sources/BeckonAccounts/EmailAddress.swift'))?.[1];
  assert.equal(Number(email), limits.EMAIL_BYTES);
});

test('a text is counted as the server counts it', () => {
  assert.equal(limits.characters('Zelt 🏕'), 6);
  const local = 'ü'.repeat(121);
  assert.equal(isEmailAddress(`${local}@zelt.example`), false, 'bytes, not characters');
  assert.equal(isEmailAddress(`${local.slice(0, 100)}@zelt.example`), true);
});

test('no page has a number of its own in the place of a limit', () => {
  const own = /maxlength: '?\d/;
  for (const path of ['desk/login', 'desk/list-pane', 'setup/setup', 'invite/invite', 'portal/search',
    'shared/ticket-panel']) assert.doesNotMatch(read(`web/${path}.js`), own, path);
});
