// The arithmetic of QR codes (ISO/IEC 18004): bytes, error correction level L, versions 1 to 10, which hold 271 bytes.

/** Error correction codewords of a block, and blocks, by version. */
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];
export const VERSIONS = CORRECTION.length;

/** @param {number} version @returns {number[]} the middles of the alignment patterns, on both axes */
export function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let place = version * 4 + 10; places.length < count; place -= step) places.splice(1, 0, place);
  return places;
}

/** @param {number} version @returns {number} codewords, data and correction together */
function codewords(version) {
  let modules = (16 * version + 128) * version + 64;
  const count = version > 1 ? Math.floor(version / 7) + 2 : 0;
  if (count) modules -= (25 * count - 10) * count - 55;
  if (version >= 7) modules -= 36;
  return Math.floor(modules / 8);
}

/** @param {number} version */
const dataBytes = (version) => codewords(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

/** @param {number} length of the text in bytes @returns {number|undefined} the smallest version that holds it */
export function versionFor(length) {
  for (let version = 1; version <= VERSIONS; version += 1) {
    if (length + (version < 10 ? 2 : 3) <= dataBytes(version)) return version;
  }
  return undefined;
}

/**
 * The bytes with their header and padding.
 * @param {Uint8Array} bytes
 * @param {number} version
 * @returns {number[]}
 */
function padded(bytes, version) {
  /** @type {number[]} */ const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ count) => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  put(4, 4); // bytes
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const room = dataBytes(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  const byte = (/** @type {number} */ at) => bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0);
  return Array.from({ length: bits.length / 8 }, (_, i) => byte(i * 8));
}

/**
 * Multiplies in GF(256) with x⁸ + x⁴ + x³ + x² + 1.
 * @param {number} a
 * @param {number} b
 */
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

/** @param {number} degree @returns {number[]} the generator polynomial, its leading 1 left out */
function generator(degree) {
  const out = Array.from({ length: degree }, (_, i) => Number(i === degree - 1));
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) out[j] = times(out[j], root) ^ (out[j + 1] ?? 0);
    root = times(root, 2);
  }
  return out;
}

/** @param {number[]} data @param {number[]} divisor @returns {number[]} the remainder: the correction of the block */
function remainder(data, divisor) {
  const out = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ /** @type {number} */ (out.shift());
    out.push(0);
    divisor.forEach((each, i) => { out[i] ^= times(each, factor); });
  }
  return out;
}

/**
 * What goes into the symbol: data and correction of all blocks, interleaved.
 * @param {Uint8Array} bytes
 * @param {number} version
 * @returns {number[]}
 */
export function symbolBytes(bytes, version) {
  const data = padded(bytes, version);
  const blocks = BLOCKS[version - 1];
  const short = Math.floor(data.length / blocks);
  const long = data.length % blocks; // so many blocks at the end have one more
  const divisor = generator(CORRECTION[version - 1]);
  const parts = Array.from({ length: blocks }, (_, i) => {
    const from = i * short + Math.max(0, i - (blocks - long));
    return data.slice(from, from + short + Number(i >= blocks - long));
  });
  const corrections = parts.map((part) => remainder(part, divisor));
  /** @type {number[]} */ const out = [];
  for (let i = 0; i <= short; i += 1) for (const part of parts) if (i < part.length) out.push(part[i]);
  for (let i = 0; i < divisor.length; i += 1) for (const part of corrections) out.push(part[i]);
  return out;
}
