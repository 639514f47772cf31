import { h } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { clock, day, full } from '/shared/time.js';
import { deviceName } from './device-name.js';
import { press } from './forms.js';

/**
 * @typedef {object} SignedIn where an account is signed in
 * @property {string} session_id
 * @property {string} created_at
 * @property {string} last_seen_at
 * @property {string} [address]
 * @property {string} [agent] the browser's words
 * @property {boolean} current
 */

/**
 * @param {SignedIn[]} sessions
 * @param {(one: SignedIn) => void} end
 */
export function sessionsList(sessions, end) {
  return h('ul', { class: 'agents', 'data-testid': 'sessions' }, ...sessions.map((one) => {
    const name = deviceName(one.agent) || t('desk.sessions.unknown');
    const at = t('desk.at', { day: day(one.last_seen_at), time: clock(one.last_seen_at) });
    const facts = [one.address, t('desk.sessions.seen', { at })].filter(Boolean).join(' · ');
    const last = one.current ? h('span', { class: 'tag', 'data-tone': 'good', text: t('desk.sessions.current') })
      : press(t('desk.sessions.end'), () => end(one), { 'aria-label': `${t('desk.sessions.end')}: ${name}` });
    return h('li', { class: 'agent', 'data-testid': 'session', 'data-current': String(one.current) },
      h('div', { class: 'agent-words', title: full(one.created_at) }, h('strong', { dir: 'auto', text: name }),
        h('span', { text: facts })), h('div', { class: 'agent-acts' }, last));
  }));
}
