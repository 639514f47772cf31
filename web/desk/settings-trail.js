import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { Words } from '/shared/forms/words.js';
import { press, readCard, reason, select } from './forms.js';
import { References } from './references.js';
import { address, settings } from './routes.js';
import { historyEntry } from './settings-history.js';
import { asData, asTable, called, kindOf, pages } from './trail.js';

/** @typedef {import('/shared/forms/description.js').Kind} Kind */
/** @typedef {import('./trail.js').Trace} Trace */

export const TRAIL = 'changes';

/** So many changes of the chosen kind are shown at once, or what this many pages have of them. */
const SHOWN = 20;
const PAGES = 10;

/** All changes of documents that administrators set: who, when, before and after. Event: `go` (detail: Route). */
export class TrailView extends HTMLElement {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {Kind[]} kinds
   * @param {string} only the one kind that is shown; empty: all
   */
  constructor(session, kinds, only) {
    super();
    this.session = session;
    this.kinds = kinds;
    this.only = only;
    this.references = new References(session);
    /** @type {Trace[]|null} what is on its way into a file */ this.exporting = null;
    this.said = h('span', { class: 'form-said', role: 'status', 'data-testid': 'trail-said' });
    this.newer = h('p', { class: 'form-notice', role: 'status', 'data-testid': 'trail-newer' });
    const set = kinds.filter(({ own }) => !own);
    /** @type {[string, string][]} */
    const choices = [['', t('trail.all')], ...set.map(({ kind }) => /** @type {[string, string]} */ ([
      kind, new Words(kind).all,
    ]))];
    this.filter = select(choices, only, {
      'data-testid': 'trail-kind', 'aria-label': t('trail.kind'),
      onchange: () => this.dispatchEvent(new CustomEvent('go', { detail: settings(TRAIL, this.filter.value) })),
    });
    this.card = readCard({ title: '', testid: 'settings-trail', read: () => this.#read() });
    this.onChange = () => this.#tellNewer();
  }

  connectedCallback() {
    const save = (/** @type {'csv'|'json'} */ form) => press(t(`trail.${form}`), () => void this.#export(form), {
      'data-testid': `trail-${form}`, class: 'btn',
    });
    this.replaceChildren(h('p', { class: 'settings-note', text: t('trail.hint') }),
      h('div', { class: 'trail-tools' }, this.filter, save('csv'), save('json'), this.said), this.newer, this.card.el);
    this.session.documents.addEventListener('change', this.onChange);
  }

  disconnectedCallback() {
    this.session.documents.removeEventListener('change', this.onChange);
  }

  /** What is read stays where it is: whoever wants to see what came meanwhile says so. */
  #tellNewer() {
    if (this.newer.firstChild) return;
    this.newer.replaceChildren(`${t('trail.newer')} `, h('button', {
      class: 'link', type: 'button', text: t('trail.newer.show'), 'data-testid': 'trail-show-newer',
      onclick: () => { this.newer.replaceChildren(); void this.card.load(); },
    }));
  }

  /**
   * The address names another kind, or all.
   * @param {string} only
   */
  show(only) {
    if (only === this.only) return;
    this.only = this.filter.value = only;
    void this.card.load();
  }

  /** @param {string} only @param {number} [before] */
  #pages(only, before) {
    return pages((from) => this.session.documents.trail(from), only, before);
  }

  /** @returns {Promise<Node[]>} */
  async #read() {
    const list = h('ol', { class: 'history' });
    const foot = h('div', { class: 'form-foot' });
    const { only } = this;
    /** @param {number|undefined} before */
    const add = async (before) => {
      let [count, read] = [0, 0];
      /** @type {number|undefined} */ let rest;
      for await (const { changes, next } of this.#pages(only, before)) {
        list.append(...changes.map((one) => this.#entry(one)));
        [count, read, rest] = [count + changes.length, read + 1, next];
        if (count >= SHOWN || read >= PAGES) break;
      }
      foot.replaceChildren(...(rest === undefined ? [] : [
        press(t('settings.history.older'), () => void more(rest), { 'data-testid': 'trail-older' }),
      ]));
    };
    /** @param {number|undefined} before */
    const more = async (before) => {
      const last = list.lastElementChild;
      try {
        await add(before);
      } catch (error) {
        while (list.lastElementChild !== last) list.lastElementChild?.remove();
        const again = press(t('desk.again'), () => void more(before));
        foot.replaceChildren(h('p', { class: 'problem', role: 'alert', text: reason(error) }), again);
      }
    };
    await this.references.read(this.kinds);
    await add(undefined);
    const none = h('p', { class: 'settings-note', text: t('trail.none') });
    return list.firstChild || foot.firstChild ? [list, foot] : [none];
  }

  /** @param {Trace} trace */
  #entry(trace) {
    const kind = kindOf(this.kinds, trace);
    const words = new Words(kind.kind, this.references.nameOf);
    const name = called(kind, trace);
    return historyEntry(kind, trace, words, h('a', {
      class: 'history-what', href: `#${address(settings(kind.kind, trace.id))}`, dir: 'auto',
      text: `${words.one} · ${name}`,
    }));
  }

  /** @param {'csv'|'json'} form */
  async #export(form) {
    if (this.exporting) return;
    /** @type {Trace[]} */ const all = [];
    this.exporting = all;
    const { only } = this;
    this.said.removeAttribute('data-bad');
    setText(this.said, t('trail.reading', { n: 0 }));
    try {
      for await (const { changes } of this.#pages(only)) {
        all.push(...changes);
        if (!this.isConnected) return; // they have gone elsewhere
        setText(this.said, t('trail.reading', { n: all.length }));
      }
      const text = form === 'csv' ? asTable(all, this.kinds, this.references.nameOf) : asData(all);
      download(text, `beckon-${[TRAIL, only].filter(Boolean).join('-')}.${form}`, form);
      setText(this.said, t('trail.exported', { n: all.length }));
    } catch (error) {
      this.said.setAttribute('data-bad', '');
      setText(this.said, reason(error));
    } finally {
      this.exporting = null;
    }
  }
}

/** @param {string} text @param {string} name @param {'csv'|'json'} form */
function download(text, name, form) {
  const type = form === 'csv' ? 'text/csv' : 'application/json';
  const href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

customElements.define('desk-settings-trail', TrailView);
