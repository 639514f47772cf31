import { h, setText } from '/shared/dom.js';
import { t } from '/shared/i18n.js';
import { clock, day, full } from '/shared/time.js';
import { copyLine, press, readCard, reason } from './forms.js';

/** @typedef {import('./session.js').DeskSession} DeskSession */

/**
 * @typedef {object} Delivery
 * @property {number} id
 * @property {string} message_id
 * @property {string} event
 * @property {'waiting'|'delivered'|'dead'} state
 * @property {number} attempts
 * @property {string} created_at
 * @property {string} [next_attempt_at]
 * @property {{at: string, status?: number, problem?: string, text: string}} [answer]
 */

const SHOWN = 20;
const TONES = { waiting: 'warn', delivered: 'good', dead: 'bad' };

/** @param {string} at */
const moment = (at) => t('desk.at', { day: day(at), time: clock(at) });

/**
 * What a receiver said last, or why it said nothing.
 * @param {Delivery} delivery
 */
function answerWords({ answer }) {
  if (!answer) return '';
  if (answer.status) return [answer.status, answer.text].filter(Boolean).join(' ');
  return answer.problem ? t(`settings.webhook.problem.${answer.problem}`) : '';
}

/**
 * @param {Delivery} delivery
 * @param {(delivery: Delivery) => void} resend
 */
function line(delivery, resend) {
  const { event, state, attempts, created_at: at, next_attempt_at: next } = delivery;
  const tag = h('span', { class: 'tag', 'data-tone': TONES[state], text: t(`settings.webhook.state.${state}`) });
  const tries = t('settings.webhook.attempts', { n: attempts });
  const facts = [moment(at), tries, next && attempts ? t('settings.webhook.next', { at: moment(next) }) : '']
    .filter(Boolean).join(' · ');
  const again = press(t('settings.webhook.resend'), () => resend(delivery), {
    'aria-label': `${t('settings.webhook.resend')}: ${event}`, 'data-testid': 'delivery-resend',
  });
  return h('li', { class: 'agent', 'data-testid': 'delivery', 'data-state': state },
    h('div', { class: 'agent-words', title: full(at) }, h('strong', { text: event }), tag, h('span', { text: facts }),
      h('span', { dir: 'auto', text: answerWords(delivery) })),
    h('div', { class: 'agent-acts' }, state === 'waiting' && !attempts ? null : again));
}

/**
 * What was sent lately, and what came of it.
 * @param {DeskSession} session
 * @param {string} path of the hook
 */
function deliveries({ api }, path) {
  const said = h('p', { class: 'problem', role: 'status', hidden: true });
  const act = async (/** @type {string} */ where) => {
    said.hidden = true;
    try {
      await api.request('POST', where);
      await card.load();
    } catch (error) {
      said.hidden = false;
      setText(said, reason(error));
    }
  };
  const card = readCard({
    title: t('settings.webhook.deliveries'), testid: 'deliveries', tools: [
      press(t('settings.webhook.refresh'), () => void card.load(), { 'data-testid': 'deliveries-refresh' }),
      press(t('settings.webhook.test'), () => void act(`${path}/test`), { 'data-testid': 'webhook-test' }),
    ],
    read: async () => {
      /** @type {{deliveries: Delivery[]}} */ const { deliveries: all } =
        await api.get(`${path}/deliveries?limit=${SHOWN}`);
      const resend = (/** @type {Delivery} */ { id }) => void act(`${path}/deliveries/${id}/resend`);
      const list = h('ul', { class: 'agents' }, ...all.map((one) => line(one, resend)));
      return [said, all.length ? list : h('p', { class: 'settings-note', text: t('settings.webhook.none') })];
    },
  });
  return card.el;
}

/**
 * The secret, which is seen once: when it is made.
 * @param {DeskSession} session
 * @param {string} path
 * @param {string} made when the present one was made; empty: there is none
 */
function secret({ api }, path, made) {
  const at = made ? t('settings.webhook.secret.since', { at: moment(made) }) : t('settings.webhook.secret.missing');
  const note = h('p', { class: 'settings-note', role: 'status', text: at });
  const place = h('div', {});
  const make = async () => {
    button.disabled = true;
    try {
      const { secret: text, former_until: until } = await api.request('POST', `${path}/secret`);
      setText(note, until ? t('settings.webhook.secret.former', { at: moment(until) }) : '');
      place.replaceChildren(h('p', { class: 'settings-note', text: t('settings.webhook.secret.once') }),
        copyLine(t('settings.webhook.secret'), text, 'webhook-secret'));
    } catch (error) {
      setText(note, reason(error));
    }
    button.disabled = false;
    setText(button, t('settings.webhook.secret.rotate'));
  };
  const button = press(t(`settings.webhook.secret.${made ? 'rotate' : 'make'}`), () => void make(), {
    'data-testid': 'webhook-secret-make',
  });
  return h('div', { class: 'settings-embed' }, note, place, h('div', {}, button));
}

/**
 * What can be done with a webhook besides changing it.
 * @param {DeskSession} session
 * @param {import('/shared/forms/description.js').Document} document
 * @returns {Node[]}
 */
export function webhookParts(session, { id, value }) {
  const path = `/webhooks/${id}`;
  return [secret(session, path, value.secret ?? ''), deliveries(session, path)];
}
