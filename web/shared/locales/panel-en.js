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

  'away.where': 'You find the answer here. This page keeps your tickets in this browser.',
  'away.where.page': 'You find the answer here in this chat, and on',
  'away.page': 'a page with your tickets',
  'away.email': 'Your email, so that the team can reach you (optional)',
  'away.placeholder': 'name@example.com',
  'away.save': 'Save',
  'away.invalid': 'Please check this email address.',
  'away.kept': 'The team can reach you at {email}.',
  'away.change': 'Change',
};
