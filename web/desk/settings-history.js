import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { differences } from '/shared/forms/differences.js';
import { clock, day, full } from '/shared/time.js';
import { press, readCard } from './forms.js';
import { did } from './trail.js';

/** @typedef {import('/shared/forms/differences.js').Change} Change */
/** @typedef {import('/shared/forms/differences.js').Difference} Difference */
/** @typedef {import('/shared/forms/description.js').Kind} Kind */

/** @param {string} words @param {string} what for those who hear the page @param {'del'|'ins'} tag */
const side = (words, what, tag) =>
  h(tag, { dir: 'auto', data: words ? {} : { empty: '' } }, h('span', { class: 'sr', text: `${what}: ` }),
    words || t('form.empty'));

/** @param {Difference} difference */
const line = ({ label, before, after }) => {
  const arrow = h('span', { 'aria-hidden': 'true', text: '→' });
  return h('li', { class: 'history-line' }, h('span', { class: 'history-label', text: label }),
    h('span', { class: 'history-values' }, side(before, t('settings.before'), 'del'), arrow,
      side(after, t('settings.after'), 'ins')));
};

/**
 * One change: who, when, and what it was before and after.
 * @param {Kind} kind
 * @param {Change} change
 * @param {import('/shared/forms/words.js').Words} words
 * @param {Node|null} [what] of which document, where it stands among others
 */
export function historyEntry(kind, change, words, what = null) {
  const { at, by } = change;
  const done = did(change);
  const found = differences(kind, change, words);
  const who = by.name || t(`settings.by.${by.party === 'agent' ? 'someone' : 'machine'}`);
  return h('li', { class: 'history-entry', 'data-testid': 'history-entry' },
    h('div', { class: 'history-head' }, what,
      h('strong', { dir: 'auto', text: t(`settings.did.${done}`, { name: who }) }),
      h('time', { datetime: at, title: full(at), text: t('desk.at', { day: day(at), time: clock(at) }) })),
    found.length ? h('ul', {}, ...found.map(line))
      : done === 'changed' ? h('p', { class: 'settings-note', text: t('settings.did.nothing') }) : null);
}

/**
 * The history of a document, the newest change first.
 * @param {import('/shared/forms/documents.js').Documents} documents
 * @param {Kind} kind
 * @param {string} id
 * @param {import('/shared/forms/words.js').Words} words
 * @param {() => Promise<void>} refer reads the names of what is referred to
 */
export function historyCard(documents, kind, id, words, refer) {
  return readCard({
    title: '', testid: 'settings-history',
    read: async () => {
      const list = h('ol', { class: 'history' });
      const foot = h('div', { class: 'form-foot' });
      const add = async (/** @type {number|undefined} */ before) => {
        const { changes, next } = await documents.history(kind.kind, id, before);
        list.append(...changes.map((change) => historyEntry(kind, change, words)));
        foot.replaceChildren(...(next ? [press(t('settings.history.older'), () => more(next))] : []));
      };
      const more = async (/** @type {number} */ next) => {
        try {
          await add(next);
        } catch {
          const again = press(t('desk.again'), () => more(next));
          foot.replaceChildren(h('p', { class: 'problem', text: t('err.unknown') }), again);
        }
      };
      await refer();
      await add(undefined);
      return list.firstChild ? [list, foot] : [h('p', { class: 'settings-note', text: t('settings.history.none') })];
    },
  }).el;
}
