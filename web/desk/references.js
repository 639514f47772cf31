import { nameOf } from './settings-kind.js';

/** @typedef {import('/shared/forms/description.js').Kind} Kind */
/** @typedef {import('/shared/forms/words.js').Named} Named */

/** The names of what documents refer to: agents, and other documents. */
export class References {
  /** @param {import('./session.js').DeskSession} session */
  constructor({ api, documents }) {
    this.api = api;
    this.documents = documents;
    /** @type {Map<string, Named[]>} by kind */ this.named = new Map();
    this.nameOf = (/** @type {string} */ kind, /** @type {string} */ id) =>
      this.of(kind).find((one) => one.id === id)?.name ?? id;
  }

  /** @param {string} kind @returns {Named[]} of what was read */
  of(kind) { return this.named.get(kind) ?? []; }

  /**
   * Reads what the fields of these kinds can refer to.
   * @param {Kind[]} kinds
   */
  async read(kinds) {
    const wanted = new Set(kinds.flatMap(({ fields }) => fields).flatMap(({ kind, item }) => [kind, item?.kind]));
    await Promise.all([...wanted].map((kind) => kind && this.readOf(kind)));
  }

  /** @param {string} kind */
  async readOf(kind) { this.named.set(kind, await this.#read(kind)); }

  /** @param {string} kind @returns {Promise<Named[]>} */
  async #read(kind) {
    if (kind === 'agent') {
      const { agents } = await this.api.get('/agents');
      return agents.filter((/** @type {any} */ one) => !one.disabled)
        .map((/** @type {any} */ one) => ({ id: one.staff_id, name: one.name }));
    }
    const [all, kinds] = await Promise.all([this.documents.list(kind), this.documents.kinds()]);
    const described = kinds.find((one) => one.kind === kind);
    return all.filter((one) => !one.archived).map((one) => ({
      id: one.id, name: described ? nameOf(described, one) : one.id,
    }));
  }
}
