import desk from '../locales/desk-de.js';
import door from '../locales/door-de.js';
import errors from '../locales/errors-de.js';
import shared from '../locales/de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...errors, ...door, ...desk };
