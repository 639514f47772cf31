/**
 * The order of a list while somebody points at it: nothing moves under the pointer. Rows that have left stay where
 * they are, what is new waits, unless it comes after all others.
 */
export class HeldOrder {
  constructor() {
    /** @type {string[]|null} */ this.ids = null;
  }

  /** @param {string[]} ids as they stand on the screen */
  hold(ids) {
    this.ids ??= [...ids];
  }

  release() {
    this.ids = null;
  }

  /**
   * @param {string[]} wanted the list as it is by now
   * @returns {{ids: string[], news: number}} what to show, and how many do not fit in yet
   */
  arrange(wanted) {
    if (!this.ids) return { ids: wanted, news: 0 };
    const shown = new Set(this.ids);
    let tail = wanted.length;
    while (tail > 0 && !shown.has(wanted[tail - 1])) tail -= 1;
    const added = tail === 0 && wanted.length > 0 && this.ids.length > 0 ? [] : wanted.slice(tail);
    this.ids.push(...added);
    return { ids: [...this.ids], news: wanted.filter((id) => !shown.has(id)).length - added.length };
  }
}
