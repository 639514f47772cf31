/**
 * The order of a list while somebody points at it: nothing moves under the pointer. Rows that have left stay where
 * they are, what is new waits, unless it comes after all others.
 */
export class HeldOrder {
  constructor() {
    /** @type {readonly string[]|null} */ this.ids = null;
    /** @type {Set<string>} */ this.shown = new Set();
  }

  /** @param {readonly string[]} ids as they stand on the screen */
  hold(ids) {
    if (this.ids) return;
    this.ids = ids;
    this.shown = new Set(ids);
  }

  release() {
    this.ids = null;
  }

  /**
   * @param {readonly string[]} wanted the list as it is by now
   * @returns {{ids: readonly string[], news: number}} what to show, and how many do not fit in yet
   */
  arrange(wanted) {
    if (!this.ids || this.ids === wanted) return { ids: wanted, news: 0 };
    const { shown } = this;
    let tail = wanted.length;
    while (tail > 0 && !shown.has(wanted[tail - 1])) tail -= 1;
    const added = tail === 0 && wanted.length > 0 && this.ids.length > 0 ? [] : wanted.slice(tail);
    const news = wanted.reduce((count, id) => (shown.has(id) ? count : count + 1), 0) - added.length;
    if (added.length) {
      this.ids = [...this.ids, ...added];
      for (const id of added) shown.add(id);
    }
    return { ids: this.ids, news };
  }
}
