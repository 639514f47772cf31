// Made from the model: what may be done, and what lists hold. Never changed by hand; docs/api.md says how it is made.

/** @type {import('./actions.js').ActionTable} */
export const STAFF_ACTIONS = {
  facts: [
    ['read_only', [false, true]],
    ['status', ['open', 'pending', 'resolved', 'closed']],
    ['chat', ['waiting', 'live', 'paused', 'ended', 'closed']],
    ['role', ['agent', 'supervisor', 'admin']],
    ['whose', ['mine', 'colleague', 'nobody']],
    ['online', [true, false]],
  ],
  sets: [
    ['note', 'pick', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['message', 'note', 'release', 'transfer', 'pending', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags',
      'move'],
    ['note', 'pick', 'release', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'release', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'pick', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['message', 'note', 'release', 'transfer', 'open', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags',
      'move'],
    ['note', 'reopen', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note'],
    ['note', 'pick', 'transfer', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'transfer', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'release', 'transfer', 'pending', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'pick', 'release', 'transfer', 'pending', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags',
      'move'],
    ['note', 'release', 'transfer', 'open', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags', 'move'],
    ['note', 'pick', 'release', 'transfer', 'open', 'resolve', 'close', 'set_priority', 'set_subject', 'set_tags',
      'move'],
    [],
  ],
  rows:
    '....ab....jk....jkccbb..ccll..ccll..defb..mlml..mlml................................................' +
    '........ggbb..ggnn..ggnn..defb..onon..onon..........................................................' +
    '..................................hhhhhhhhhhhhhhhhhh................................................' +
    '..........................................iiiiiiiiiiiiiiiiii....pp....pp....pppppp..pppp..pppp..pppp' +
    '..pppp..pppp........................................................pppp..pppp..pppp..pppp..pppp..pp' +
    'pp............................................................................................pppppp' +
    'pppppppppppp........................................................................................' +
    '..pppppppppppppppppp',
};

/** @type {Record<string, import('./order.js').List>} */
export const LISTS = {
  waiting: {status: ['open', 'pending'], chat: ['waiting', 'paused'], mine: false, order: [
    {field: 'priority', direction: 'descending', ranks: ['low', 'normal', 'high', 'urgent']},
    {field: 'waiting_since', direction: 'ascending'},
    {field: 'number', direction: 'ascending'},
  ]},
  mine: {status: ['open', 'pending'], chat: [], mine: true, order: [
    {field: 'updated_at', direction: 'descending'},
    {field: 'number', direction: 'descending'},
  ]},
  pending: {status: ['pending'], chat: [], mine: false, order: [
    {field: 'updated_at', direction: 'descending'},
    {field: 'number', direction: 'descending'},
  ]},
  resolved: {status: ['resolved'], chat: [], mine: false, order: [
    {field: 'updated_at', direction: 'descending'},
    {field: 'number', direction: 'descending'},
  ]},
  closed: {status: ['closed'], chat: [], mine: false, order: [
    {field: 'updated_at', direction: 'descending'},
    {field: 'number', direction: 'descending'},
  ]},
  all: {status: ['open', 'pending', 'resolved'], chat: [], mine: false, order: [
    {field: 'updated_at', direction: 'descending'},
    {field: 'number', direction: 'descending'},
  ]},
};
