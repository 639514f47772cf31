/**
 * Whether this looks like a scheme and a host, and nothing more.
 * @param {string} text
 */
export function isOrigin(text) {
  try {
    const { protocol, host, origin } = new URL(text);
    const plain = text.toLowerCase().replace(/\/$/, '');
    return /^https?:$/.test(protocol) && (plain === origin || plain === `${protocol}//${host}`
      || plain.replace(/:(?:80|443)$/, '') === origin);
  } catch {
    return false;
  }
}
