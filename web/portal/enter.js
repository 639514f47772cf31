// The way from the widget to the portal: the frame that opened this page says who the customer is, since a browser may
// keep separate storage for a page inside another's. Then on to the portal, which is parted from whoever opened it.

import { ofInbox } from '/shared/inbox.js';
import { ME, readIdentity } from '/shared/visitor.js';

const PATIENCE_MS = 2_000;

/** @param {string|null} ticket */
const go = (ticket) => location.replace(ofInbox('/') + (ticket ? `#/t/${encodeURIComponent(ticket)}` : ''));

/**
 * Somebody else may be at home in this browser: then it is who they are in this tab only.
 * @param {{token: string, me: {id: string}}} identity
 */
function keep(identity) {
  const stored = readIdentity(localStorage);
  const storage = !stored || stored.me.id === identity.me.id ? localStorage : sessionStorage;
  storage.setItem(ME, JSON.stringify({ token: identity.token, me: identity.me }));
}

/** @type {Window|null} */ const opener = window.opener;
if (!opener) go(null);
else {
  const timer = setTimeout(() => go(null), PATIENCE_MS);
  addEventListener('message', (e) => {
    if (e.source !== opener || e.origin !== location.origin || e.data?.beckon !== 1
      || e.data.type !== 'identity') return;
    clearTimeout(timer);
    const { identity, ticket } = e.data;
    const isSomebody = typeof identity?.token === 'string' && typeof identity.me?.id === 'string';
    try { if (isSomebody) keep(identity); } catch { /* a browser that keeps nothing: the portal begins anew */ }
    go(isSomebody && typeof ticket === 'string' ? ticket : null);
  });
  opener.postMessage({ beckon: 1, type: 'who' }, location.origin);
}
