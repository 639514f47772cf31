// Text is text. Links are found by walking from one blank to the next, so that no input costs more than its length.

/** @typedef {{text: string, href?: string}} Piece */

const OPENING = '([{<"\'«“‘';
const CLOSING = ')]}>"\'»”’.,;:!?…';
/** @type {Record<string, string>} */
const PAIRS = { ')': '(', ']': '[', '}': '{' };
const LONGEST_URL = 2_048;
const MOST_LINKS = 500; // in one text; reading an address costs more than reading a word

/** @param {number} c */
const isBlank = (c) => c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0x2028 || c === 0x2029;

/**
 * @param {string} word
 * @returns {string|null}
 */
function linkOf(word) {
  const lower = word.slice(0, 8).toLowerCase();
  let href = '';
  if (lower.startsWith('https://') || lower.startsWith('http://')) href = word;
  else if (lower.startsWith('www.') && word.length > 5) href = `https://${word}`;
  else if (lower.startsWith('mailto:')) href = word;
  else {
    const at = word.indexOf('@');
    if (at < 1 || at !== word.lastIndexOf('@')) return null;
    const host = word.slice(at + 1);
    const dot = host.lastIndexOf('.');
    if (dot < 1 || host.length - dot < 3 || !/^[\w.-]+$/.test(host)
      || !/^[\w.+-]+$/.test(word.slice(0, at))) return null;
    href = `mailto:${word}`;
  }
  try {
    const url = new URL(href);
    if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null;
    if (url.username || url.password || !url.hostname) return null; // https://bank.example@evil.example
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {Piece[]}
 */
export function pieces(text) {
  /** @type {Piece[]} */ const out = [];
  let plain = 0;
  let tries = 0;
  let i = 0;
  const n = text.length;
  while (i < n) {
    while (i < n && isBlank(text.charCodeAt(i))) i += 1;
    let start = i;
    while (i < n && !isBlank(text.charCodeAt(i))) i += 1;
    let end = i;
    if (end - start < 5 || end - start > LONGEST_URL) continue;
    while (start < end && OPENING.includes(text[start])) start += 1;
    /** @type {Record<string, number>} */ const open = { '(': 0, '[': 0, '{': 0 };
    for (let k = start; k < end; k += 1) {
      const c = text[k];
      if (c in open) open[c] += 1;
      else if (c in PAIRS) open[PAIRS[c]] -= 1;
    }
    while (end > start && CLOSING.includes(text[end - 1])) {
      const pair = PAIRS[text[end - 1]];
      if (pair && open[pair] >= 0) break; // a bracket that the word itself opened
      if (pair) open[pair] += 1;
      end -= 1;
    }
    const word = text.slice(start, end);
    if (!/^(?:https?:\/\/|www\.|mailto:)|@/i.test(word)) continue;
    tries += 1;
    if (tries > MOST_LINKS) break;
    const href = linkOf(word);
    if (!href) continue;
    if (start > plain) out.push({ text: text.slice(plain, start) });
    out.push({ text: word, href });
    plain = end;
  }
  if (plain < n) out.push({ text: text.slice(plain) });
  return out;
}

/**
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  for (const piece of pieces(text)) {
    if (!piece.href) { fragment.append(piece.text); continue; }
    const a = document.createElement('a');
    a.href = piece.href;
    a.rel = 'noopener nofollow';
    a.target = '_blank';
    a.textContent = piece.text;
    fragment.append(a);
  }
  return fragment;
}

/**
 * Up to two letters for an avatar.
 * @param {string} name
 */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = (/** @type {string|undefined} */ w) => (w ? [...w][0] ?? '' : '');
  return (first(words[0]) + (words.length > 1 ? first(words[words.length - 1]) : '')) || '?';
}
