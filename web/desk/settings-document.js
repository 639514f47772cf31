import { h, toast } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { DocumentForm } from '/shared/forms/document-form.js';
import { Words } from '/shared/forms/words.js';
import { applyAccent } from '/shared/theme.js';
import { snippet } from '/setup/rules.js';
import { ask } from './dialogs.js';
import { copyLine, press, readCard, reason } from './forms.js';
import { References } from './references.js';
import { address, NEW, settings } from './routes.js';
import { historyCard } from './settings-history.js';
import { nameOf } from './settings-kind.js';
import { webhookParts } from './settings-webhook.js';

/** @typedef {import('/shared/forms/description.js').Kind} Kind */
/** @typedef {import('/shared/forms/description.js').Document} Document */

/** One document: its form, or its history. Events: `go` (detail: Route), `named` (detail: what it is called). */
export class DocumentView extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {Kind} kind
   * @param {string} id
   * @param {boolean} atHistory
   */
  constructor(session, kind, id, atHistory) {
    super();
    this.session = session;
    this.kind = kind;
    this.documentId = id;
    this.atHistory = atHistory;
    this.references = new References(session);
    this.words = new Words(kind.kind, this.references.nameOf);
  }

  connectedCallback() {
    const { kind } = this;
    const up = h('a', {
      class: 'btn small quiet settings-up', href: `#${address(settings(kind.kind))}`, 'data-testid': 'document-up',
      hidden: Boolean(kind.own),
    }, icon('back', 16), this.words.all);
    const tab = (/** @type {boolean} */ history, /** @type {string} */ words) => h('a', {
      class: 'settings-tab', href: `#${address(settings(kind.kind, this.documentId, history))}`, text: words,
      'aria-current': history === this.atHistory ? 'page' : null, 'data-testid': history ? 'tab-history' : 'tab-form',
    });
    const fresh = this.documentId === NEW;
    const tabs = h('nav', { class: 'settings-tabs', 'aria-label': t('settings.views'), hidden: fresh },
      tab(false, t('settings.form')), tab(true, t('settings.history')));
    const { references, session: { documents } } = this;
    const card = this.atHistory && !fresh
      ? historyCard(documents, kind, this.documentId, this.words, () => references.read([kind]))
      : readCard({ title: '', testid: 'settings-document', read: () => this.#read(fresh) }).el;
    if (fresh) this.#call(this.words.sentence('new'));
    else if (this.atHistory) void this.#name();
    this.replaceChildren(up, tabs, card);
  }

  /** @param {Document} document */
  #nameOf(document) {
    const { kind } = this;
    if (kind.own) return this.words.all;
    return kind.title ? nameOf(kind, document) : this.references.nameOf('agent', document.id);
  }

  /** @param {string} words */
  #call(words) {
    this.dispatchEvent(new CustomEvent('named', { detail: words }));
  }

  async #name() {
    if (!this.kind.title) await this.references.readOf('agent').catch(() => {});
    const document = await this.session.documents.get(this.kind.kind, this.documentId).catch(() => null);
    if (document && this.isConnected) this.#call(this.#nameOf(document));
  }

  /** @param {boolean} fresh @returns {Promise<Node[]>} */
  async #read(fresh) {
    const { kind, session, words } = this;
    const { documents } = session;
    const [document, others] = await Promise.all([
      fresh ? null : documents.get(kind.kind, this.documentId), fresh ? documents.list(kind.kind) : [],
      this.references.read([kind]), kind.title ? null : this.references.readOf('agent'),
    ]);
    if (document) this.#call(this.#nameOf(document));
    const form = new DocumentForm({
      documents, kind, words, document, taken: others.map(({ id }) => id),
      references: (of) => this.references.of(of),
    });
    form.addEventListener('saved', (event) => this.#saved(/** @type {CustomEvent} */ (event).detail));
    if (fresh) requestAnimationFrame(() => form.focusFirst());
    const more = document && !document.archived ? this.#more(form, document) : [];
    const note = kind.own ? h('p', { class: 'settings-note', text: words.sentence('hint') }) : null;
    return [...(note ? [note] : []), form, ...more];
  }

  /** @param {{document: Document, created: boolean}} saved */
  #saved({ document, created }) {
    const { kind } = this;
    if (document.value.accent && this.isConnected) applyAccent(window.document.documentElement, document.value.accent);
    if (document.value.alerts) void allowAlerts();
    if (created && !kind.own) this.dispatchEvent(new CustomEvent('go', { detail: settings(kind.kind, document.id) }));
    else this.#call(this.#nameOf(document));
  }

  /**
   * What can be done with it besides changing it.
   * @param {DocumentForm} form
   * @param {Document} document
   * @returns {Node[]}
   */
  #more(form, document) {
    const { kind, documentId: id, words } = this;
    /** @type {Node[]} */ const parts = [];
    if (kind.kind === 'inbox') {
      parts.push(h('div', { class: 'settings-embed' }, h('p', { class: 'settings-note', text: t('desk.inbox.embed') }),
        copyLine(t('setup.snippet'), snippet(location.origin, id), 'embed')));
    }
    if (kind.kind === 'webhook') parts.push(...webhookParts(this.session, document));
    if (kind.may_create && !kind.permanent?.includes(id)) {
      const note = h('p', { class: 'settings-note', text: words.sentence('archive.hint') });
      const archive = press(words.sentence('archive'), () => this.#archive(form), {
        class: 'btn danger', 'data-testid': 'document-archive',
      });
      parts.push(h('div', { class: 'settings-embed' }, note, h('div', {}, archive)));
    }
    return parts;
  }

  /** @param {DocumentForm} form */
  #archive(form) {
    const { kind, words } = this;
    const { document } = form;
    if (!document) return;
    ask({
      title: t('settings.archive.title', { name: nameOf(kind, document) }), words: words.sentence('archive.hint'),
      yes: words.sentence('archive'), testid: 'ask-archive', run: async () => {
        try {
          await this.session.documents.archive(document);
          form.removeAttribute('data-unsaved');
          toast(t('settings.archived.now', { name: nameOf(kind, document) }));
          this.dispatchEvent(new CustomEvent('go', { detail: settings(kind.kind) }));
        } catch (error) {
          toast(reason(error));
        }
      },
    });
  }
}

/** The system's notifications: the browser has to allow them, too. */
async function allowAlerts() {
  if (typeof Notification === 'undefined') return;
  const { permission } = Notification;
  const answer = permission === 'default' ? await Notification.requestPermission() : permission;
  if (answer !== 'granted') toast(t('desk.alerts.refused'));
}

customElements.define('desk-settings-document', DocumentView);
