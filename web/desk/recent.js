/**
 * A map that keeps only so many: those that were set last.
 * @template K, V
 * @extends {Map<K, V>}
 */
export class Recent extends Map {
  /** @param {number} most */
  constructor(most) {
    super();
    this.most = most;
  }

  /** @param {K} key @param {V} value */
  set(key, value) {
    this.delete(key); // set again: a Map keeps the order
    super.set(key, value);
    for (const oldest of this.keys()) {
      if (this.size <= this.most) break;
      this.delete(oldest);
    }
    return this;
  }
}
