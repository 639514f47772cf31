import { h } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { Words } from '/shared/forms/words.js';
import { readCard } from './forms.js';
import { sign } from './icons.js';
import { address, NEW, settings } from './routes.js';

/** @typedef {import('/shared/forms/description.js').Kind} Kind */
/** @typedef {import('/shared/forms/description.js').Document} Document */

/**
 * What people call a document.
 * @param {Kind} kind
 * @param {Document} document
 * @returns {string}
 */
export const nameOf = (kind, document) => String((kind.title && document.value[kind.title]) || document.id);

/** @typedef {{one: {id: string, archived?: boolean}, name: string}} Named */

/**
 * Of what each agent has one of there is always one, by their id.
 * @param {import('./session.js').DeskSession} session
 * @returns {Promise<Named[]>}
 */
async function ofAgents(session) {
  const { agents } = await session.api.get('/agents');
  return agents.map((/** @type {{staff_id: string, name: string, disabled: boolean}} */ agent) => (
    { one: { id: agent.staff_id, archived: agent.disabled }, name: agent.name }));
}

/** All documents of one kind. Event: `go` (detail: Route). */
export class KindView extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {Kind} kind
   */
  constructor(session, kind) {
    super();
    this.session = session;
    this.kind = kind;
    this.onChange = (/** @type {Event} */ event) => {
      const { kind } = /** @type {CustomEvent} */ (event).detail;
      if (!kind || kind === this.kind.kind) void this.card.load();
    };
    const words = new Words(kind.kind);
    const add = h('button', {
      class: 'btn', type: 'button', 'data-testid': 'document-new', hidden: !kind.may_create,
      onclick: () => this.dispatchEvent(new CustomEvent('go', { detail: settings(kind.kind, NEW) })),
    }, icon('plus', 16), words.sentence('new'));
    this.card = readCard({
      title: '', testid: 'settings-documents', tools: [add],
      read: async () => {
        /** @type {Named[]} */
        const named = kind.title ? (await session.documents.list(kind.kind)).map(
          (one) => ({ one, name: nameOf(kind, one) })) : await ofAgents(session);
        named.sort((a, b) => a.name.localeCompare(b.name));
        const line = (/** @type {typeof named[0]} */ { one, name }) => h('li', {}, h('a', {
          class: 'document', href: `#${address(settings(kind.kind, one.id))}`, 'data-testid': 'document',
          'data-id': one.id,
        }, h('span', { class: 'document-name', dir: 'auto', text: name }), sign('next', 16)));
        const [used, archived] = [named.filter(({ one }) => !one.archived), named.filter(({ one }) => one.archived)];
        const none = h('p', { class: 'settings-note', text: words.sentence('none') });
        const away = archived.length ? h('details', { class: 'document-archive' },
          h('summary', { text: t('settings.archived', { n: archived.length }) }),
          h('ul', { class: 'documents' }, ...archived.map(line))) : null;
        return [used.length ? h('ul', { class: 'documents' }, ...used.map(line)) : none, ...(away ? [away] : [])];
      },
    });
  }

  connectedCallback() {
    this.replaceChildren(this.card.el);
    this.session.documents.addEventListener('change', this.onChange);
  }

  disconnectedCallback() {
    this.session.documents.removeEventListener('change', this.onChange);
  }
}

customElements.define('desk-settings-kind', KindView);
