// A list of rows of one height that paints only those in sight, however many there are. Rows are keyed: one that stays
// is
// the same element wherever it goes, keeps the focus, and keeps its place in the window when others come before it.

/**
 * Rows beside those in sight: what a turn of the wheel, a page key or a screen reader's next row finds already there.
 */
const BESIDE = 6;
const FIRST_HEIGHT_PX = 56;

/**
 * The rows that are to be there.
 * @param {object} sight
 * @param {number} sight.count of all rows
 * @param {number} sight.height of a row
 * @param {number} sight.top how far the window is below the beginning of the rows
 * @param {number} sight.window height of the window
 * @returns {{first: number, end: number}} from the first up to the one before the end
 */
export function inSight({ count, height, top, window }) {
  const first = Math.floor(top / height) - BESIDE;
  const end = Math.ceil((top + window) / height) + BESIDE;
  const most = Math.max(0, count - 1);
  return { first: Math.min(Math.max(0, first), most), end: Math.max(0, Math.min(count, Math.max(1, end))) };
}

/**
 * How far the rows in sight move when others come or go before them: by the first of them that is still there.
 * @param {readonly string[]} before
 * @param {readonly string[]} after
 * @param {number} from the first row in sight
 * @param {number} end
 * @returns {number} rows
 */
export function shift(before, after, from, end) {
  for (let place = Math.max(0, from); place < Math.min(end, before.length); place += 1) {
    if (after[place] === before[place]) return 0;
    const now = after.indexOf(before[place]);
    if (now >= 0) return now - place;
  }
  return 0;
}

/** @typedef {{el: HTMLElement}} Painted */

/** @template {Painted} R */
export class KeyedList {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.scroller
   * @param {HTMLElement} parts.host of the rows, within the scroller
   * @param {(key: string) => R} parts.make
   * @param {(row: R, key: string) => void} parts.fill
   * @param {(key: string) => void} parts.lost a row that had the focus has left the list
   */
  constructor({ scroller, host, make, fill, lost }) {
    this.scroller = scroller;
    this.host = host;
    this.make = make;
    this.fill = fill;
    this.lost = lost;
    /** @type {readonly string[]} */ this.keys = [];
    /** @type {Map<string, R>} those that are painted */ this.rows = new Map();
    /** @type {string|null} a row that is always there, wherever one has scrolled to */ this.pinned = null;
    /** how many there are, with those that were not read yet; -1: nobody knows */ this.total = 0;
    this.height = FIRST_HEIGHT_PX;
    this.scroller.addEventListener('scroll', () => this.paint(), { passive: true });
    this.resizer = new ResizeObserver(() => this.#measure());
  }

  /** To be called when it comes onto the page. */
  start() {
    this.resizer.observe(this.scroller);
  }

  stop() {
    this.resizer.disconnect();
  }

  /** How far the window is below the beginning of the rows. */
  get #top() {
    return this.scroller.scrollTop - this.host.offsetTop;
  }

  /**
   * @param {readonly string[]} keys in their order
   * @param {number} [total]
   */
  show(keys, total = keys.length) {
    const before = this.keys;
    this.total = total;
    if (keys !== before) {
      const { scroller, height } = this;
      const from = Math.max(0, Math.floor(this.#top / height));
      // At the beginning one sees what comes; further down one goes on reading.
      const moved = scroller.scrollTop > 0 ? shift(before, keys, from,
        from + Math.ceil(scroller.clientHeight / height)) : 0;
      this.keys = keys;
      this.host.style.setProperty('height', `${keys.length * height}px`);
      if (moved) scroller.scrollTop += moved * height;
    }
    this.paint();
  }

  /** @returns {string|null} of the row that has the focus */
  get focused() {
    const focus = document.activeElement;
    if (!focus || !this.host.contains(focus)) return null;
    for (const [key, { el }] of this.rows) if (el.contains(focus)) return key;
    return null;
  }

  paint() {
    const { keys, height, host, rows } = this;
    const { first, end } = inSight({ count: keys.length, height, top: this.#top, window: this.scroller.clientHeight });
    const focused = this.focused;
    const places = [];
    for (let place = first; place < end; place += 1) places.push(place);
    for (const key of new Set([focused, this.pinned])) {
      const place = key === null ? -1 : keys.indexOf(key);
      if (place >= 0 && (place < first || place >= end)) places.push(place);
    }
    places.sort((a, b) => a - b);
    const wanted = new Set(places.map((place) => keys[place]));
    for (const [key, { el }] of rows) {
      if (wanted.has(key)) continue;
      rows.delete(key);
      el.remove();
      if (key === focused) this.lost(key);
    }
    let next = host.firstElementChild;
    for (const place of places) {
      const row = this.#row(keys[place], place);
      if (row.el === next) next = next.nextElementSibling;
      else host.insertBefore(row.el, next);
    }
    if (!this.measured && places.length) this.#measure();
  }

  measured = false;

  /** @param {string} key @param {number} place */
  #row(key, place) {
    let row = this.rows.get(key);
    if (!row) this.rows.set(key, row = this.make(key));
    this.fill(row, key);
    const { el } = row;
    const top = `${place * this.height}px`;
    if (el.style.top !== top) el.style.setProperty('top', top);
    for (const [name, value] of [['aria-posinset', place + 1], ['aria-setsize', Math.max(this.total, -1)]]) {
      if (el.getAttribute(String(name)) !== String(value)) el.setAttribute(String(name), String(value));
    }
    return row;
  }

  /** Rows are as high as the style sheet, the zoom and the person's letters make them. */
  #measure() {
    const [row] = this.rows.values();
    const height = row?.el.getBoundingClientRect().height ?? 0;
    if (height > 0) this.measured = true;
    if (height > 0 && Math.abs(height - this.height) > 0.1) {
      const top = this.#top / this.height;
      this.height = height;
      this.host.style.setProperty('height', `${this.keys.length * height}px`);
      if (top > 0) this.scroller.scrollTop = top * height + this.host.offsetTop;
    }
    this.paint();
  }

  /**
   * Brings a row into sight.
   * @param {string} key
   * @returns {R|undefined} the row, if there is one of this key
   */
  reveal(key) {
    const place = this.keys.indexOf(key);
    if (place < 0) return undefined;
    const { height, scroller } = this;
    const above = place * height;
    if (above < this.#top) scroller.scrollTop = above + this.host.offsetTop;
    else if (above + height > this.#top + scroller.clientHeight) {
      scroller.scrollTop = above + height - scroller.clientHeight + this.host.offsetTop;
    }
    this.paint();
    return this.rows.get(key);
  }
}
