/** @type {import('../i18n.js').Catalogue} */
export default {
  'err.chat_paused': 'The chat was paused before it arrived. It is sent when the chat goes on.',
  'err.leave_message_off': 'Messages cannot be left right now.',
  'err.rate_limited': 'That was a lot at once. Wait a moment and try again.',
  'err.store_unavailable': 'It could not be saved. Try again in a moment.',
  'err.draining': 'The server is restarting. Try again in a moment.',
  'err.internal': 'Something went wrong on our side. Try again.',
  'err.too_large': 'That is too long.',
  'err.bad_request': 'Please check what you entered.',
  'err.ticket_closed': 'This ticket is closed.',
  'err.read_only': 'Nothing can be added to this ticket.',
  'err.ticket_full': 'This ticket is full. Ask in a new one.',
  'err.invalid_transition': 'The ticket has moved on meanwhile.',
  'err.not_found': 'This ticket does not exist, or it is not yours.',
  'err.not_authenticated': 'Please sign in again.',
  'err.forbidden': 'You are not allowed to do that.',
  'err.client_id_reused': 'This message was sent already with other words.',
};
