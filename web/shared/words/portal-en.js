import customer from './customer-en.js';
import later from './customer-later-en.js';
import search from '../locales/search-en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...customer, ...later, ...search };
