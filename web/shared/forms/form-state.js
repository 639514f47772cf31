import { fieldOf, problemsOf, same, spelled } from './description.js';

/** @typedef {import('./description.js').Kind} Kind */
/** @typedef {import('./description.js').Document} Document */
/** @typedef {import('./description.js').Problem} Problem */

/** What stands in a form: what was read, what was changed in it, what is wrong with it. No page and no network. */
export class FormState {
  /**
   * @param {Kind} kind
   * @param {Document|null} document null: it is made here
   */
  constructor(kind, document) {
    this.kind = kind;
    /** @type {Document|null} */ this.document = null;
    /** @type {Record<string, any>} as it was read */ this.base = {};
    /** @type {Record<string, any>} as it is now */ this.value = {};
    /** @type {Map<string, Problem>} by path */ this.problems = new Map();
    /** @type {Map<string, any>} what others made of fields that were changed here as well */ this.theirs = new Map();
    /** @type {Record<string, any>|null} changes that were dropped, until something else is changed */
    this.dropped = null;
    this.#read(document);
  }

  /** @param {Document|null} document */
  #read(document) {
    const defaults = this.kind.fields.map(({ name, default: value }) => [name, value ?? null]);
    this.document = document;
    this.base = { ...Object.fromEntries(defaults), ...document?.value };
    this.value = structuredClone(this.base);
    this.problems.clear();
    this.theirs.clear();
    this.dropped = null;
  }

  /** @returns {string[]} names of the fields that differ from what was read */
  get changed() {
    const names = this.kind.fields.map(({ name }) => name);
    return names.filter((name) => !same(this.value[name], this.base[name]));
  }

  /** Whether something would be lost without being saved. */
  get unsaved() {
    return this.changed.length > 0;
  }

  /** @returns {number|null} null: it is new */
  get revision() {
    return this.document?.revision ?? null;
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.value[name] = value;
    this.dropped = null;
    for (const path of this.problems.keys()) if (fieldOf(path) === name) this.problems.delete(path);
  }

  /** @returns {boolean} whether nothing is wrong, as far as the description says */
  check() {
    this.refused(this.kind.fields.flatMap((field) => problemsOf(field, this.value[field.name], field.name)));
    return this.problems.size === 0;
  }

  /** @param {Problem[]} problems as the server names them */
  refused(problems) {
    this.problems = new Map(problems.map((one) => [spelled(one.field), one]));
  }

  /** @returns {Record<string, any>} what is sent; texts without the space around them */
  get body() {
    const body = structuredClone(this.value);
    for (const { name, type } of this.kind.fields) if (type === 'text') body[name] = String(body[name] ?? '').trim();
    return body;
  }

  /**
   * What was sent is stored. What was written meanwhile stays, unsaved.
   * @param {Document} document
   * @param {Record<string, any>} sent
   */
  saved(document, sent) {
    const later = this.kind.fields.filter(({ name, type }) => {
      const now = this.value[name];
      return !same(type === 'text' ? String(now ?? '').trim() : now, sent[name]);
    }).map(({ name }) => [name, this.value[name]]);
    this.#read(document);
    Object.assign(this.value, Object.fromEntries(later));
  }

  /**
   * Somebody else was faster: theirs is what the changes made here stand upon now.
   * @param {Document} document
   */
  meet(document) {
    const { base, value } = this;
    const mine = this.changed;
    this.#read(document);
    for (const name of mine) {
      const both = !same(this.base[name], base[name]) && !same(this.base[name], value[name]);
      if (both) this.theirs.set(name, this.base[name]);
      this.value[name] = value[name];
    }
  }

  /** @param {string} name of a field that both changed: it becomes what the other made of it */
  yield(name) {
    this.set(name, structuredClone(this.base[name]));
    this.theirs.delete(name);
  }

  drop() {
    const dropped = this.value;
    const { document } = this;
    this.#read(document);
    this.dropped = dropped;
  }

  /** Brings back what was dropped. */
  restore() {
    if (this.dropped) this.value = this.dropped;
    this.dropped = null;
  }
}
