// Which inbox a customer's page is of: its address says so, and `main` is the one that needs no naming.

/** Its id; empty: the main one. */
export function inboxId() {
  const id = new URLSearchParams(location.search).get('inbox') ?? '';
  return id === 'main' ? '' : id;
}

/**
 * An address of the same inbox.
 * @param {string} path
 * @param {string} [inbox]
 */
export const ofInbox = (path, inbox = inboxId()) => path + (inbox && `?inbox=${encodeURIComponent(inbox)}`);
