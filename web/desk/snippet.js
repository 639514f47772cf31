/**
 * A piece of text around what was found.
 * @typedef {object} Snippet
 * @property {string} text
 * @property {[number, number][]} marks beginning and end of each word that was found, in the order of the text
 */

/**
 * The pieces of a snippet, those that were found marked.
 * @param {Snippet} snippet
 * @returns {{text: string, found: boolean}[]}
 */
export function pieces({ text, marks }) {
  /** @type {{text: string, found: boolean}[]} */ const out = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end <= start || end > text.length) continue;
    if (start > at) out.push({ text: text.slice(at, start), found: false });
    out.push({ text: text.slice(start, end), found: true });
    at = end;
  }
  if (at < text.length) out.push({ text: text.slice(at), found: false });
  return out;
}
