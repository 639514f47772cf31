import { customerWrote, handedOver } from './arrivals.js';
import { speaks } from './rules.js';

/** @typedef {import('./types.js').Frame} Frame */

/** What the server's frames do to the desk: who keeps what they say, and who is told. */
export class Frames {
  /** @param {import('./session.js').DeskSession} session */
  constructor(session) {
    this.session = session;
  }

  /** @param {Frame} frame */
  receive(frame) {
    const { session } = this;
    const { tickets } = session.store;
    const id = frame.ticket?.ticket_id ?? frame.ticket_id;
    const before = id ? tickets.get(id) : undefined;
    this.#handle(frame);
    const after = id ? tickets.get(id) : undefined;
    const transfer = handedOver(before, after, session.me.id);
    if (transfer) session.arrived(transfer);
    if (after && customerWrote(before, after)) session.statuses.wrote(id, after.user_name);
    if (after !== before) session.sendHeld(id);
  }

  /** @param {Frame} frame */
  #handle(frame) {
    const { session } = this;
    const { store, picks, presence } = session;
    const known = frame.type === 'new_ticket' && store.tickets.has(frame.ticket.ticket_id);
    const listed = store.receive(frame);
    switch (frame.type) {
      case 'hello':
        presence.greeted(frame.status ?? 'offline');
        session.tell('presence');
        session.begin();
        return;
      case 'status_updated':
        presence.told(frame.status);
        session.replies.refusedAt.clear(); // what was refused for the absence may pass now
        session.sendHeld();
        session.tell('presence');
        return;
      case 'new_ticket':
        picks.lost.delete(frame.ticket.ticket_id);
        if (!known && presence.settled) session.arrived({ kind: 'ticket', frame });
        return;
      case 'ticket_picked': picks.answered(frame); return;
      case 'ack': case 'error': session.answered(frame); return;
      default: break;
    }
    if (listed && frame.type !== 'viewing') {
      if (frame.type === 'ticket' && frame.ticket.ticket_id === session.openId) session.ticket.behind(frame.ticket);
      return;
    }
    if (typeof frame.ticket_id !== 'string') return;
    if (typeof frame.seq === 'number' && typeof frame.at === 'string') {
      this.#entry(/** @type {import('./types.js').Entry} */ (frame));
    }
    session.ticket.fold(frame);
  }

  /** @param {import('./types.js').Entry} entry */
  #entry(entry) {
    const { store, ticket, me, online, looks } = this.session;
    store.applyEntry(entry);
    if (entry.type !== 'message' || entry.from !== 'user') return;
    const row = ticket.states.get(entry.ticket_id) ?? store.tickets.get(entry.ticket_id);
    if (!row || !online) return;
    if (speaks(row, me, true)) looks.delivered(entry);
    if (ticket.syncing !== entry.ticket_id && row.assignee?.staff_id === me.id) {
      this.session.arrived({ kind: 'message', frame: entry });
    }
  }
}
