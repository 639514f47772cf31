import { newId } from '/shared/outbox.js';

/** @typedef {import('./types.js').Frame} Frame */

const ANSWER_MS = 10_000;

/** A command that did not do what was asked: `code` is the server's, or `offline` when nothing could be sent. */
export class CommandError extends Error {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame.message ?? frame.code);
    this.code = String(frame.code);
    this.frame = frame;
  }
}

const unsent = () => new CommandError({ type: 'error', code: 'offline' });

/** Commands on their way: each is answered by an ack, an error, or the end of the connection. */
export class Commands {
  /** @param {import('/shared/socket.js').Socket} socket */
  constructor(socket) {
    this.socket = socket;
    /** @type {Map<string, {resolve: (ack: Frame) => void, reject: (error: CommandError) => void, timer: number}>} */
    this.waiting = new Map();
  }

  /**
   * Sends a command and waits for the server's word.
   * @param {Frame} frame
   * @returns {Promise<Frame>} the ack; rejects with a CommandError
   */
  send(frame) {
    const id = newId();
    return new Promise((resolve, reject) => {
      if (!this.socket.send({ ...frame, client_id: id })) return reject(unsent());
      const timer = window.setTimeout(() => {
        this.waiting.delete(id);
        reject(unsent());
      }, ANSWER_MS);
      this.waiting.set(id, { resolve, reject, timer });
    });
  }

  /**
   * @param {Frame} frame an ack or an error
   * @returns {boolean} whether it answered a command of ours
   */
  answered(frame) {
    const command = frame.client_id ? this.waiting.get(frame.client_id) : undefined;
    if (!command) return false;
    clearTimeout(command.timer);
    this.waiting.delete(frame.client_id);
    if (frame.type === 'ack') command.resolve(frame);
    else command.reject(new CommandError(frame));
    return true;
  }

  /** The connection is gone: whether they were done is not known. */
  abandon() {
    for (const command of this.waiting.values()) {
      clearTimeout(command.timer);
      command.reject(unsent());
    }
    this.waiting.clear();
  }
}
