import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnPreferences } from '../desk/own-preferences.js';
import { Prefs } from '../desk/prefs.js';
import { ApiError } from '../shared/api.js';

/**
 * A device and the settings of a server that has one document.
 * @param {number} revision
 * @param {Record<string, any>} value
 */
function desk(revision, value) {
  /** @type {Map<string, string>} */ const kept = new Map();
  const prefs = new Prefs({ getItem: (key) => kept.get(key) ?? null, setItem: (key, one) => void kept.set(key, one) });
  const server = { revision, value: { theme: 'system', language: '', shortcuts: true, alerts: false, ...value } };
  const documents = Object.assign(new EventTarget(), {
    get: async () => structuredClone(server),
    /** @type {(kind: string, id: string, change: object, seen: number) => Promise<any>} */
    save: async (_, __, change, seen) => {
      const current = { ...server };
      if (seen !== server.revision) throw new ApiError('changed_meanwhile', '', 409, undefined, { current });
      Object.assign(server.value, change);
      server.revision += 1;
      return structuredClone(server);
    },
  });
  return { prefs, server, documents, own: new OwnPreferences(prefs, /** @type {any} */ (documents), 'dana') };
}

const settled = () => new Promise((go) => setImmediate(go));

test('what was chosen elsewhere holds on this device, and is not sent back', async () => {
  const { prefs, server, own } = desk(7, { theme: 'dark', shortcuts: false });
  await own.start();
  assert.deepEqual([prefs.get('theme'), prefs.get('keys'), prefs.get('alerts')], ['dark', 'off', 'off']);
  assert.equal(server.revision, 7);
});

test('what was never chosen anywhere takes nothing from the device', async () => {
  const { prefs, own } = desk(0, {});
  prefs.set('theme', 'light');
  await own.start();
  assert.equal(prefs.get('theme'), 'light');
});

test('a choice on this device goes along, also past one that was made elsewhere meanwhile', async () => {
  const { prefs, server, own } = desk(7, {});
  await own.start();
  server.revision = 9; // nobody told
  prefs.set('theme', 'dark');
  await settled();
  assert.deepEqual([server.value.theme, server.revision], ['dark', 10]);
});

test('a change is heard of, one of others is none', async () => {
  const { prefs, server, documents, own } = desk(7, {});
  await own.start();
  Object.assign(server, { revision: 8, value: { ...server.value, theme: 'dark' } });
  const tell = (/** @type {any} */ detail) => documents.dispatchEvent(new CustomEvent('change', { detail }));
  tell({ kind: 'preferences', id: 'sam', revision: 8 });
  await settled();
  assert.equal(prefs.get('theme'), 'system');
  tell({ kind: 'preferences', id: 'dana', revision: 8 });
  await settled();
  assert.equal(prefs.get('theme'), 'dark');
  own.stop();
  server.value.theme = 'light';
  tell({ kind: 'preferences', id: 'dana', revision: 9 });
  await settled();
  assert.equal(prefs.get('theme'), 'dark');
});

test('what came along with who one is needs no asking', async () => {
  const { prefs, documents, own } = desk(7, {});
  documents.get = async () => assert.fail('asked');
  const value = { theme: 'dark', language: '', shortcuts: true, alerts: false };
  await own.start(/** @type {any} */ ({ revision: 7, value }));
  assert.equal(prefs.get('theme'), 'dark');
  documents.dispatchEvent(new CustomEvent('change', { detail: { kind: 'preferences', id: 'dana', revision: 7 } }));
  documents.dispatchEvent(new CustomEvent('change', { detail: { kind: '', id: '', revision: Infinity } }));
  await settled();
});
