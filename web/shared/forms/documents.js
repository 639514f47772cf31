/** @typedef {import('./description.js').Kind} Kind */
/** @typedef {import('./description.js').Document} Document */
/** @typedef {import('./differences.js').Change} Change */

/** The documents of the settings, as the API has them. Event: `change` (detail: {kind, id, revision}). */
export class Documents extends EventTarget {
  /**
   * @param {import('../api.js').Api} api
   * @param {import('../socket.js').Socket} [socket] which tells of changes
   */
  constructor(api, socket) {
    super();
    this.api = api;
    socket?.addEventListener('frame', (event) => this.#received(/** @type {CustomEvent} */ (event).detail));
    socket?.addEventListener('state', () => { if (socket.connected) this.distrust(); });
    /** @type {Promise<Kind[]>|null} */ this.asked = null;
  }

  /** @param {string} kind @param {string} [id] */
  #path(kind, id) {
    return `/settings/${[kind, id].flatMap((part) => (part === undefined ? [] : encodeURIComponent(part))).join('/')}`;
  }

  /** @returns {Promise<Kind[]>} asked for once, and again after a failure */
  kinds() {
    this.asked ??= this.api.get('/settings').then(({ kinds }) => kinds);
    this.asked.catch(() => { this.asked = null; });
    return this.asked;
  }

  /**
   * All documents of a kind, archived ones too.
   * @param {string} kind
   * @returns {Promise<Document[]>}
   */
  async list(kind) {
    const { documents } = await this.api.get(this.#path(kind));
    return documents;
  }

  /** @param {string} kind @param {string} id @returns {Promise<Document>} */
  get(kind, id) {
    return this.api.get(this.#path(kind, id));
  }

  /**
   * @param {string} kind
   * @param {string} id
   * @param {object} value
   * @param {number|null} revision on which the changes stand; null: there is none yet
   * @returns {Promise<Document>}
   */
  save(kind, id, value, revision) {
    return this.api.request('PUT', this.#path(kind, id), value, condition(revision));
  }

  /** @param {Document} document @returns {Promise<any>} */
  archive({ kind, id, revision }) {
    return this.api.request('DELETE', this.#path(kind, id), undefined, condition(revision));
  }

  /**
   * @param {string} kind
   * @param {string} id
   * @param {number} [before] only changes before this revision
   * @returns {Promise<{changes: Change[], next?: number}>} the newest first; `next` where there are more
   */
  history(kind, id, before) {
    const more = before === undefined ? '' : `?before=${before}`;
    return this.api.get(`${this.#path(kind, id)}/history${more}`);
  }

  /**
   * The history of all documents that administrators set: the audit trail.
   * @param {number} [before] only changes before this revision
   * @returns {Promise<{changes: Array<Change & {kind: string, id: string}>, next?: number}>} the newest first
   */
  trail(before) {
    return this.api.get(`/settings-history${before === undefined ? '' : `?before=${before}`}`);
  }

  /** @param {import('../types.js').Frame} frame */
  #received({ type, kind, id, revision }) {
    if (type === 'settings') this.dispatchEvent(new CustomEvent('change', { detail: { kind, id, revision } }));
  }

  /** A connection stands, perhaps again: what changed before, nobody told. */
  distrust() {
    this.asked = null;
    this.dispatchEvent(new CustomEvent('change', { detail: { kind: '', id: '', revision: Infinity } }));
  }
}

/** @param {number|null} revision @returns {Record<string, string>} */
const condition = (revision) => (revision === null ? { 'If-None-Match': '*' } : { 'If-Match': `"${revision}"` });

/**
 * An id that people can read, for a document of this name.
 * @param {string} name
 * @param {Iterable<string>} taken
 */
export function idFor(name, taken) {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss').toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'new';
  const others = new Set(taken);
  let id = base;
  for (let n = 2; others.has(id); n += 1) id = `${base}-${n}`;
  return id;
}
