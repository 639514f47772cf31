// Made from the model: what may be done, and what lists hold. Never changed by hand; docs/api.md says how it is made.

/** @type {import('./actions.js').ActionTable} */
export const CUSTOMER_ACTIONS = {
  facts: [
    ['read_only', [false, true]],
    ['status', ['open', 'pending', 'resolved', 'closed']],
    ['chat', ['waiting', 'live', 'paused', 'ended', 'closed']],
    ['leave_message', [true, false]],
  ],
  sets: [
    ['message', 'ask_new', 'close'],
    ['leave_message', 'ask_new', 'close'],
    ['ask_new', 'close'],
    ['message', 'ask_new', 'reopen', 'close', 'rate'],
    ['follow_up', 'ask_new', 'rate'],
    ['ask_new'],
  ],
  rows:
    'aaaabc......aabc..........dd..........eeffffff......ffff..........ff..........ff',
};
