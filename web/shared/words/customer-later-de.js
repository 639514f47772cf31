// What a customer's page says in the parts that the first sight can do without.
import account from '../locales/account-de.js';
import errors from '../locales/errors-de.js';
import later from '../locales/later-de.js';
import panel from '../locales/panel-de.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...errors, ...later, ...panel, ...account };
