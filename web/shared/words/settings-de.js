import settings from '../locales/settings-de.js';

/** @type {import('../i18n.js').Catalogue} */
export default settings;
