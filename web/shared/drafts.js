const PREFIX = 'beckon:draft:';

/** What a customer wrote and did not send, by ticket. */
export class Drafts {
  /** @param {Storage} storage */
  constructor(storage) { this.storage = storage; }

  /** @param {string} key */
  get(key) { return this.storage.getItem(PREFIX + key) ?? ''; }

  /**
   * @param {string} key
   * @param {string} text
   */
  set(key, text) {
    try {
      if (text) this.storage.setItem(PREFIX + key, text);
      else this.storage.removeItem(PREFIX + key);
    } catch { /* a draft is not worth an error */ }
  }

  /**
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    const text = this.get(from);
    if (text && !this.get(to)) this.set(to, text);
    this.set(from, '');
  }

  clear() {
    const { storage } = this;
    const keys = Array.from(storage, (_, i) => storage.key(i) ?? '');
    for (const key of keys) if (key.startsWith(PREFIX)) storage.removeItem(key);
  }
}
