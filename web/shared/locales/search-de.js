/** @type {import('../i18n.js').Catalogue} */
export default {
  'search.label': 'Ihre Tickets durchsuchen',
  'search.words': 'Suchen…',
  'search.status': 'Status',
  'search.status.any': 'Jeder Status',
  'search.status.open': 'Offen',
  'search.status.pending': 'Ihre Antwort fehlt',
  'search.status.resolved': 'Gelöst',
  'search.status.closed': 'Geschlossen',
  'search.failed': 'Die Suche hat nicht geklappt. Versuchen Sie es erneut.',
  'search.found': { one: '1 Ticket gefunden', other: '{n} Tickets gefunden' },
};
