// What the pages say that are no desk yet: setting up, and an invitation.
import door from '../locales/door-de.js';
import errors from '../locales/errors-de.js';
import staffErrors from '../locales/staff-errors-de.js';
import shared from '../locales/de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...errors, ...staffErrors, ...door };
