/** @type {import('../i18n.js').Catalogue} */
export default {
  'err.chat_paused': 'Der Chat wurde pausiert, bevor es ankam. Es wird gesendet, wenn er weitergeht.',
  'err.leave_message_off': 'Gerade kann keine Nachricht hinterlassen werden.',
  'err.rate_limited': 'Das war viel auf einmal. Warten Sie kurz und versuchen Sie es erneut.',
  'err.store_unavailable': 'Es konnte nicht gespeichert werden. Versuchen Sie es gleich noch einmal.',
  'err.draining': 'Der Server startet neu. Versuchen Sie es gleich noch einmal.',
  'err.internal': 'Bei uns ist etwas schiefgegangen. Versuchen Sie es erneut.',
  'err.too_large': 'Das ist zu lang.',
  'err.bad_request': 'Bitte prüfen Sie Ihre Angaben.',
  'err.ticket_closed': 'Dieses Ticket ist geschlossen.',
  'err.read_only': 'Diesem Ticket kann nichts hinzugefügt werden.',
  'err.ticket_full': 'Dieses Ticket ist voll. Fragen Sie in einem neuen.',
  'err.invalid_transition': 'Das Ticket hat sich inzwischen verändert.',
  'err.not_found': 'Dieses Ticket gibt es nicht, oder es gehört Ihnen nicht.',
  'err.not_authenticated': 'Bitte melden Sie sich erneut an.',
  'err.forbidden': 'Das ist Ihnen nicht erlaubt.',
  'err.client_id_reused': 'Diese Nachricht wurde schon mit anderen Worten gesendet.',
};
