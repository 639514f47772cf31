import { t } from '/shared/i18n.js';
import { BINDINGS } from './keys.js';
import { LIST_NAMES } from './lists.js';
import { allowed, pickable } from './rules.js';

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
  const ticket = session.state?.seq ? session.state : session.row;
  const id = session.openId;
  /** @type {Command[]} */
  const commands = [];
  if (ticket && id) {
    const about = `#${ticket.number}`;
    commands.push({ label: t('desk.cmd.reply'), hint: key('reply'), run: () => void app.run('reply') }, { label: t('desk.cmd.note'), hint: key('note'), run: () => void app.run('note') });
    if (session.online) {
      if (pickable(ticket)) commands.unshift({ label: `${t(app.again ? 'desk.pick.again' : 'desk.pick')} ${about}`, hint: key('pick'), run: () => session.pick(id) });
      const may = allowed(ticket, session.me.id);
      for (const name of /** @type {const} */ (['resolve', 'pending', 'open', 'transfer', 'release', 'close'])) {
        if (may[name]) commands.push({ label: `${t(name === 'open' && ticket.status === 'resolved' ? 'desk.action.reopen' : `desk.action.${name}`)} ${about}`, hint: name === 'resolve' ? key('resolve') : undefined, run: () => app.act(name) });
      }
      if (may.priority) {
        for (const priority of PRIORITIES) if (priority !== ticket.priority) commands.push({ label: t('desk.cmd.priority', { priority: t(`desk.priority.${priority}`) }), run: () => void session.act({ type: 'set_priority', ticket_id: id, priority }) });
      }
      if (may.transfer) {
        for (const one of session.store.staff.values()) if (one.online && one.staff_id !== session.me.id) commands.push({ label: t('desk.cmd.transfer', { name: one.name }), run: () => void session.act({ type: 'transfer', ticket_id: id, staff_id: one.staff_id }) });
      }
    }
  }
  if (session.knowsPresence) commands.push({ label: t(session.wanted === 'online' ? 'desk.go.offline' : 'desk.go.online'), run: () => session.choose(session.wanted === 'online' ? 'offline' : 'online') });
  LIST_NAMES.forEach((list, index) => commands.push({ label: t('desk.cmd.list', { list: t(`desk.list.${list}`) }), hint: String(index + 1), run: () => app.goList(list) }));
  commands.push({ label: t('desk.search'), hint: key('search'), run: () => void app.run('search') }, { label: t('desk.keys'), hint: key('shortcuts'), run: () => void app.run('shortcuts') });
  commands.push({ label: t('desk.settings'), run: () => app.openSettings() });
  for (const theme of /** @type {const} */ (['system', 'light', 'dark'])) if (prefs.get('theme') !== theme) commands.push({ label: t('desk.cmd.theme', { theme: t(`desk.theme.${theme}`) }), run: () => prefs.set('theme', theme) });
  commands.push({ label: t('desk.logout'), run: () => app.signOut() });
  const tickets = [...session.store.tickets.values()].sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1)).slice(0, TICKETS);
  for (const one of tickets) commands.push({ label: `#${one.number} ${one.user_name}: ${one.subject}`, run: () => app.goTicket(one.ticket_id) });
  return commands;
}
