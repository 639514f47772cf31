/** @type {import('../i18n.js').Catalogue} */
export default {
  'search.label': 'Search your tickets',
  'search.words': 'Search…',
  'search.status': 'Status',
  'search.status.any': 'Any status',
  'search.status.open': 'Open',
  'search.status.pending': 'Your reply needed',
  'search.status.resolved': 'Resolved',
  'search.status.closed': 'Closed',
  'search.failed': 'The search did not work. Try again.',
  'search.found': { one: '1 ticket found', other: '{n} tickets found' },
};
