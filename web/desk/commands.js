import { t } from '/shared/i18n.js';
import { ACTIONS } from './chat-head.js';
import { choosePresence } from './dialogs.js';
import { BINDINGS } from './keys.js';
import { LIST_NAMES } from './lists.js';
import { allowed, pickable, repick } from './rules.js';

/** @typedef {import('./match.js').Command} Command */

const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
const TICKETS = 100;

/** @param {import('./keys.js').Action} action */
const key = (action) => BINDINGS.find((binding) => binding.action === action)?.key;

/**
 * Everything that can be done now, for the palette: what concerns the open ticket first.
 * @param {import('./app.js').DeskApp} app
 * @returns {Command[]}
 */
export function commandsFor(app) {
  const { session, prefs } = app;
  /** @type {Command[]} */
  const commands = ofTicket(app);
  const { known } = session.presence;
  const other = session.wanted === 'online' ? 'offline' : 'online';
  if (known) commands.push({ label: t(`desk.go.${other}`), run: () => choosePresence(session, other) });
  for (const item of session.statuses.all) {
    const number = session.store.tickets.get(item.frame.ticket_id)?.number ?? '';
    const run = () => void app.undo(item.frame.ticket_id);
    if (item.state === 'queued') commands.unshift({ label: `${t('desk.undo')} #${number}`, hint: key('undo'), run });
  }
  LIST_NAMES.forEach((list, index) => {
    const label = t('desk.cmd.list', { list: t(`desk.list.${list}`) });
    commands.push({ label, hint: String(index + 1), run: () => app.goList(list) });
  });
  commands.push(
    { label: t('desk.search'), hint: key('search'), run: () => app.errand('search') },
    { label: t('desk.keys'), hint: key('shortcuts'), run: () => app.errand('shortcuts') },
    { label: t('desk.settings'), run: () => app.errand('settings') });
  for (const theme of /** @type {const} */ (['system', 'light', 'dark'])) {
    const label = t('desk.cmd.theme', { theme: t(`desk.theme.${theme}`) });
    if (prefs.get('theme') !== theme) commands.push({ label, run: () => prefs.set('theme', theme) });
  }
  commands.push({ label: t('desk.logout'), run: () => app.errand('logout') });
  for (const one of session.store.newest(TICKETS)) {
    commands.push({ label: `#${one.number} ${one.user_name}: ${one.subject}`, run: () => app.goTicket(one.ticket_id) });
  }
  return commands;
}

/**
 * What can be done with the open ticket.
 * @param {import('./app.js').DeskApp} app
 * @returns {Command[]}
 */
function ofTicket(app) {
  const { session } = app;
  const ticket = session.shown;
  const id = session.openId;
  if (!ticket || !id) return [];
  /** @type {Command[]} */
  const commands = [
    { label: t('desk.cmd.reply'), hint: key('reply'), run: () => void app.keyboard.run('reply') },
    { label: t('desk.cmd.note'), hint: key('note'), run: () => void app.keyboard.run('note') },
  ];
  commands.push({ label: t('desk.cmd.link'), run: () => void app.navigation.copyLink() });
  if (!session.able) return commands;
  if (pickable(ticket, session.me)) {
    const label = `${t(repick(ticket, session.me) ? 'desk.pick.again' : 'desk.pick')} #${ticket.number}`;
    commands.unshift({ label, hint: key('pick'), run: () => app.pick(id) });
  }
  const may = allowed(ticket, session.me);
  for (const name of ACTIONS) {
    const label = `${t(`desk.action.${name}`)} #${ticket.number}`;
    const hint = name === 'resolve' ? key('resolve') : undefined;
    if (may.has(name)) commands.push({ label, hint, run: () => app.act(name) });
  }
  for (const priority of may.has('set_priority') ? PRIORITIES : []) {
    const label = t('desk.cmd.priority', { priority: t(`desk.priority.${priority}`) });
    const run = () => void session.act({ type: 'set_priority', ticket_id: id, priority });
    if (priority !== ticket.priority) commands.push({ label, run });
  }
  for (const one of may.has('transfer') ? session.store.people.staff.values() : []) {
    if (!one.online || one.staff_id === session.me.id) continue;
    const run = () => void session.act({ type: 'transfer', ticket_id: id, staff_id: one.staff_id });
    commands.push({ label: t('desk.cmd.transfer', { name: one.name }), run });
  }
  return commands;
}
