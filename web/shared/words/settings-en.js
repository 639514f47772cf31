import settings from '../locales/settings-en.js';

/** @type {import('../i18n.js').Catalogue} */
export default settings;
