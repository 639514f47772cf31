/** What people call a browser, out of its own words: the first that fits. */
const BROWSERS = [
  ['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari'],
];
const SYSTEMS = [
  ['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'],
  ['Mac OS', 'macOS'], ['Linux', 'Linux'],
];

/**
 * @param {string|undefined} words
 * @returns {string} like "Firefox, Windows"; what is not known is left as it is
 */
export function deviceName(words) {
  if (!words) return '';
  const found = [BROWSERS, SYSTEMS].flatMap((names) => names.find(([sign]) => words.includes(sign))?.[1] ?? []);
  return found.length ? found.join(', ') : words;
}
