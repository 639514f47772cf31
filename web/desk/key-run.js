// Letters in a run are typing, wherever the focus is. A shortcut is a key pressed by itself.

import { systemTimers } from '../shared/timers.js';

/** A key that comes sooner after a letter belongs to the same word. */
const RUN_MS = 400;
/** How long a key that changes a ticket waits for the next letter of a word. */
const ALONE_MS = 300;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** Decides which keys stand alone. No document: keys and the clock come in. */
export class KeyRun {
  /** @param {import('../shared/types.js').Timers} [timers] */
  constructor(timers = systemTimers) {
    this.timers = timers;
    this.letterAt = -Infinity;
    /** @type {any} */ this.waiting = null;
  }

  /**
   * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} press
   * @returns {boolean} whether it goes on with what is being typed
   */
  pressed({ key, ctrlKey, metaKey, altKey }) {
    if (MODIFIERS.has(key)) return false;
    this.drop();
    if (key === 'Escape') this.end();
    if (key.length !== 1 || ctrlKey || metaKey || altKey) return false;
    const now = this.timers.now();
    const goesOn = now - this.letterAt < RUN_MS;
    this.letterAt = now;
    return goesOn;
  }

  /** The last key was a command, not a letter: the next one may be another. */
  end() {
    this.letterAt = -Infinity;
  }

  /**
   * Runs it when no other key follows the one just pressed.
   * @param {() => void} run
   */
  alone(run) {
    this.drop();
    this.waiting = this.timers.setTimeout(() => {
      this.waiting = null;
      this.end();
      run();
    }, ALONE_MS);
  }

  /** What waits is not run. */
  drop() {
    this.timers.clearTimeout(this.waiting);
    this.waiting = null;
  }
}
