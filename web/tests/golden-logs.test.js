// Logs that were written by any version of Beckon, and by one that is yet to come, fold here as they do on the server.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { asTicket, initialTicket, reduce } from '../shared/reducer.js';

const folder = new URL('../../contract/logs/', import.meta.url);

for (const version of readdirSync(folder)) {
  for (const name of readdirSync(new URL(`${version}/`, folder))) {
    test(`${version}/${name}`, () => {
      const { log, tickets } = JSON.parse(readFileSync(new URL(`${version}/${name}`, folder), 'utf8'));
      assert.ok(log.length > 0);
      let state = initialTicket();
      log.forEach((/** @type {{line: string}} */ { line }, /** @type {number} */ index) => {
        state = reduce(state, JSON.parse(line));
        assert.deepEqual(asTicket(state), tickets[index], `after ${line}`);
      });
    });
  }
}
