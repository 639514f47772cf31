// Logs that were written by any version of Beckon, and by one that is yet to come, fold here as they do on the server.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { asTicket, foldTicket, initialTicket, reduce } from '../shared/reducer.js';
import '../shared/staff-reducer.js';

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

    test(`${version}/${name}, as rows of a list, which have no log`, () => {
      const { log, tickets } = JSON.parse(readFileSync(new URL(`${version}/${name}`, folder), 'utf8'));
      for (let index = 1; index < log.length; index += 1) {
        const row = foldTicket({ ...tickets[index - 1], mood: 'of tomorrow' }, JSON.parse(log[index].line));
        assert.deepEqual(row, { ...tickets[index], mood: 'of tomorrow' }, `after ${log[index].line}`);
      }
    });
  }
}
