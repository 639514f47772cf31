// Of the one table of what can go wrong, what only agents get to read. `.staff`: customers read it in other words;
// `.act`: of something that was tried.

/** @type {import('../i18n.js').Catalogue} */
export default {
  'err.already_picked': '{name} has it.',
  'err.already_picked.someone': 'Somebody else has it.',
  'err.changed_meanwhile': 'Somebody else changed it meanwhile. Look at it again.',
  'err.chat_paused.staff': 'The chat is paused. Pick the ticket again.',
  'err.email_taken': 'There is an account with this email already.',
  'err.must_repick': 'You were offline. It is sent when you have picked the ticket again.',
  'err.must_repick.act': 'You were offline. Pick the ticket again.',
  'err.newer_messages': 'There are newer messages.',
  'err.not_assigned': 'The ticket is not yours. It is sent when you have picked it.',
  'err.not_assigned.act': 'Pick the ticket first.',
  'err.not_found.staff': 'The ticket does not exist, or it is not yours to see.',
  'err.offline.staff': 'No connection. Nothing was changed.',
  'err.outbox_full': 'Too many unsent messages. Wait until the connection is back.',
  'err.pick_offline': 'Go online to pick tickets.',
  'err.second_factor_on': 'The second factor is on already.',
  'err.staff_offline': 'You were offline. It is sent when you are online and have the ticket.',
  'err.staff_offline.act': 'That needs somebody online. Go online, or choose another agent.',
  'err.ticket_closed.staff': 'The ticket is closed.',
  'err.ticket_full.staff': 'The ticket has reached its limit. Close it; a follow-up can be opened.',
  'err.wrong_code': 'The code is not right, or it was used already.',
  'err.wrong_password': 'This is not your password.',
  'problem.too_long.list': 'Too many: at most {n}.',
  'problem.too_short.list': 'Too few: at least {n}.',
};
