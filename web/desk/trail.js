import { differences } from '../shared/forms/differences.js';
import { csv } from '../shared/csv.js';
import { Words } from '../shared/forms/words.js';

/** @typedef {import('../shared/forms/differences.js').Change} Change */
/** @typedef {import('../shared/forms/description.js').Kind} Kind */
/** @typedef {Change & {kind: string, id: string}} Trace a change, and of which document */

const COLUMNS = ['at', 'revision', 'party', 'who_id', 'who', 'kind', 'id', 'name', 'did', 'field', 'before', 'after'];

/**
 * What a change was.
 * @param {Change} change
 * @returns {'made'|'changed'|'archived'}
 */
export const did = ({ before, after }) => (!before ? 'made' : !after ? 'archived' : 'changed');

/**
 * What documents of this kind are like; of a kind that the server does not describe to this page, what the change
 * shows.
 * @param {Kind[]} kinds
 * @param {Trace} trace
 * @returns {Kind}
 */
export function kindOf(kinds, { kind, before, after }) {
  const fields = Object.keys({ ...before, ...after }).map((name) => ({ name, type: '' }));
  return kinds.find((one) => one.kind === kind) ?? { kind, fields, may_change: false, may_create: false };
}

/**
 * What the document was called then.
 * @param {Kind} kind
 * @param {Trace} trace
 */
export const called = ({ title }, { id, before, after }) => String((title && (after ?? before)?.[title]) || id);

/**
 * Everything that was set, the newest first, page by page; only of one kind, if named.
 * @param {(before?: number) => Promise<{changes: Trace[], next?: number}>} read
 * @param {string} kind
 * @param {number} [before] only changes before this revision
 * @returns {AsyncGenerator<{changes: Trace[], next?: number}>}
 */
export async function* pages(read, kind, before) {
  let from = before;
  do {
    const { changes, next } = await read(from);
    yield { changes: kind ? changes.filter((one) => one.kind === kind) : changes, next };
    from = next;
  } while (from !== undefined);
}

/**
 * As a table, one line for each field that was changed, in words.
 * @param {Trace[]} traces
 * @param {Kind[]} kinds
 * @param {(kind: string, id: string) => string} nameOf what a reference is called
 */
export function asTable(traces, kinds, nameOf) {
  const rows = traces.flatMap((trace) => {
    const kind = kindOf(kinds, trace);
    const { at, revision, by, id } = trace;
    const start = [at, revision, by.party, by.id, by.name, kind.kind, id, called(kind, trace), did(trace)];
    const found = differences(kind, trace, new Words(kind.kind, nameOf));
    return found.length ? found.map(({ label, before, after }) => [...start, label, before, after])
      : [[...start, '', '', '']];
  });
  return csv([COLUMNS, ...rows]);
}

/**
 * As the server keeps it.
 * @param {Trace[]} traces
 */
export const asData = (traces) => `${JSON.stringify({ changes: traces }, null, 2)}\n`;
