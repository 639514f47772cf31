import { alignments, symbolBytes, versionFor } from './qr-bits.js';

const QUIET = 4;

/** The modules of a symbol: true is dark. Which are taken by patterns is kept beside. */
class Grid {
  /** @param {number} version */
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.taken = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.#patterns();
    this.#format();
    if (version >= 7) this.#versionBits();
  }

  /** @param {number} x @param {number} y @param {boolean} dark */
  #set(x, y, dark) {
    this.dark[y][x] = dark;
    this.taken[y][x] = true;
  }

  #patterns() {
    const { size } = this;
    for (let i = 0; i < size; i += 1) {
      this.#set(6, i, i % 2 === 0);
      this.#set(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
      this.#square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    }
    const places = alignments(this.version);
    const last = places.length - 1;
    places.forEach((x, i) => places.forEach((y, j) => {
      const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!corner) this.#square(x, y, 2, (ring) => ring !== 1);
    }));
  }

  /** @param {number} x @param {number} y @param {number} reach @param {(ring: number) => boolean} isDark */
  #square(x, y, reach, isDark) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const [px, py] = [x + dx, y + dy];
        if (px < 0 || py < 0 || px >= this.size || py >= this.size) continue;
        this.#set(px, py, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** Correction level L and mask 0, twice. */
  #format() {
    const { size } = this;
    const data = 1 << 3;
    let rest = data;
    for (let i = 0; i < 10; i += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (/** @type {number} */ i) => ((bits >> i) & 1) === 1;
    for (let i = 0; i <= 5; i += 1) this.#set(8, i, bit(i));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let i = 9; i < 15; i += 1) this.#set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i += 1) this.#set(size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i += 1) this.#set(8, size - 15 + i, bit(i));
    this.#set(8, size - 8, true);
  }

  #versionBits() {
    let rest = this.version;
    for (let i = 0; i < 12; i += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >> i) & 1) === 1;
      const [a, b] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.#set(a, b, dark);
      this.#set(b, a, dark);
    }
  }

  /**
   * Two columns at a time, from the right, up and down by turns.
   * @param {number[]} bytes
   */
  fill(bytes) {
    const { size } = this;
    let at = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const up = ((right + 1) & 2) === 0;
      for (let step = 0; step < size; step += 1) {
        for (const x of [right, right - 1]) {
          const y = up ? size - 1 - step : step;
          if (this.taken[y][x]) continue;
          const bit = at < bytes.length * 8 ? (bytes[at >> 3] >> (7 - (at & 7))) & 1 : 0;
          at += 1;
          this.dark[y][x] = (bit === 1) !== ((x + y) % 2 === 0);
        }
      }
    }
  }
}

/**
 * @param {string} text
 * @returns {boolean[][]|null} rows of modules, true is dark; null when it is too long
 */
export function qrModules(text) {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  if (!version) return null;
  const grid = new Grid(version);
  grid.fill(symbolBytes(bytes, version));
  return grid.dark;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A QR code as a picture, dark on light whatever the page's colours are.
 * @param {string} text
 * @param {string} label for those who do not see it
 * @returns {SVGElement|null} null when the text is too long for one
 */
export function qrCode(text, label) {
  const rows = qrModules(text);
  if (!rows) return null;
  const side = rows.length + 2 * QUIET;
  const make = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const el = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) el.setAttribute(key, value);
    return el;
  };
  const path = rows.map((row, y) =>
    row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')).join('')).join('');
  const picture = /** @type {SVGElement} */ (make('svg', {
    viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges',
  }));
  picture.append(make('path', { d: `M0 0h${side}v${side}H0z`, fill: '#fff' }), make('path', { d: path, fill: '#000' }));
  return picture;
}
