import { h, toast } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { NEW_PASSWORD, SHORTEST_PASSWORD } from '/shared/passwords.js';
import { full } from '/shared/time.js';
import { openDialog } from './dialogs.js';
import { codeInput, copyLine, field, form, input, passwordInput, press, readCard, reason, userName } from './forms.js';
import { qrCode } from './qr.js';
import { sessionsList } from './sessions-list.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

/** @param {DeskSession} session */
export function passwordCard({ api, me }) {
  const old = passwordInput('old_password');
  const fresh = input({ ...NEW_PASSWORD, name: 'new_password', 'data-testid': 'new-password' });
  const save = async () => {
    await api.post('/me/password', { old_password: old.value, new_password: fresh.value });
    old.value = fresh.value = '';
    return t('desk.password.changed');
  };
  return h('section', { class: 'card', 'aria-label': t('desk.password'), 'data-testid': 'settings-password' },
    h('h3', { text: t('desk.password') }),
    form(t('desk.password.change'), save, userName(me.email), field(t('desk.password.old'), old),
      field(t('desk.password.new'), fresh, t('desk.password.hint', { n: SHORTEST_PASSWORD }))));
}

/** @param {DeskSession} session */
export function sessionsCard({ api }) {
  const card = readCard({
    title: t('desk.sessions'), testid: 'settings-sessions',
    read: async () => {
      const { sessions } = await api.get('/me/sessions');
      const end = async (/** @type {string} */ path) => {
        try {
          await api.request('DELETE', `/me/sessions${path}`);
        } catch (error) {
          toast(reason(error));
        }
        await card.load();
      };
      const others = sessions.some((/** @type {{current: boolean}} */ one) => !one.current);
      const all = press(t('desk.sessions.end.others'), () => void end(''), { 'data-testid': 'end-others' });
      const list = sessionsList(sessions, (one) => void end(`/${encodeURIComponent(one.session_id)}`));
      return others ? [list, h('div', { class: 'form-foot' }, all)] : [list];
    },
  });
  return card.el;
}

/** @param {DeskSession} session */
export function secondFactorCard(session) {
  const { api } = session;
  const card = readCard({
    title: t('desk.totp'), testid: 'settings-totp',
    read: async () => {
      const { on, since, recovery_codes_left: left } = await api.get('/me/totp');
      if (!on) {
        return [h('p', { class: 'settings-note', text: t('desk.totp.off') }), h('div', { class: 'form-foot' },
          press(t('desk.totp.begin'), () => begin(session, card.load), { 'data-testid': 'totp-begin', class: 'btn' }))];
      }
      const words = `${since ? t('desk.totp.since', { at: full(since) }) : ''} ${t('desk.totp.left', { n: left })}`;
      const note = h('p', { class: 'settings-note', 'data-testid': 'totp-on', text: words.trim() });
      return [note, h('div', { class: 'form-foot' },
        press(t('desk.totp.codes'), () => renew(session, card.load), { class: 'btn' }),
        press(t('desk.totp.end'), () => end(session, card.load), { class: 'btn', 'data-testid': 'totp-end' }))];
    },
  });
  return card.el;
}

/**
 * The password first, then the secret, then a code that proves it was taken over.
 * @param {DeskSession} session
 * @param {() => void} done
 */
function begin({ api, me }, done) {
  const password = passwordInput();
  const host = h('div', { class: 'dialog-steps' });
  const dialog = openDialog({ title: t('desk.totp.begin'), testid: 'totp-dialog' }, host);
  const prove = async () => {
    const { secret, uri } = await api.post('/me/totp', { password: password.value });
    const code = codeInput();
    const confirm = async () => {
      const { recovery_codes: codes } = await api.post('/me/totp/confirm', { code: code.value.trim() });
      host.replaceChildren(...recoveryCodes(codes, () => dialog.close()));
      done();
    };
    const link = h('a', { class: 'btn small', href: uri, text: t('desk.totp.open') });
    host.replaceChildren(h('p', { class: 'settings-note', text: t('desk.totp.scan') }),
      h('div', { class: 'qr' }, qrCode(uri, t('desk.totp.qr')) ?? ''),
      copyLine(t('desk.totp.secret'), secret, 'totp-secret'),
      h('div', {}, link), form(t('desk.totp.confirm'), confirm, field(t('desk.totp.code'), code)));
    code.focus();
    return '';
  };
  host.replaceChildren(form(t('desk.next'), prove, userName(me.email),
    field(t('desk.password.old'), password, t('desk.totp.why'))));
  password.focus();
}

/**
 * Ten codes for the day on which the phone is gone. They are shown this once.
 * @param {string[]} codes
 * @param {() => void} close
 * @returns {Node[]}
 */
function recoveryCodes(codes, close) {
  const lines = codes.join('\n');
  return [h('p', { class: 'settings-note', text: t('desk.totp.recovery') }),
    copyLine(t('desk.totp.recovery.title'), lines, 'recovery-codes'),
    h('div', { class: 'form-foot' },
      press(t('desk.totp.kept'), close, { class: 'btn primary', 'data-testid': 'codes-kept' }))];
}

/** @param {DeskSession} session @param {() => void} done */
function renew({ api, me }, done) {
  const [password, code] = [passwordInput(), codeInput()];
  const host = h('div', { class: 'dialog-steps' });
  const dialog = openDialog({ title: t('desk.totp.codes'), testid: 'totp-dialog' }, host);
  const save = async () => {
    const body = { password: password.value, code: code.value.trim() };
    const { recovery_codes: codes } = await api.post('/me/totp/recovery-codes', body);
    host.replaceChildren(...recoveryCodes(codes, () => dialog.close()));
    done();
  };
  host.replaceChildren(form(t('desk.totp.codes'), save, userName(me.email), field(t('desk.password.old'), password),
    field(t('desk.totp.code'), code)));
  password.focus();
}

/** @param {DeskSession} session @param {() => void} done */
function end({ api, me }, done) {
  const [password, code] = [passwordInput(), codeInput()];
  const save = async () => {
    await api.post('/me/totp/disable', { password: password.value, code: code.value.trim() });
    dialog.close();
    toast(t('desk.totp.ended'));
    done();
  };
  const dialog = openDialog({ title: t('desk.totp.end'), testid: 'totp-dialog' }, form(t('desk.totp.end'), save,
    userName(me.email), field(t('desk.password.old'), password), field(t('desk.totp.code'), code)));
  password.focus();
}
