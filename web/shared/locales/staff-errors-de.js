// Of the one table of what can go wrong, what only agents get to read. `.staff`: customers read it in other words;
// `.act`: of something that was tried.

/** @type {import('../i18n.js').Catalogue} */
export default {
  'err.already_picked': '{name} hat es.',
  'err.already_picked.someone': 'Jemand anders hat es.',
  'err.changed_meanwhile': 'Jemand anderes hat es inzwischen geändert. Sehen Sie es sich noch einmal an.',
  'err.chat_paused.staff': 'Das Gespräch ist angehalten. Nehmen Sie das Ticket wieder.',
  'err.email_taken': 'Mit dieser E-Mail gibt es schon ein Konto.',
  'err.must_repick': 'Sie waren offline. Es wird gesendet, wenn Sie das Ticket wieder genommen haben.',
  'err.must_repick.act': 'Sie waren offline. Nehmen Sie das Ticket wieder.',
  'err.newer_messages': 'Es gibt neuere Nachrichten.',
  'err.not_assigned': 'Das Ticket haben Sie nicht. Es wird gesendet, wenn Sie es genommen haben.',
  'err.not_assigned.act': 'Nehmen Sie das Ticket zuerst.',
  'err.not_found.staff': 'Das Ticket gibt es nicht, oder Sie dürfen es nicht sehen.',
  'err.offline.staff': 'Keine Verbindung. Nichts wurde geändert.',
  'err.outbox_full': 'Zu viele ungesendete Nachrichten. Warten Sie, bis die Verbindung wieder steht.',
  'err.pick_offline': 'Gehen Sie online, um Tickets zu nehmen.',
  'err.second_factor_on': 'Der zweite Faktor ist schon eingeschaltet.',
  'err.staff_offline': 'Sie waren offline. Es wird gesendet, wenn Sie online sind und das Ticket haben.',
  'err.staff_offline.act': 'Dafür muss jemand online sein. Gehen Sie online, oder wählen Sie jemand anders.',
  'err.ticket_closed.staff': 'Das Ticket ist geschlossen.',
  'err.ticket_full.staff': 'Das Ticket hat seine Grenze erreicht. Schließen Sie es; ein Folgeticket kann eröffnet '
    + 'werden.',
  'err.wrong_code': 'Der Code stimmt nicht oder wurde schon benutzt.',
  'err.wrong_password': 'Das ist nicht Ihr Passwort.',
  'problem.too_long.list': 'Zu viele: höchstens {n}.',
  'problem.too_short.list': 'Zu wenige: mindestens {n}.',
};
