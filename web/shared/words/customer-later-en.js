// What a customer's page says in the parts that the first sight can do without.
import account from '../locales/account-en.js';
import errors from '../locales/errors-en.js';
import later from '../locales/later-en.js';
import panel from '../locales/panel-en.js';

/** @type {import('../i18n.js').Catalogue} */
export default { ...errors, ...later, ...panel, ...account };
