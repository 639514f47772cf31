// What a customer's page says at once, in one file of a release.
import shared from '../locales/en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared };
