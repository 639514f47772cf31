import { has, language, t } from '../i18n.js';
import { full } from '../time.js';
import { fieldOf } from './description.js';

/** @typedef {import('./description.js').Field} Field */
/** @typedef {{id: string, name: string}} Named */

/** @param {string} key @param {string} otherwise */
const said = (key, otherwise) => (has(key) ? t(key) : otherwise);

/** A name of the server's, where no catalogue has words for it: a kind or field of a newer version. */
const plain = (/** @type {string} */ name) => {
  const words = name.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What the fields of a kind are called, in words of the catalogue: `settings.<kind>.<field>` and what begins so. */
export class Words {
  /**
   * @param {string} kind
   * @param {(kind: string, id: string) => string} [nameOf] what a reference is called
   */
  constructor(kind, nameOf = (_, id) => id) {
    this.kind = kind;
    this.nameOf = nameOf;
  }

  /** What one of these is called. */
  get one() { return said(`settings.${this.kind}`, plain(this.kind)); }

  /** What they are called together. */
  get all() { return said(`settings.${this.kind}.all`, this.one); }

  /** @param {string} key of a sentence about this kind, or of all kinds */
  sentence(key) {
    return said(`settings.${this.kind}.${key}`, t(`settings.${key}`, { one: this.one }));
  }

  /** @param {string} path */
  label(path) {
    const name = fieldOf(path);
    return said(`settings.${this.kind}.${name}`, plain(name));
  }

  /** @param {string} name @returns {string} empty: there is nothing to explain */
  help(name) {
    return said(`settings.${this.kind}.${name}.hint`, '');
  }

  /** @param {string} name @param {string} key of a map */
  key(name, key) {
    return said(`settings.${this.kind}.${name}.${key}`, languageName(key));
  }

  /** @param {string} name @param {string} value one of a choice's */
  choice(name, value) {
    return said(`settings.${this.kind}.${name}=${value}`, value ? languageName(value) : t('form.none'));
  }

  /**
   * A value in words.
   * @param {Field} field
   * @param {any} value
   * @returns {string}
   */
  value(field, value) {
    const { name, item, kind = '' } = field;
    if (field.type === 'choice') return this.choice(name, value ?? '');
    if (field.type === 'secret') return value ? t('form.made', { at: full(value) }) : t('form.none');
    if (value === undefined || value === null) return '';
    if (field.type === 'boolean') return t(value ? 'form.on' : 'form.off');
    if (field.type === 'reference') return this.nameOf(kind, value);
    if (Array.isArray(value)) return value.map((one) => this.value({ type: '', ...item, name }, one)).join(', ');
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** @param {string} code of a language, or anything else, which is then only made readable */
function languageName(code) {
  if (!/^[a-z]{2,3}(-[A-Za-z]+)?$/.test(code)) return plain(code);
  try {
    return new Intl.DisplayNames([language()], { type: 'language', fallback: 'none' }).of(code) ?? plain(code);
  } catch {
    return plain(code);
  }
}
