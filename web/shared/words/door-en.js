// What the pages say that are no desk yet: setting up, and an invitation.
import door from '../locales/door-en.js';
import errors from '../locales/errors-en.js';
import staffErrors from '../locales/staff-errors-en.js';
import shared from '../locales/en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...errors, ...staffErrors, ...door };
