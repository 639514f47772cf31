/** @typedef {import('./types.js').TicketState} TicketState */

/** Tells the server which messages of staff have arrived here: each once a connection. */
export class Delivered {
  /**
   * @param {(frame: import('./types.js').Frame) => boolean|undefined} send
   * @param {Map<string, TicketState>} states
   */
  constructor(send, states) {
    this.send = send;
    this.states = states;
    /** @type {Map<string, number>} */ this.told = new Map();
  }

  /**
   * @param {string} id
   * @param {ReadonlyArray<any>} entries
   * @returns {any} the newest message of staff among them
   */
  tell(id, entries) {
    let last = null;
    for (const e of entries) if (e.type === 'message' && e.from === 'staff') last = e;
    const told = Math.max(this.states.get(id)?.marks.user.delivered ?? 0, this.told.get(id) ?? 0);
    if (last && last.seq > told && this.send({
      type: 'delivered', ticket_id: id, seq: last.seq,
    })) this.told.set(id, last.seq);
    return last;
  }

  /** Another person, another connection. */
  forget() { this.told.clear(); }
}
