// What a customer's page says, in one file of a release.
import shared from '../locales/en.js';
import panel from '../locales/panel-en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...shared, ...panel };
