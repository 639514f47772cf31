/** @type {import('../i18n.js').Catalogue} */
export default {
  'ticket.followed': 'Es geht weiter in Ticket #{number}.',
  'ticket.open_it': 'Öffnen',
  'compose.paused': 'Sie können hier wieder schreiben, sobald jemand dazukommt.',
  'end.title': 'Gelöst?',
  'end.reopen': 'Ich brauche noch Hilfe',
  'end.close': 'Ja, schließen',
  'rate.title': 'Wie war es?',
  'rate.1': 'Sehr schlecht', 'rate.2': 'Schlecht', 'rate.3': 'In Ordnung', 'rate.4': 'Gut', 'rate.5': 'Sehr gut',
  'rate.comment': 'Möchten Sie etwas ergänzen? (freiwillig)',
  'rate.submit': 'Bewertung senden',
  'rate.thanks': 'Danke für Ihre Bewertung.',

  'away.where': 'Die Antwort finden Sie hier. Diese Seite behält Ihre Tickets in diesem Browser.',
  'away.where.page': 'Die Antwort finden Sie hier im Chat und auf',
  'away.page': 'einer Seite mit Ihren Tickets',
  'away.email': 'Ihre E-Mail, damit das Team Sie erreichen kann (freiwillig)',
  'away.placeholder': 'name@beispiel.de',
  'away.save': 'Speichern',
  'away.invalid': 'Bitte prüfen Sie diese E-Mail-Adresse.',
  'away.kept': 'Das Team kann Sie unter {email} erreichen.',
  'away.change': 'Ändern',
};
