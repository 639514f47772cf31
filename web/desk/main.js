import { chooseLanguage, language, loadLanguage, t } from '/shared/i18n.js';
import { h } from '/shared/dom.js';
import { bestStorage } from '/shared/outbox.js';
import { applyAccent } from '/shared/theme.js';
import { DeskApi } from './desk-api.js';
import { Prefs } from './prefs.js';
import { DeskSession } from './session.js';
import { DeskApp } from './app.js';
import { guardDoubles } from './double-guard.js';
import { DeskLogin } from './login.js';
import { OwnPreferences } from './own-preferences.js';
import { guardUnload } from './unsaved.js';

const WORDS = { en: () => import('/shared/words/desk-en.js'), de: () => import('/shared/words/desk-de.js') };
const RETRY_MS = 3_000;
const SLOW_MS = 400;

const host = /** @type {HTMLElement} */ (document.getElementById('app'));
const storage = bestStorage();
const prefs = new Prefs(storage);
const demoId = new URLSearchParams(location.search).get('as');
const api = new DeskApi(demoId);
/** @type {DeskSession|null} */
let session = null;
/** @type {OwnPreferences|null} */
let own = null;
// Both are asked before the words are there: on a slow line each round trip is felt.
/** @type {Promise<any>|null} */ let earlyMe = api.get('/me');
earlyMe.catch(() => {});
void api.inbox().then((inbox) => applyAccent(document.documentElement, inbox.accent), () => {});

/** @returns {Storage|null} */
function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

const wished = () => chooseLanguage([prefs.get('language'), ...navigator.languages]);

/** @param {import('./types.js').Me} me */
function enter(me) {
  own?.stop();
  session?.stop();
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const url = `${scheme}://${location.host}/ws/staff/${encodeURIComponent(me.id)}`;
  session = new DeskSession({ me, api, url, headers: api.headers(), storage, tab: tabStorage() });
  session.addEventListener('signedout', () => leave('desk.login.out'));
  const app = new DeskApp(session, prefs);
  app.addEventListener('logout', () => void signOut());
  own = new OwnPreferences(prefs, session.documents, me.id);
  void own.start(me.preferences);
  host.replaceChildren(app);
  session.start();
}

async function signOut() {
  session?.statuses.sendNow();
  session?.choose('offline');
  try {
    await api.post('/logout');
  } catch {
    // The cookie is gone or the server is; either way nobody is signed in on this page any more.
  }
  leave('');
}

/** @param {string} why key of a sentence */
function leave(why) {
  own?.stop();
  session?.stop();
  session = null;
  const login = new DeskLogin();
  login.api = api;
  login.why = why;
  login.addEventListener('done', (event) => enter(/** @type {CustomEvent} */ (event).detail));
  host.replaceChildren(login);
}

/** @param {string} words key of the sentence */
function wait(words) {
  const spin = h('span', { class: 'spin', 'aria-hidden': 'true' });
  host.replaceChildren(h('main', { class: 'door' }, h('p', { class: 'door-wait', role: 'status' }, spin, t(words))));
}

async function begin() {
  const slow = setTimeout(() => { if (!host.firstChild) wait('desk.loading'); }, SLOW_MS);
  try {
    const me = await (earlyMe ?? api.get('/me'));
    if (me.role === 'user') leave('');
    else enter(me);
  } catch (error) {
    const status = /** @type {import('/shared/api.js').ApiError} */ (error).status;
    if (status === 401 || status === 403) return leave('');
    wait('desk.unreachable');
    setTimeout(() => void begin(), RETRY_MS);
  } finally {
    earlyMe = null;
    clearTimeout(slow);
  }
}

prefs.dress();
prefs.addEventListener('change', () => {
  prefs.dress();
  if (wished() !== language()) location.reload();
});
await loadLanguage(wished(), WORDS);
document.title = t('desk.title');
addEventListener('pagehide', () => session?.pageGoes());
guardDoubles(document);
guardUnload();
await begin();
