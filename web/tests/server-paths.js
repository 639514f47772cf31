// Pages import `/shared/…` from the server. A test that loads such a page's module imports this first, and the module
// with `await import`.
import { register } from 'node:module';

const web = new URL('..', import.meta.url).href;
register(`data:text/javascript,${encodeURIComponent(`
  export const resolve = (name, context, next) =>
    next(name.startsWith('/shared/') ? '${web}' + name.slice(1) : name, context);
`)}`);
