import { t } from '/shared/i18n.js';
import { Notifier } from '/shared/notify.js';

/** Tells of new tickets and messages: title and sound always, the system's notifications when the agent wants them. */
export class Alerts {
  /**
   * @param {import('./session.js').DeskSession} session
   * @param {import('./prefs.js').Prefs} prefs
   * @param {Notifier} notifier
   * @param {(ticketId: string) => void} open
   */
  constructor(session, prefs, notifier, open) {
    this.session = session;
    this.prefs = prefs;
    this.notifier = notifier;
    this.open = open;
    this.arrived = (/** @type {Event} */ event) => this.#arrived(/** @type {CustomEvent} */ (event).detail);
    session.addEventListener('arrived', this.arrived);
  }

  stop() {
    this.session.removeEventListener('arrived', this.arrived);
  }

  /** @param {{kind: 'ticket'|'transfer'|'message', frame: import('./types.js').Frame}} what */
  #arrived({ kind, frame }) {
    const id = kind === 'message' ? frame.ticket_id : frame.ticket.ticket_id;
    const away = document.hidden || !document.hasFocus();
    if (kind === 'message' && !away && this.session.openId === id) return; // it is before their eyes
    this.notifier.message();
    const wanted = document.hidden && this.prefs.get('alerts') === 'on';
    if (!wanted || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const ticket = kind === 'message' ? this.session.store.tickets.get(id) : frame.summary;
    const title = kind === 'ticket' ? t('desk.alert.ticket', { name: ticket?.user_name ?? t('someone') })
      : kind === 'transfer' ? t('desk.alert.transfer', { name: frame.from, number: ticket.number })
        : t('desk.alert.message', { name: frame.author_name ?? t('someone') });
    try {
      const note = new Notification(title, { body: kind === 'message' ? frame.text : ticket?.subject ?? '', tag: id });
      note.onclick = () => {
        window.focus();
        this.open(id);
        note.close();
      };
    } catch {
      // Some phones forbid notifications from pages: title and sound remain.
    }
  }
}
