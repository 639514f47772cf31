import portal from '../locales/portal-en.js';
import customer from './customer-en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...customer, ...portal };
