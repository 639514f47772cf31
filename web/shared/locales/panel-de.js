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
};
