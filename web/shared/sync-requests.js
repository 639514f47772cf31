import { isPassing } from './outbox.js';

/** @typedef {import('./reducer.js').TicketState} TicketState */

const AGAIN_MS = 2_000;

/**
 * After which number of which ticket entries were asked for: nothing is asked twice at a time, and again when it could
 * not be read.
 */
export class SyncRequests {
  /** @param {(frame: {type: string, ticket_id: string, after: number}) => boolean|undefined} send */
  constructor(send) {
    this.send = send;
    /** @type {Map<string, number>} */ this.asked = new Map();
  }

  /** @param {TicketState} state */
  ask(state) {
    if (this.send({
      type: 'sync', ticket_id: state.ticket_id, after: state.seq,
    })) this.asked.set(state.ticket_id, state.seq);
  }

  /** @param {TicketState} state */
  askOnce(state) {
    if (this.asked.get(state.ticket_id) !== state.seq) this.ask(state);
  }

  /** @param {string} id */
  answered(id) { this.asked.delete(id); }

  /** A new connection: nothing is on its way. */
  forget() { this.asked.clear(); }

  /**
   * @param {{ticket_id: string, client_id?: string, code: string}} error
   * @param {() => TicketState|undefined} newest the ticket as it is by then
   */
  refused(error, newest) {
    const id = error.ticket_id;
    const seq = this.asked.get(id);
    if (seq === undefined || error.client_id || !isPassing(error.code)) return;
    setTimeout(() => {
      const state = newest();
      if (state?.seq === seq && this.asked.get(id) === seq) this.ask(state);
    }, AGAIN_MS);
  }
}
