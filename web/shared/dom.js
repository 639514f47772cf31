// Elements as nodes, never as markup.

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props] `class`, `data` (dataset), `on…` listeners, `text`; booleans as attributes; the rest attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') el.textContent = value;
    else if (name === 'data') Object.assign(el.dataset, value);
    else if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) el.append(child);
  return el;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Paths on a grid of 20, drawn with a line of 1.6. */
const ICONS = {
  back: 'M12 4l-6 6 6 6',
  close: 'M5 5l10 10M15 5L5 15',
  send: 'M10 16V4M5 9l5-5 5 5',
  list: 'M4 6h12M4 10h12M4 14h8',
  down: 'M10 4v12M5 11l5 5 5-5',
  lock: 'M6 9V6.5a4 4 0 018 0V9M4.5 9h11v7.5h-11z',
  check: 'M4 10.5l4 4 8-9',
  plus: 'M10 4v12M4 10h12',
  star: 'M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z',
  user: 'M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4M3.5 17c.8-3.3 3.3-5 6.5-5s5.7 1.7 6.5 5',
  sound: 'M3 8v4h3l4 3.5v-11L6 8zM13 7.5a4 4 0 010 5M15.5 5a7.5 7.5 0 010 10',
  mute: 'M3 8v4h3l4 3.5v-11L6 8zM13 8l4 4M17 8l-4 4',
  search: 'M9 14.5a5.5 5.5 0 100-11 5.5 5.5 0 000 11M13 13l4 4',
  alert: 'M10 6v5M10 13.8v.2M10 17.5a7.5 7.5 0 100-15 7.5 7.5 0 000 15',
};

/**
 * @param {keyof typeof ICONS} name
 * @param {number} [size]
 */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [k, v] of Object.entries({ viewBox: '0 0 20 20', width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' })) svg.setAttribute(k, String(v));
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Changes nothing when nothing changes, so that screen readers keep still.
 * @param {Element} el
 * @param {string} text
 */
export function setText(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/**
 * @param {string} text
 * @param {number} [ms]
 */
export function toast(text, ms = 5_000) {
  let host = document.querySelector('.toasts');
  if (!host) document.body.append(host = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const el = h('div', { class: 'toast', text });
  host.append(el);
  setTimeout(() => el.remove(), ms);
}
