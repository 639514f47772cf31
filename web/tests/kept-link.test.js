import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetLink, keepTyped, takeToken } from '../shared/kept-link.js';

const scope = /** @type {any} */ (globalThis);
/** @type {string[]} */ let addresses;

beforeEach(() => {
  addresses = [];
  scope.location = { pathname: '/invite' };
  scope.addEventListener ??= () => {};
  scope.history = {
    state: null,
    replaceState: (/** @type {any} */ state, /** @type {string} */ _, /** @type {string} */ address) => {
      scope.history.state = structuredClone(state);
      addresses.push(address);
    },
  };
});

/** @param {string} [value] */
const field = (value = '') => /** @type {any} */ (Object.assign(new EventTarget(), { value }));

/** @param {any} input @param {string} text */
function type(input, text) {
  input.value = text;
  input.dispatchEvent(new Event('input'));
}

test('a token leaves the address, and a reload still has it', () => {
  assert.equal(takeToken('token=secret'), 'secret');
  assert.equal(takeToken(''), 'secret');
  assert.deepEqual(addresses, ['/invite', '/invite']);
});

test('what was typed is there after a reload, for the same link only', () => {
  takeToken('token=one');
  const name = field('Mia');
  keepTyped(name, 'name');
  assert.equal(name.value, 'Mia');
  type(name, 'Mia Moser');
  takeToken('');
  const again = field('Mia');
  keepTyped(again, 'name');
  assert.equal(again.value, 'Mia Moser');
  takeToken('token=two');
  const other = field('Bo');
  keepTyped(other, 'name');
  assert.equal(other.value, 'Bo');
});

test('a link that has done its work is forgotten', () => {
  takeToken('token=secret');
  forgetLink();
  assert.equal(scope.history.state, null);
  assert.equal(takeToken(''), '');
});

test('nothing, or the state of others, is no token', () => {
  assert.equal(takeToken(''), '');
  scope.history.state = { link: { token: 5 }, other: true };
  assert.equal(takeToken(''), '');
});
