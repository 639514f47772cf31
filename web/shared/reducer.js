// A ticket is a fold over its log. Pure: no DOM, no clock but the frames' own (typing takes `now` from the caller).

import { characters, PREVIEW_CHARACTERS } from './limits.js';

/** @typedef {import('./types.js').Entry} Entry */
/** @typedef {import('./types.js').Marks} Marks */
/** @typedef {import('./types.js').TicketState} TicketState */

const TYPING_MS = 5_000;
const LOCAL = 'local';
/** Fields that ours and the API's ticket have in common. */
const ALWAYS = [
  'ticket_id', 'number', 'subject', 'status', 'chat', 'priority', 'user_id', 'user_name', 'created_at', 'updated_at',
];
const SOMETIMES = [
  'assignee', 'waiting_since', 'follows', 'follow_up', 'rating', 'preview', 'read_only', 'unanswered_since', 'channel',
];
/**
 * What customers are not told, and their pages need not know: fields, folds and lines for people, by type of entry.
 * `staff-reducer.js` and the desk's `staff-lines.js` put it in.
 * @type {{fields: string[], created: (e: Entry) => Partial<TicketState>,
 *   folds: Record<string, (s: TicketState, e: Entry) => Partial<TicketState>>,
 *   lines: Record<string, (e: Entry) => string>}}
 */
export const ofStaff = { fields: [], created: () => ({}), folds: {}, lines: {} };
/** The version of the rules that this fold is: an entry that `needs` a newer one leaves the ticket to be read only. */
const RULES_VERSION = 1;
const STATUSES = ['open', 'pending', 'resolved', 'closed'];
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];
/** Who acted and how a message came, where an entry says so. */
const PARTIES = ['customer', 'agent', 'bot', 'rule', 'api', 'clock'];
const CHANNELS = ['chat', 'mail', 'api'];
/**
 * The values that fields of an entry may have, where the fold depends on them.
 * @type {Record<string, Record<string, string[]>>}
 */
const VALUES = {
  ticket_created: { priority: PRIORITIES },
  message: { from: ['user', 'staff'] },
  status: { status: STATUSES, was: STATUSES, by: ['user', 'staff', 'clock'] },
  priority: { priority: PRIORITIES, was: PRIORITIES },
};

/**
 * Whether this version knows what the entry says; one of a newer version is kept, numbered and skipped.
 * @param {Entry} e
 */
export function understood(e) {
  return !(e.needs > RULES_VERSION)
    && PARTIES.includes(e.party ?? 'agent') && CHANNELS.includes(e.channel ?? 'chat')
    && Object.entries(VALUES[e.type] ?? {}).every(([name, values]) => values.includes(e[name]));
}

/**
 * @param {string} [ticketId]
 * @returns {TicketState}
 */
export function initialTicket(ticketId = '') {
  return {
    ticket_id: ticketId, number: 0, subject: '', status: 'open', chat: 'waiting', priority: 'normal',
    user_id: '', user_name: '', assignee: null, base: 0, seq: 0, created_at: '', updated_at: '', waiting_since: null,
    follows: null, follow_up: null, follow_up_number: null,
    rating: null, preview: null, read_only: null, unanswered_since: null,
    marks: { user: { delivered: 0, seen: 0 }, staff: { delivered: 0, seen: 0 } },
    entries: [], ahead: {}, needsSync: false, resync: false, doubted: false, typing: {}, queue: null, viewing: [],
  };
}

/**
 * The beginning, as lists show it.
 * @param {string} text
 */
function clipped(text) {
  if (text.length <= PREVIEW_CHARACTERS) return text;
  return characters(text) > PREVIEW_CHARACTERS ? `${[...text].slice(0, PREVIEW_CHARACTERS - 1).join('')}…` : text;
}

/**
 * What one entry changes besides the list of entries.
 * @param {TicketState} s
 * @param {Entry} e
 * @returns {Partial<TicketState>}
 */
function fold(s, e) {
  if (!understood(e)) return e.needs > RULES_VERSION ? { read_only: s.read_only ?? 'newer' } : {};
  switch (e.type) {
    case 'ticket_created':
      return {
        ticket_id: e.ticket_id, number: e.number, subject: e.subject, priority: e.priority
          ?? 'normal', user_id: e.user_id,
        user_name: e.user_name, follows: e.follows
          ?? null, status: 'open', chat: 'waiting', assignee: null, created_at: e.at, waiting_since: e.at,
        unanswered_since: e.at, channel: e.channel, ...ofStaff.created(e),
      };
    case 'message': {
      const typing = { ...s.typing };
      for (const key of Object.keys(typing)) if (typing[key].from === e.from
        && (e.from === 'user' || typing[key].name === e.author_name)) delete typing[key];
      const unanswered_since = e.from === 'user' ? s.unanswered_since ?? e.at : null;
      return { preview: { from: e.from, text: clipped(e.text), at: e.at }, typing, unanswered_since };
    }
    case 'assigned':
      return { assignee: { staff_id: e.staff_id, name: e.staff_name }, chat: 'live', waiting_since: null, queue: null };
    case 'unassigned':
      return { assignee: null, chat: 'waiting', waiting_since: s.unanswered_since ?? e.at, typing: {} };
    case 'staff_offline':
      return { chat: 'paused', waiting_since: s.unanswered_since ?? e.at, typing: {} };
    case 'status': {
      if (e.status === 'resolved' || e.status === 'closed') {
        const chat = e.status === 'resolved' ? 'ended' : 'closed';
        return { status: e.status, chat, waiting_since: null, unanswered_since: null, queue: null, typing: {} };
      }
      if (e.was === 'resolved') {
        return { status: e.status, chat: 'waiting', assignee: null, waiting_since: e.at, unanswered_since: e.at };
      }
      return { status: e.status };
    }
    case 'priority':
      return { priority: e.priority };
    case 'subject':
      return { subject: e.subject };
    case 'rated':
      return { rating: e.comment ? { score: e.score, comment: e.comment } : { score: e.score } };
    case 'follow_up':
      return { follow_up: e.to, follow_up_number: e.number };
    case 'customer':
      return { user_id: e.user_id, user_name: e.user_name };
    case 'damaged':
      return { read_only: 'damaged' };
    default:
      return ofStaff.folds[e.type]?.(s, e) ?? {};
  }
}

/**
 * @param {TicketState} s
 * @param {Entry[]} incoming
 * @returns {TicketState}
 */
function append(s, incoming) {
  /** @type {Record<number, Entry>|null} */ let ahead = null;
  /** @type {Entry[]|null} */ let replaced = null;
  for (const e of incoming) {
    if (e.seq <= s.seq) {
      const i = e.seq - s.base - 1;
      if (i >= 0 && s.entries[i]?.[LOCAL] && !e[LOCAL]) {
        replaced ??= [...s.entries];
        replaced[i] = e;
      }
    } else if (!(s.ahead[e.seq] ?? ahead?.[e.seq]) || ((ahead ?? s.ahead)[e.seq]?.[LOCAL] && !e[LOCAL])) {
      ahead ??= { ...s.ahead };
      ahead[e.seq] = e;
    }
  }
  if (replaced) s = { ...s, entries: replaced };
  if (!ahead) return s;
  if (!ahead[s.seq + 1]) return { ...s, ahead, needsSync: true };
  const added = [];
  let next = s;
  for (let e = ahead[next.seq + 1]; e; e = ahead[next.seq + 1]) {
    delete ahead[e.seq];
    added.push(e);
    next = { ...next, ...fold(next, e), seq: e.seq, updated_at: e.at };
  }
  return { ...next, entries: [...s.entries, ...added], ahead, needsSync: Object.keys(ahead).length > 0 };
}

/**
 * @param {Marks} a
 * @param {Partial<Marks>|undefined} b
 * @returns {Marks}
 */
function mergeMarks(a, b) {
  const side = (/** @type {'user'|'staff'} */ k) => ({
    delivered: Math.max(a[k].delivered, b?.[k]?.delivered ?? 0),
    seen: Math.max(a[k].seen, b?.[k]?.seen ?? 0),
  });
  return { user: side('user'), staff: side('staff') };
}

/**
 * The server's own fold, adopted where ours has no more entries than it.
 * @param {TicketState} s
 * @param {any} t a Ticket of the API
 * @returns {TicketState}
 */
function adopt(s, t) {
  /** @type {Record<string, any>} */ const next = { ...s, marks: mergeMarks(s.marks, t.marks) };
  for (const key of [...ALWAYS, ...SOMETIMES, ...ofStaff.fields]) next[key] = t[key] ?? null;
  return /** @type {TicketState} */ (next);
}

/**
 * Folds any frame. Besides the server's frames: `snapshot` {ticket, entries} (read over HTTP: a run of entries that
 * ends at
 * ticket.seq or later), and `older` {entries} (read backwards with ?before=).
 * @param {TicketState} s
 * @param {{type: string, [field: string]: any}} f
 * @param {number} [now] ms, for typing
 * @returns {TicketState}
 */
export function reduce(s, f, now = 0) {
  if (f.ticket_id !== undefined && s.ticket_id && f.ticket_id !== s.ticket_id) return s;
  switch (f.type) {
    case 'snapshot': {
      const entries = /** @type {Entry[]} */ (f.entries ?? []);
      const fits = entries.filter((e) => e.seq <= f.ticket.seq);
      const base = fits.length ? fits[0].seq - 1 : f.ticket.seq;
      const fresh = {
        ...adopt(initialTicket(), f.ticket), base, seq: f.ticket.seq, entries: fits,
        marks: mergeMarks(s.marks, f.ticket.marks), queue: s.queue, viewing: s.viewing,
      };
      const later = s.doubted ? [] : [...Object.values(s.ahead), ...s.entries];
      return append(fresh, [...entries, ...later].filter((e) => e.seq > f.ticket.seq));
    }
    case 'older': {
      const older = /** @type {Entry[]} */ (f.entries).filter((e) => e.seq <= s.base);
      if (!older.length || older[older.length - 1].seq !== s.base) return s;
      return { ...s, base: older[0].seq - 1, entries: [...older, ...s.entries] };
    }
    case 'synced': {
      let next = { ...s, resync: false, needsSync: s.seq < f.seq || Object.keys(s.ahead).length > 0 };
      if (f.ticket) next = f.ticket.seq === s.seq ? adopt(next, f.ticket)
        : { ...next, marks: mergeMarks(next.marks, f.ticket.marks) };
      return next;
    }
    case 'resync':
      // A log that is shorter than what is known here has lost its end: nothing of that may outlive the reading afresh.
      return { ...s, resync: true, needsSync: true, doubted: s.doubted || f.seq < s.seq };
    case 'marks':
      return { ...s, marks: mergeMarks(s.marks, f.marks) };
    case 'typing':
      return {
        ...s,
        typing: {
          ...s.typing, [`${f.from}:${f.name ?? ''}`]: { from: f.from, name: f.name ?? '', until: now + TYPING_MS },
        },
      };
    case 'queue':
      return {
        ...s,
        queue: {
          position: f.position, of: f.of, estimate_seconds: f.estimate_seconds ?? null,
          staff_online: Boolean(f.staff_online),
        },
      };
    case 'viewing':
      return { ...s, viewing: f.staff ?? [] };
    default:
      return typeof f.seq === 'number' && typeof f.at === 'string' && f.type !== 'ack' && f.type !== 'error'
        ? append(s, [/** @type {Entry} */ (f)]) : s;
  }
}

/**
 * The sender gets an ack and no echo: this puts its own message or note at its place.
 * @param {TicketState} s
 * @param {{ticket_id: string, seq: number, at: string, client_id?: string}} ack
 * @param {import('./outbox.js').OutboxItem} item
 * @param {{from: 'user'|'staff', id: string, name: string}} me
 * @returns {TicketState}
 */
export function applyAck(s, ack, item, me) {
  const { type, text, offline } = item.frame;
  if ((s.ticket_id && ack.ticket_id !== s.ticket_id) || !text || ![
    'message', 'note', 'create_ticket',
  ].includes(type)) return s;
  /** @type {Entry} */
  const entry = {
    type: type === 'note' ? 'note'
      : 'message', ticket_id: ack.ticket_id, seq: ack.seq, at: ack.at, author_id: me.id, author_name: me.name,
    text, client_id: item.client_id, [LOCAL]: true,
  };
  if (entry.type === 'message') entry.from = me.from;
  if (offline) entry.offline = true;
  return append(s, [entry]);
}

/**
 * Takes the newest mark of the other side for an own message.
 * @param {TicketState} s
 * @param {Entry} e
 * @returns {'sent'|'delivered'|'seen'}
 */
export function markOf(s, e) {
  const other = e.from === 'user' ? s.marks.staff : s.marks.user;
  return e.seq <= other.seen ? 'seen' : e.seq <= other.delivered ? 'delivered' : 'sent';
}

/**
 * Folds the next entry into a ticket as lists have it, without its log. Fields that this version does not know stay.
 * @template {{ticket_id: string, seq: number}} T a Ticket of the API
 * @param {T} ticket
 * @param {Entry} entry
 * @returns {T}
 */
export function foldTicket(ticket, entry) {
  const before = { ...adopt(initialTicket(), ticket), base: ticket.seq, seq: ticket.seq };
  const kept = Object.entries(ticket).filter(([name]) => ![...SOMETIMES, ...ofStaff.fields].includes(name));
  return /** @type {T} */ ({ ...Object.fromEntries(kept), ...asTicket(append(before, [entry])) });
}

/**
 * The fold as the API's Ticket, to hold against one read afresh.
 * @param {TicketState} s
 */
export function asTicket(s) {
  /** @type {Record<string, any>} */ const from = s;
  /** @type {Record<string, any>} */ const t = { seq: s.seq, marks: s.marks };
  for (const key of ALWAYS) t[key] = from[key];
  for (const key of [...SOMETIMES, ...ofStaff.fields]) if (from[key] != null) t[key] = from[key];
  return t;
}
