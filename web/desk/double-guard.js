// A second press that comes at once acts on nothing: not on the button that was meant, and not on what came to lie
// under it.

const AGAIN_MS = 400;
/** Nearer than this, two clicks are one intention; a click elsewhere was aimed. */
const NEAR_PX = 24;
/** Keys that press what has the focus. */
const PRESSES = new Set(['Enter', ' ']);
/** Of the shortcuts only walking through the rows is meant to repeat. */
const ONCE = /^(?:Enter| |[a-ilm-z/?])$/;
/** What presses change by themselves, so that a change says nothing about a person who writes. */
const PRESSED = 'select, input:is([type="checkbox"], [type="radio"])';
const ACTS = 'button, a[href], summary, label, select, [role="option"], input:is([type="checkbox"], [type="radio"])';

/** Decides which presses are echoes of the one before. No document: times and places come in. */
export class DoubleGuard {
  constructor() {
    /** @type {{at: number, x: number, y: number}|null} the last click that acted, or an echo of it */
    this.click = null;
    /** @type {{at: number, key: string}|null} the last key that acted, as long as no other was pressed */
    this.key = null;
  }

  /** @param {number} at @param {number} x @param {number} y */
  clicked(at, x, y) {
    this.click = { at, x, y };
  }

  /** @param {number} at @param {number} x @param {number} y */
  echoes(at, x, y) {
    const last = this.click;
    return last !== null && at - last.at < AGAIN_MS && Math.hypot(x - last.x, y - last.y) < NEAR_PX;
  }

  /** @param {number} at @param {string} key */
  keyActed(at, key) {
    this.key = { at, key };
  }

  /** Something was written since: whatever is pressed next is meant. */
  written() {
    this.click = this.key = null;
  }

  /**
   * @param {number} at
   * @param {string} key
   * @param {boolean} held the key was not let go since
   * @returns {boolean} whether it is an echo; any other key ends the watch
   */
  keyEchoes(at, key, held) {
    const last = this.key;
    if (last && last.key === key && (held || (PRESSES.has(key) && at - last.at < AGAIN_MS))) {
      if (!held) last.at = at;
      return true;
    }
    this.key = null;
    return false;
  }
}

/**
 * Holds for everything on the page, dialogs too.
 * @param {Document} page
 * @returns {DoubleGuard}
 */
export function guardDoubles(page) {
  const guard = new DoubleGuard();
  let pressed = '';
  /** @param {Event} event */
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // The second press must not take the focus away from where the first one put it.
  page.addEventListener('mousedown', (event) => {
    if (guard.echoes(event.timeStamp, event.clientX, event.clientY)) event.preventDefault();
  }, true);
  page.addEventListener('click', (event) => {
    if (!event.isTrusted) return;
    const acts = event.target instanceof Element && event.target.closest(ACTS);
    if (event.detail === 0) {
      if (acts && pressed) guard.keyActed(event.timeStamp, pressed);
      return;
    }
    if (guard.echoes(event.timeStamp, event.clientX, event.clientY)) stop(event);
    else if (!acts) return;
    guard.clicked(event.timeStamp, event.clientX, event.clientY);
  }, true);
  page.addEventListener('keydown', (event) => {
    pressed = event.key;
    if (guard.keyEchoes(event.timeStamp, event.key, event.repeat)) stop(event);
  }, true);
  page.addEventListener('input', (event) => {
    if (!(event.target instanceof Element && event.target.matches(PRESSED))) guard.written();
  }, true);
  // Somebody took this key: a shortcut, the palette, the composer.
  page.defaultView?.addEventListener('keydown', (event) => {
    if (event.defaultPrevented && ONCE.test(event.key)) guard.keyActed(event.timeStamp, event.key);
  });
  return guard;
}
