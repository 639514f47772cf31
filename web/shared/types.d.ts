// Shapes that the modules share. Only the type checker reads this file; no browser loads it.

export type Frame = { type: string; [field: string]: any };
export type Entry = { type: string; ticket_id: string; seq: number; at: string; [field: string]: any };
export type Mark = { delivered: number; seen: number };
export type Marks = { user: Mark; staff: Mark };

export interface TicketState {
  ticket_id: string;
  number: number;
  subject: string;
  status: 'open' | 'pending' | 'resolved' | 'closed';
  chat: 'waiting' | 'live' | 'paused' | 'ended' | 'closed';
  priority: 'low' | 'normal' | 'high' | 'urgent';
  user_id: string;
  user_name: string;
  assignee: { staff_id: string; name: string } | null;
  /** Entries up to here are not held (a long ticket read from its end). */
  base: number;
  /** The newest entry that was folded. */
  seq: number;
  created_at: string;
  updated_at: string;
  waiting_since: string | null;
  /** Since when the customer waits for an answer. */
  unanswered_since: string | null;
  follows: string | null;
  follow_up: string | null;
  follow_up_number: number | null;
  rating: { score: number; comment?: string } | null;
  preview: { from: string; text: string; at: string } | null;
  /** Where staff keep it, by ids of documents; customers are not told. */
  inbox?: string | null;
  team?: string | null;
  tags?: string[] | null;
  /** How the customer came; absent: by chat. */
  channel?: 'mail' | 'api' | null;
  /** Why nothing may be added, if so. */
  read_only: 'damaged' | 'newer' | null;
  marks: Marks;
  /** base+1 … seq, in order. */
  entries: ReadonlyArray<Entry>;
  /** Entries that arrived before their turn. */
  ahead: Readonly<Record<number, Entry>>;
  /** Send {type:'sync', after: seq}. */
  needsSync: boolean;
  /** The server says: read over HTTP (then reduce a `snapshot`) and sync again. */
  resync: boolean;
  /** The log is shorter than what is known here: the next snapshot replaces all of it. */
  doubted: boolean;
  typing: Readonly<Record<string, { from: string; name: string; until: number }>>;
  queue: { position: number; of: number; estimate_seconds: number | null; staff_online: boolean } | null;
  /** Staff who have it open now. */
  viewing: ReadonlyArray<{ staff_id: string; name: string }>;
}

export interface OutboxItem {
  client_id: string;
  frame: Frame;
  state: 'queued' | 'sending' | 'failed';
  /** Stable code of the server. */
  error: string | null;
  /** ms since 1970, unique and rising within a tab. */
  created: number;
  /** ms since 1970: not sent before. */
  due?: number;
}

export type SocketState = 'connecting' | 'open' | 'reconnecting' | 'polling' | 'closed';
export interface Timers {
  setTimeout: (f: () => void, ms: number) => any;
  clearTimeout: (t: any) => void;
  now: () => number;
}
export interface SocketOptions {
  url: string;
  /** Sent as the first frame. */
  token?: string;
  /** Origin for the HTTP fallback ('' is this one); null or absent: no fallback. */
  pollBase?: string | null;
  /** Loads that fallback. */
  polling?: () => Promise<typeof import('./polling.js').Polling>;
  pollHeaders?: Record<string, string> | (() => Record<string, string>);
  /** The rest is for tests. */
  WebSocket?: any;
  fetch?: typeof globalThis.fetch;
  random?: () => number;
  timers?: Timers;
  /** Where `online` and `pageshow` arrive. */
  page?: EventTarget | null;
  /** Where `visibilitychange` arrives. */
  doc?: EventTarget | null;
}

export type MessageState = 'sending' | 'sent' | 'delivered' | 'seen' | 'failed';
/** A line of a painted conversation. */
export interface Row {
  key: string;
  kind: 'day' | 'sys' | 'msg';
  at: string;
  entry: Entry | null;
  item: OutboxItem | null;
  mine: boolean;
  /** Who wrote it, for grouping. */
  who: string;
  first: boolean;
  last: boolean;
  state: MessageState | '';
  showState: boolean;
}

export interface Me {
  role: string;
  id: string;
  name: string;
  email?: string;
  email_verified?: boolean;
  registered?: boolean;
  second_factor?: boolean;
}
export interface Inbox {
  id: string;
  name: string;
  greeting: string;
  /** In other words for who reads that language. */
  greetings: Array<{ language: string; text: string }>;
  accent: string;
  leave_message: boolean;
  locale: string;
}
