import customer from './customer-de.js';
import later from './customer-later-de.js';
import search from '../locales/search-de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...customer, ...later, ...search };
