import { h, toast } from '/shared/dom.js';
import { icon } from '/shared/icons.js';
import { t } from '/shared/i18n.js';
import { full } from '/shared/time.js';
import { ask, openDialog } from './dialogs.js';
import { copyLine, field, form, input, press, readCard, reason, select } from './forms.js';
import { sessionsList } from './sessions-list.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */
/** @typedef {{kind: string, url: string, token: string, expires_at: string}} Link */
/**
 * @typedef {object} Agent
 * @property {string} staff_id
 * @property {string} name
 * @property {string} email
 * @property {string} role
 * @property {boolean} online
 * @property {boolean} disabled
 * @property {boolean} [invited] has not accepted yet
 * @property {boolean} [second_factor]
 */

const ROLES = ['agent', 'supervisor', 'admin'];
/** @returns {[string, string][]} */
const roles = () => ROLES.map((key) => [key, t(`desk.role.${key}`)]);

/** @param {DeskSession} session */
export function agentsCard(session) {
  const add = h('button', {
    class: 'btn', type: 'button', 'data-testid': 'agent-add', onclick: () => invite(session, card.load),
  }, icon('plus', 16), t('desk.agent.add'));
  const card = readCard({
    title: t('desk.agents'), testid: 'settings-agents', tools: [add],
    read: async () => {
      /** @type {{agents: Agent[]}} */ const { agents } = await session.api.get('/agents');
      return [h('ul', { class: 'agents' }, ...agents.map((agent) => new Line(session, agent, card.load).el))];
    },
  });
  return card.el;
}

/** One agent among all, with what an administrator may do. */
class Line {
  /** @param {DeskSession} session @param {Agent} agent @param {() => Promise<void>} changed */
  constructor(session, agent, changed) {
    this.session = session;
    this.agent = agent;
    this.changed = changed;
    this.path = `/agents/${encodeURIComponent(agent.staff_id)}`;
    const words = h('div', { class: 'agent-words' }, h('strong', { dir: 'auto', text: agent.name }),
      h('span', { dir: 'auto', text: agent.email }), this.#state(),
      agent.second_factor ? h('span', { class: 'tag', text: t('desk.agent.totp') }) : null);
    this.el = h('li', { class: 'agent', 'data-staff': agent.staff_id, 'data-disabled': agent.disabled },
      words, this.#acts());
  }

  #state() {
    const { disabled, invited, online } = this.agent;
    const state = disabled ? 'disabled' : invited ? 'invited' : online ? 'online' : 'offline';
    const tone = { disabled: 'bad', invited: 'warn', online: 'good', offline: '' }[state];
    const words = t(`desk.${disabled || invited ? 'agent.' : ''}${state}`);
    return h('span', { class: 'tag', 'data-tone': tone, 'data-testid': 'agent-state', text: words });
  }

  #acts() {
    const { agent, session } = this;
    const self = agent.staff_id === session.me.id;
    const role = select(roles(), agent.role, { 'aria-label': t('desk.role.of', { name: agent.name }), disabled: self });
    role.addEventListener('change', () => this.#setRole(role));
    const act = (/** @type {string} */ words, /** @type {string} */ testid, /** @type {() => void} */ run) =>
      press(words, run, { 'aria-label': `${words}: ${agent.name}`, 'data-testid': testid });
    const acts = h('div', { class: 'agent-acts' }, role);
    if (!self && !agent.disabled) {
      const words = t(agent.invited ? 'desk.agent.invite.again' : 'desk.agent.password');
      acts.append(act(words, 'agent-link', () => void this.#link()));
    }
    if (!agent.invited && !self) acts.append(act(t('desk.sessions.short'), 'agent-sessions', () => this.#sessions()));
    if (agent.second_factor && !self) {
      acts.append(act(t('desk.agent.totp.remove'), 'agent-totp', () => this.#removeTotp()));
    }
    if (!self) {
      const words = t(agent.disabled ? 'desk.agent.enable' : 'desk.agent.disable');
      acts.append(act(words, 'agent-disable', () => this.#toggle()));
    }
    return acts;
  }

  /** @param {() => Promise<any>} run */
  async #do(run) {
    try {
      await run();
      toast(t('desk.saved'));
    } catch (error) {
      toast(reason(error));
    }
    await this.changed();
  }

  /**
   * Who rises can see and do more: that is asked first.
   * @param {HTMLSelectElement} select
   */
  #setRole(select) {
    const { agent, session } = this;
    const role = select.value;
    const change = () => void this.#do(() => session.api.patch(this.path, { role }));
    if (ROLES.indexOf(role) <= ROLES.indexOf(agent.role)) return change();
    select.value = agent.role;
    const name = agent.name;
    ask({
      title: t(`desk.role.rise.${role}`, { name }), words: t(`desk.role.rise.${role}.words`),
      yes: t(`desk.role.rise.${role}.yes`), testid: 'ask-role', run: change,
    });
  }

  #toggle() {
    const { agent, session } = this;
    const change = () => void this.#do(() => session.api.patch(this.path, { disabled: !agent.disabled }));
    if (agent.disabled) return change();
    ask({
      title: t('desk.agent.disable.title', { name: agent.name }), words: t('desk.agent.disable.words'),
      yes: t('desk.agent.disable'), testid: 'ask-disable', run: change,
    });
  }

  #removeTotp() {
    const remove = () => void this.#do(() => this.session.api.request('DELETE', `${this.path}/totp`));
    ask({
      title: t('desk.agent.totp.title', { name: this.agent.name }), words: t('desk.agent.totp.words'),
      yes: t('desk.agent.totp.remove'), testid: 'ask-totp', run: remove,
    });
  }

  async #link() {
    try {
      const { link } = await this.session.api.post(`${this.path}/link`, {});
      showLink(this.agent.name, link);
    } catch (error) {
      toast(reason(error));
    }
    await this.changed();
  }

  #sessions() {
    const { api } = this.session;
    const card = readCard({
      title: t('desk.sessions.of', { name: this.agent.name }), testid: 'agent-sessions-list',
      read: async () => {
        const { sessions } = await api.get(`${this.path}/sessions`);
        if (!sessions.length) return [h('p', { class: 'settings-note', text: t('desk.sessions.none') })];
        const end = async (/** @type {string} */ rest) => {
          await this.#do(() => api.request('DELETE', `${this.path}/sessions${rest}`));
          await card.load();
        };
        return [sessionsList(sessions, (one) => void end(`/${encodeURIComponent(one.session_id)}`)),
          h('div', { class: 'form-foot' },
            press(t('desk.sessions.end.all'), () => void end(''), { 'data-testid': 'end-all' }))];
      },
    });
    openDialog({ title: t('desk.sessions'), testid: 'agent-sessions-dialog' }, card.el);
  }
}

/** @param {DeskSession} session @param {() => Promise<void>} changed */
function invite(session, changed) {
  const name = input({ name: 'name', required: true, autocomplete: 'off', 'data-testid': 'invite-name' });
  const email = input({
    name: 'email', type: 'email', required: true, autocomplete: 'off', 'data-testid': 'invite-email',
  });
  const role = select(roles(), 'agent', { name: 'role', 'data-testid': 'invite-role' });
  const save = async () => {
    const body = { name: name.value.trim(), email: email.value.trim(), role: role.value };
    const { link } = await session.api.post('/agents', body);
    dialog.close();
    await changed();
    showLink(body.name, link);
  };
  const dialog = openDialog({ title: t('desk.agent.add'), testid: 'agent-new' }, form(t('desk.agent.invite'), save,
    field(t('desk.field.name'), name), field(t('desk.field.email'), email), field(t('desk.field.role'), role)));
  name.focus();
}

/** @param {string} name @param {Link} link to hand on; nobody can look it up again */
function showLink(name, link) {
  const words = t(`desk.link.${link.kind}`, { name, at: full(link.expires_at) });
  const dialog = openDialog({ title: t('desk.link.title', { name }), testid: 'agent-link-dialog' },
    h('p', { class: 'dialog-words', text: words }), copyLine(t('desk.link'), link.url, 'link'),
    h('div', { class: 'dialog-foot' },
      press(t('desk.done'), () => dialog.close(), { class: 'btn primary', 'data-testid': 'link-done' })));
  // It is not shown again: what comes first is to take it along.
  /** @type {HTMLElement|null} */ (dialog.querySelector('[data-testid="link-copy"]'))?.focus();
}
