import portal from '../locales/portal-de.js';
import customer from './customer-de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...customer, ...portal };
