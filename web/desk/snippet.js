import { h } from '/shared/dom.js';

/** The server sets what was found between these two: they are in no text that a person wrote. */
const OPENING = '\u{2}';
const CLOSING = '\u{3}';

/**
 * A snippet with what was found marked, as nodes.
 * @param {string} snippet
 * @returns {DocumentFragment}
 */
export function marked(snippet) {
  const fragment = document.createDocumentFragment();
  for (const [index, piece] of snippet.split(OPENING).entries()) {
    const end = index === 0 ? -1 : piece.indexOf(CLOSING);
    if (end >= 0) fragment.append(h('mark', { text: piece.slice(0, end) }));
    fragment.append(piece.slice(end + 1));
  }
  return fragment;
}
