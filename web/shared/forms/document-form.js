import { ApiError } from '../api.js';
import { h, setText } from '../dom.js';
import { errorWords } from '../errors.js';
import { t } from '../i18n.js';
import { same } from './description.js';
import { idFor } from './documents.js';
import { fieldView } from './field-view.js';
import { FormState } from './form-state.js';

/** @typedef {import('./description.js').Kind} Kind */
/** @typedef {import('./description.js').Document} Document */
/** @typedef {import('./documents.js').Documents} Documents */
/** @typedef {import('./words.js').Words} Words */
/** @typedef {import('./field-view.js').View} View */

/**
 * A form for one document, made from its kind's description. It says at its fields what is wrong, keeps what was
 * written when somebody else is faster, and has `data-unsaved` as long as something would be lost.
 * Event: `saved` (detail: {document, created}).
 */
export class DocumentForm extends HTMLElement {
  /**
   * @param {object} options
   * @param {Documents} options.documents
   * @param {Kind} options.kind
   * @param {Words} options.words
   * @param {Document|null} options.document null: a new one
   * @param {string[]} options.taken ids that a new one may not have
   * @param {(kind: string) => import('./words.js').Named[]} options.references what fields can refer to
   */
  constructor({ documents, kind, words, document, taken, references }) {
    super();
    this.documents = documents;
    this.kind = kind;
    this.words = words;
    this.document = document;
    this.taken = taken;
    this.saving = false;
    this.onChange = (/** @type {Event} */ event) => void this.#told(/** @type {CustomEvent} */ (event).detail);
    this.state = new FormState(kind, document);
    this.may = (document ? kind.may_change : kind.may_create) && !document?.archived;
    const context = { words, may: this.may, references, changed: () => this.#changed() };
    /** @type {Map<string, View>} */
    this.views = new Map(kind.fields.map((field) => [field.name, fieldView(field, context)]));
    this.notice = h('div', { class: 'form-notice', role: 'status', 'data-testid': 'form-notice' });
    this.said = h('span', { class: 'form-said', role: 'status', 'data-testid': 'form-said' });
    this.button = h('button', { class: 'btn primary', type: 'submit', 'data-testid': 'form-save' });
    this.back = h('button', {
      class: 'btn', type: 'button', 'data-testid': 'form-drop', onclick: () => this.#dropOrRestore(),
    });
  }

  connectedCallback() {
    const { kind, words } = this;
    const foot = h('div', { class: 'form-foot', hidden: !this.may }, this.button, this.back, this.said);
    const fields = [...this.views.values()].map((view) => view.el);
    const form = h('form', { class: 'settings-form', novalidate: true, onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.save();
    } }, this.notice, ...fields, foot);
    this.replaceChildren(form);
    this.documents.addEventListener('change', this.onChange);
    this.#show();
    if (this.document && !kind.may_change) setText(this.notice, t('form.read.only'));
    if (this.document?.archived) setText(this.notice, words.sentence('archived.hint'));
  }

  disconnectedCallback() {
    this.documents.removeEventListener('change', this.onChange);
  }

  get unsaved() {
    return this.may && this.state.unsaved;
  }

  focusFirst() {
    /** @type {HTMLElement|null} */ (this.querySelector('input:not(:disabled), textarea, select'))?.focus();
  }

  #changed() {
    const { state } = this;
    for (const [name, view] of this.views) {
      const value = view.read();
      if (!same(value, state.value[name])) state.set(name, value);
    }
    setText(this.said, '');
    this.#mark();
    this.#paint();
  }

  /** Everything as the state has it. */
  #show() {
    const { state } = this;
    for (const [name, view] of this.views) view.show(state.value[name]);
    this.#mark();
    this.#paint();
    this.#compare();
  }

  #mark() {
    const { state } = this;
    return [...this.views.values()].map((view) => view.mark(state.problems)).find(Boolean) ?? null;
  }

  #paint() {
    const { state, button, back } = this;
    const n = state.changed.length;
    const fresh = !this.document;
    this.toggleAttribute('data-unsaved', this.unsaved);
    setText(button, this.saving ? t('form.saving') : fresh ? this.words.sentence('create')
      : n ? t('form.save', { n }) : t('form.nothing'));
    button.disabled = this.saving || (!fresh && n === 0);
    back.hidden = (n === 0 && !state.dropped) || (fresh && !state.dropped && n === 0);
    back.disabled = this.saving;
    setText(back, t(state.dropped && n === 0 ? 'form.restore' : 'form.drop'));
  }

  #dropOrRestore() {
    const { state } = this;
    if (state.dropped) state.restore();
    else state.drop();
    setText(this.notice, '');
    setText(this.said, '');
    this.#show();
    const { button, back } = this;
    (back.hidden ? button : back).focus();
  }

  async save() {
    const { state, documents, kind } = this;
    if (this.saving || !this.may) return;
    if (!state.check()) return this.#refuse();
    this.saving = true;
    this.#paint();
    const sent = state.body;
    const created = state.revision === null;
    const id = this.document?.id ?? idFor(String(sent[kind.title ?? ''] ?? ''), this.taken);
    try {
      const document = await documents.save(kind.kind, id, sent, state.revision);
      this.saving = false;
      this.document = document;
      state.saved(document, sent);
      this.#show();
      setText(this.notice, '');
      this.#say(t('form.saved'));
      this.dispatchEvent(new CustomEvent('saved', { detail: { document, created } }));
    } catch (error) {
      this.saving = false;
      this.#failed(error, id);
    }
  }

  /** @param {unknown} error @param {string} id */
  #failed(error, id) {
    if (!(error instanceof ApiError)) throw error;
    const { state } = this;
    const { fields, current } = error.detail;
    this.#paint();
    if (fields?.length) {
      state.refused(fields);
      this.#refuse();
    } else if (error.code === 'changed_meanwhile' && current && this.document) this.#meet(current, true);
    else if (error.code === 'changed_meanwhile') {
      this.taken = [...this.taken, id]; // the same name at the same moment: another id will do
      void this.save();
    } else this.#say(errorWords(error.code, { viewer: 'staff' }), true);
  }

  /** @param {string} words @param {boolean} [bad] */
  #say(words, bad = false) {
    const { said } = this;
    said.toggleAttribute('data-bad', bad);
    setText(said, words);
  }

  /** What is wrong stands at its field; the first of them has the focus. */
  #refuse() {
    const first = this.#mark();
    this.#paint();
    this.#say(t('form.wrong', { n: this.state.problems.size }), true);
    first?.focus();
  }

  /**
   * @param {Document} current
   * @param {boolean} pressed the person has just tried to save, and looks for what came of it
   */
  #meet(current, pressed) {
    const { state } = this;
    const mine = state.unsaved;
    this.document = current;
    state.meet(current);
    const both = state.theirs.size;
    this.#show();
    const words = current.archived ? this.words.sentence('archived.meanwhile')
      : !mine ? t('form.renewed') : t(both ? 'form.meanwhile.both' : 'form.meanwhile', { n: both });
    setText(this.notice, words);
    this.#say('');
    if (!pressed) return;
    if (both) /** @type {HTMLElement|null} */ (this.querySelector('.form-theirs button'))?.focus();
    else this.notice.scrollIntoView({ block: 'nearest' });
  }

  /** Where both changed a field, what the other made of it stands beside it, and can be taken. */
  #compare() {
    const { state, words } = this;
    for (const line of this.querySelectorAll('.form-theirs')) line.remove();
    for (const [name, theirs] of state.theirs) {
      const field = this.kind.fields.find((one) => one.name === name);
      if (!field) continue;
      const said = words.value(field, theirs) || t('form.empty');
      const take = h('button', {
        class: 'btn small', type: 'button', text: t('form.take'),
        'aria-label': `${t('form.take')}: ${words.label(name)}`,
        onclick: () => { state.yield(name); this.#show(); },
      });
      this.views.get(name)?.el.append(h('p', { class: 'form-theirs', 'data-testid': 'form-theirs' },
        h('span', { text: t('form.theirs', { value: said }) }), take));
    }
  }

  /**
   * Somebody changed a document.
   * @param {{kind: string, id: string, revision: number}} change
   */
  async #told({ kind, id, revision }) {
    const { document } = this;
    if (!document || this.saving || revision <= document.revision) return;
    if (kind && (kind !== document.kind || id !== document.id)) return;
    try {
      const current = await this.documents.get(document.kind, document.id);
      if (this.document === document && !this.saving
        && current.revision > document.revision) this.#meet(current, false);
    } catch {
      // Without an answer nothing changes here: whoever saves is told then.
    }
  }
}

customElements.define('beckon-document-form', DocumentForm);
