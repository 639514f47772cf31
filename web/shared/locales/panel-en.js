/** @type {import('../i18n.js').Catalogue} */
export default {
  'ticket.followed': 'This goes on in ticket #{number}.',
  'ticket.open_it': 'Open it',
  'compose.paused': 'You can write here again when someone joins.',
  'end.title': 'Solved?',
  'end.reopen': 'I still need help',
  'end.close': 'Yes, close it',
  'rate.title': 'How was it?',
  'rate.1': 'Very bad', 'rate.2': 'Bad', 'rate.3': 'All right', 'rate.4': 'Good', 'rate.5': 'Very good',
  'rate.comment': 'Anything to add? (optional)',
  'rate.submit': 'Send rating',
  'rate.thanks': 'Thank you for your rating.',
};
