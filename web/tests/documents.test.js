import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api, ApiError } from '../shared/api.js';
import { Documents, idFor } from '../shared/forms/documents.js';
import { inbox } from './settings-kinds.js';

/**
 * The API with what the server answers, in order; gives what it was asked.
 * @param {...any} answers a body, or [status, body]
 */
function serve(...answers) {
  /** @type {{method: string, path: string, headers: any, body: any}[]} */ const asked = [];
  const reply = async (/** @type {string} */ path, /** @type {any} */ { method, headers, body }) => {
    asked.push({ method, path, headers, body: body && JSON.parse(body) });
    const answer = answers.shift();
    const [status, value] = Array.isArray(answer) ? answer : [200, answer];
    return new Response(JSON.stringify(value), { status });
  };
  globalThis.fetch = /** @type {any} */ (reply);
  return { asked, documents: new Documents(new Api()) };
}

test('a document is changed on the revision that was read, and made only where there is none', async () => {
  const { asked, documents } = serve(inbox({}, 8), [201, inbox({}, 9)], null);
  await documents.save('inbox', 'main', { name: 'Help' }, 7);
  await documents.save('inbox', 'a/b', {}, null);
  assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), [
    'PUT /api/v1/settings/inbox/main', 'PUT /api/v1/settings/inbox/a%2Fb',
  ]);
  assert.equal(asked[0].headers['If-Match'], '"7"');
  assert.deepEqual(asked[0].body, { name: 'Help' });
  assert.equal(asked[1].headers['If-None-Match'], '*');
  assert.ok(!('If-Match' in asked[1].headers));
});

test('a conflict and refused fields come with all that the server said', async () => {
  const error = { code: 'changed_meanwhile', message: 'x', current: inbox({ name: 'Theirs' }, 9) };
  const { documents } = serve([409, { error }],
    [400, { error: { code: 'bad_request', message: 'x', fields: [{ field: 'name', problem: 'empty' }] } }]);
  const refused = await documents.save('inbox', 'main', {}, 7).catch((one) => one);
  assert.ok(refused instanceof ApiError);
  assert.equal(refused.detail.current.revision, 9);
  const bad = await documents.save('inbox', 'main', {}, 9).catch((one) => one);
  assert.deepEqual(bad.detail.fields, [{ field: 'name', problem: 'empty' }]);
});

test('a history is read from the newest change on', async () => {
  const { asked, documents } = serve({ changes: [], next: 17 }, { changes: [] });
  const { next } = await documents.history('inbox', 'main');
  await documents.history('inbox', 'main', next);
  assert.deepEqual(asked.map(({ path }) => path),
    ['/api/v1/settings/inbox/main/history', '/api/v1/settings/inbox/main/history?before=17']);
});

test('kinds are asked for once, and again after a failure and a lost connection', async () => {
  const { asked, documents } = serve([503, {}], { kinds: [] }, { kinds: [] });
  await assert.rejects(documents.kinds());
  await documents.kinds();
  await documents.kinds();
  assert.equal(asked.length, 2);
  documents.distrust();
  await documents.kinds();
  assert.equal(asked.length, 3);
});

test('a change is told, and what nobody told may be one', () => {
  const socket = Object.assign(new EventTarget(), { connected: true });
  const documents = new Documents(new Api(), /** @type {any} */ (socket));
  /** @type {any[]} */ const told = [];
  documents.addEventListener('change', (event) => told.push(/** @type {CustomEvent} */ (event).detail));
  const frame = { type: 'settings', kind: 'inbox', id: 'main', revision: 9 };
  socket.dispatchEvent(new CustomEvent('frame', { detail: frame }));
  socket.dispatchEvent(new CustomEvent('frame', { detail: { type: 'counts' } }));
  assert.deepEqual(told, [{ kind: 'inbox', id: 'main', revision: 9 }]);
  socket.dispatchEvent(new CustomEvent('state', { detail: 'open' }));
  assert.equal(told[1].revision, Infinity);
});

test('an id is what people would write, and nobody else’s', () => {
  assert.equal(idFor('Sales & Größe É', []), 'sales-grosse-e');
  assert.equal(idFor('Sales', ['sales', 'sales-2']), 'sales-3');
  assert.equal(idFor('日本', []), 'new');
  assert.ok(idFor('a'.repeat(99), []).length <= 40);
});
