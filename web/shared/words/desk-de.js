import desk from '../locales/desk-de.js';
import door from '../locales/door-de.js';
import errors from '../locales/errors-de.js';
import later from '../locales/later-de.js';
import staffErrors from '../locales/staff-errors-de.js';
import shared from '../locales/de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...later, ...errors, ...staffErrors, ...door, ...desk };
