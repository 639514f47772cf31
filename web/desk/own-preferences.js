import { ApiError } from '../shared/api.js';

/** @typedef {import('./prefs.js').Prefs} Prefs */
/** @typedef {import('./prefs.js').Values} Values */
/** @typedef {import('../shared/forms/documents.js').Documents} Documents */

const KIND = 'preferences';

/**
 * The fields of the document, as the device calls them.
 * @param {Record<string, any>} value
 * @returns {Partial<Values>}
 */
const taken = ({ theme, language, shortcuts, alerts }) => ({
  theme, language, keys: shortcuts ? 'on' : 'off', alerts: alerts ? 'on' : 'off',
});

/** @type {Record<keyof Values, (value: any) => Record<string, any>>} */
const FIELDS = {
  theme: (theme) => ({ theme }),
  language: (language) => ({ language }),
  keys: (value) => ({ shortcuts: value === 'on' }),
  alerts: (value) => ({ alerts: value === 'on' }),
};

/** What a person likes is a document of their own. A device keeps a copy, and dresses its pages by that at once. */
export class OwnPreferences {
  /**
   * @param {Prefs} prefs
   * @param {Documents} documents
   * @param {string} id the agent's
   */
  constructor(prefs, documents, id) {
    this.prefs = prefs;
    this.documents = documents;
    this.id = id;
    this.revision = 0;
    this.taking = false;
    this.onTold = (/** @type {Event} */ event) => {
      const { kind, id: changed, revision } = /** @type {CustomEvent} */ (event).detail;
      // Who connects is told by the server what has been saved, so that a new line alone is no reason to ask.
      if (kind === KIND && changed === id && revision > this.revision) void this.read();
    };
    this.onSet = (/** @type {Event} */ event) => {
      if (!this.taking) void this.write(/** @type {CustomEvent} */ (event).detail);
    };
  }

  /** @param {import('../shared/forms/description.js').Document} [known] as it came along with who one is */
  async start(known) {
    this.documents.addEventListener('change', this.onTold);
    this.prefs.addEventListener('change', this.onSet);
    if (known) this.#take(known);
    else await this.read();
  }

  stop() {
    this.documents.removeEventListener('change', this.onTold);
    this.prefs.removeEventListener('change', this.onSet);
  }

  /** What cannot be read just now stays as the device has it. */
  async read() {
    try {
      this.#take(await this.documents.get(KIND, this.id));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** @param {import('../shared/forms/description.js').Document} document */
  #take({ revision, value }) {
    this.revision = revision;
    if (revision === 0) return; // never chosen anywhere: the device's own choices hold
    this.taking = true;
    for (const [key, one] of Object.entries(taken(value))) {
      const name = /** @type {keyof Values} */ (key);
      if (one !== undefined && this.prefs.get(name) !== one) this.prefs.set(name, one);
    }
    this.taking = false;
  }

  /** @param {keyof Values} key of what was chosen on this device */
  async write(key) {
    const change = FIELDS[key](this.prefs.get(key));
    const save = async () => {
      const { revision } = await this.documents.save(KIND, this.id, change, this.revision);
      this.revision = revision;
    };
    try {
      await save();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { current } = error.detail;
      if (error.code !== 'changed_meanwhile' || !current) return; // it holds on this device
      this.revision = current.revision;
      await save().catch(() => {});
    }
  }
}
