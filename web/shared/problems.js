import { has, t } from './i18n.js';

/**
 * What is wrong with a field, in words.
 * @param {import('./forms/description.js').Problem} problem
 * @param {boolean} [list] it is a list, and what is counted are its entries
 */
export function problemWords({ problem, min = 0, max = 0 }, list = false) {
  const key = [`problem.${problem}${list ? '.list' : ''}`, `problem.${problem}`].find(has) ?? 'problem.not_allowed';
  return t(key, { n: problem === 'too_short' || problem === 'too_small' ? min : max });
}
