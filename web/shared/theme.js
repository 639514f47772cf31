// From one accent colour to a set that can be read on light and on dark.

/**
 * @param {string} hex
 * @returns {[number, number, number]|null}
 */
function parse(hex) {
  const [, r, g, b] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)?.map((part) => parseInt(part, 16)) ?? [];
  return b === undefined ? null : [r, g, b];
}

/**
 * Relative luminance, WCAG 2.2.
 * @param {number[]} rgb
 */
function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
export function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

/**
 * Moves a colour towards another until it can be read on the ground.
 * @param {number[]} c
 * @param {number[]} to
 * @param {number[]} ground
 * @param {number} wanted
 */
function readable(c, to, ground, wanted) {
  for (let k = 0; k <= 1; k += 0.02) {
    const mixed = c.map((v, i) => Math.round(v + (to[i] - v) * k));
    if (contrast(mixed, ground) >= wanted) return mixed;
  }
  return to;
}

/**
 * @param {string} accent `#rrggbb`
 * @returns {Record<string, string>|null} custom properties
 */
export function accentProperties(accent) {
  const given = parse(accent);
  if (!given) return null;
  const css = (/** @type {number[]} */ c) => `rgb(${c.join(' ')})`;
  const white = [255, 255, 255];
  const black = [0, 0, 0];
  const ink = [22, 25, 29];
  // Not lost on a white page; and where neither white nor black could be read on it, darker.
  let rgb = readable(given, black, white, 1.3);
  if (contrast(rgb, white) < 4.5 && contrast(rgb, ink) < 4.6) rgb = readable(rgb, black, white, 4.6);
  return {
    '--accent': css(rgb),
    '--on-accent': css(contrast(rgb, white) >= 4.5 ? white : ink),
    '--accent-ink-light': css(readable(rgb, black, [241, 242, 244], 5)),
    '--accent-ink-dark': css(readable(rgb, white, [43, 47, 53], 5)),
  };
}

/**
 * @param {HTMLElement} el
 * @param {string|undefined} accent
 */
export function applyAccent(el, accent) {
  const properties = accent ? accentProperties(accent) : null;
  if (properties) for (const [name, value] of Object.entries(properties)) el.style.setProperty(name, value);
}
