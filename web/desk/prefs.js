/** What a person likes on this device. Storage may be forbidden: then everything is as at first. */

/** @typedef {{theme: 'system'|'light'|'dark', language: string, keys: 'on'|'off', alerts: 'on'|'off'}} Values */

/** @type {Values} */
const FIRST = { theme: 'system', language: '', keys: 'on', alerts: 'off' };

export class Prefs extends EventTarget {
  /** @param {Pick<Storage, 'getItem'|'setItem'>} storage */
  constructor(storage) {
    super();
    this.storage = storage;
  }

  /**
   * @template {keyof Values} K
   * @param {K} key
   * @returns {Values[K]}
   */
  get(key) {
    return /** @type {Values[K]} */ (this.storage.getItem(`beckon.desk.${key}`) ?? FIRST[key]);
  }

  /**
   * @template {keyof Values} K
   * @param {K} key
   * @param {Values[K]} value
   */
  set(key, value) {
    this.storage.setItem(`beckon.desk.${key}`, value);
    this.dispatchEvent(new CustomEvent('change', { detail: key }));
  }

  /** Puts the chosen theme on the page. */
  dress() {
    const theme = this.get('theme');
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }
}
