// The lines of a painted conversation, out of a ticket's entries and what is not sent yet. Pure: no DOM, no clock.

import { t } from './i18n.js';
import { markOf, ofStaff, understood } from './reducer.js';
import { dayKey } from './time.js';

/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').OutboxItem} OutboxItem */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').TicketState} TicketState */

/**
 * @typedef {object} Eyes who looks at it
 * @property {'user'|'staff'} viewer
 * @property {string} me own id, so that a colleague's message is told from one's own
 */

const GROUP_MS = 5 * 60_000;

/** The line for people of an entry; null: nothing to paint. */
export function systemText(/** @type {Entry} */ e, /** @type {'user'|'staff'} */ viewer) {
  switch (e.type) {
    case 'system': {
      let key = `sys.${e.code}`;
      if (e.code === 'ticket_pending' && viewer === 'staff') key = 'sys.ticket_pending.staff';
      const named = e.name && t(`${key}.name`) !== `${key}.name`;
      const words = t(named ? `${key}.name` : key, { name: e.name ?? '' });
      return words === key ? String(e.text ?? '') : words;
    }
    case 'rated': return t('sys.rated', { score: e.score });
    case 'ticket_created': return e.follows ? t('ticket.follows') : null;
    case 'follow_up': return t('sys.follow_up', { number: e.number });
    case 'damaged': return t('sys.damaged');
    default: return ofStaff.lines[e.type]?.(e) ?? null;
  }
}

/**
 * @param {Row['key']} key
 * @param {Row['kind']} kind
 * @param {string} at
 * @param {Partial<Row>} [more]
 * @returns {Row}
 */
const row = (key, kind, at, more) => ({
  key, kind, at, entry: null, item: null, mine: false, who: '', first: true, last: true, state: '', showState: false,
  ...more,
});

/**
 * @param {TicketState} state
 * @param {Entry} e
 * @param {Eyes} eyes
 * @returns {Row|null}
 */
function ofEntry(state, e, { viewer, me }) {
  if (!understood(e)) return null;
  if (e.type !== 'message' && e.type !== 'note') {
    return systemText(e, viewer) === null ? null : row(`s${e.seq}`, 'sys', e.at, { entry: e });
  }
  const mine = viewer === 'user' ? e.from === 'user' : e.author_id === me && (e.type === 'note' || e.from === 'staff');
  return row(mine && e.client_id ? `c${e.client_id}` : `s${e.seq}`, 'msg', e.at, {
    entry: e, mine, who: `${e.type}${e.from ?? ''}${e.author_id}`,
    state: mine && e.type === 'message' ? markOf(state, e) : '',
  });
}

/**
 * @param {OutboxItem} item
 * @param {Eyes} eyes
 */
const ofUnsent = (item, { viewer, me }) => row(`c${item.client_id}`, 'msg', new Date(item.created).toISOString(), {
  item, mine: true, who: item.frame.type === 'note' ? 'note' : `message${viewer}${me}`,
  state: item.state === 'failed' ? 'failed' : 'sending', showState: true,
});

/**
 * Messages of one person soon after each other stand together; of one's own, the last of each state says it.
 * @param {Row[]} rows
 */
function group(rows) {
  /** @type {Row|null} */ let later = null;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const one = rows[i];
    const next = rows[i + 1];
    if (one.kind !== 'msg') continue;
    if (next?.kind === 'msg' && next.who === one.who && Date.parse(next.at) - Date.parse(one.at) < GROUP_MS
      && one.state !== 'failed' && !one.entry?.offline === !next.entry?.offline) {
      one.last = false;
      next.first = false;
    }
    if (one.mine && one.state) {
      one.showState ||= !later || later.state !== one.state;
      if (one.state !== 'sending' && one.state !== 'failed') later = one;
    }
  }
  return rows;
}

/**
 * @param {TicketState|null} state
 * @param {ReadonlyArray<OutboxItem>} pending
 * @param {Eyes} eyes
 * @param {number} most entries, the newest
 * @returns {Row[]}
 */
export function rowsOf(state, pending, eyes, most) {
  const lines = (state?.entries ?? []).slice(-most).flatMap((e) => (state && ofEntry(state, e, eyes)) ?? []);
  const there = new Set(lines.map(({ mine, entry }) => mine && entry?.client_id));
  const unsent = pending.filter((item) => !there.has(item.client_id) && item.frame.text);
  let today = 0;
  return group([...lines, ...unsent.map((item) => ofUnsent(item, eyes))].flatMap((one) => {
    const key = dayKey(one.at);
    if (key === today) return one;
    today = key;
    return [row(`d${key}`, 'day', one.at), one];
  }));
}
