import desk from '../locales/desk-en.js';
import door from '../locales/door-en.js';
import errors from '../locales/errors-en.js';
import later from '../locales/later-en.js';
import staffErrors from '../locales/staff-errors-en.js';
import shared from '../locales/en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...later, ...errors, ...staffErrors, ...door, ...desk };
