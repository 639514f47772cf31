// A description as the server sends it, for the tests of the forms.

/** @type {import('../shared/forms/description.js').Kind} */
export const INBOX = {
  kind: 'inbox', title: 'name', own: false, may_change: true, may_create: true, permanent: ['main'], fields: [
    { name: 'name', type: 'text', min: 1, max: 80, default: 'Support' },
    { name: 'greeting', type: 'text', max: 300, lines: 3, default: 'How can we help?' },
    { name: 'greetings', type: 'map', keys: ['en', 'de'], item: { type: 'text', max: 300, lines: 3 }, default: {} },
    { name: 'accent', type: 'colour', default: '#3b5bdb' },
    { name: 'leave_message', type: 'boolean', default: true },
    { name: 'locale', type: 'choice', choices: ['', 'en', 'de'], default: '' },
    { name: 'origins', type: 'list', max: 3, item: { type: 'origin' }, default: [] },
    { name: 'auto_close_days', type: 'integer', min: 1, max: 365, default: 7 },
    { name: 'members', type: 'list', max: 500, item: { type: 'reference', kind: 'agent' }, default: [] },
  ],
};

/** @param {Record<string, any>} [value] @param {number} [revision] */
export const inbox = (value = {}, revision = 7) => ({
  kind: 'inbox', id: 'main', revision, archived: false, value: { name: 'Support', greeting: 'Hello', ...value },
});
