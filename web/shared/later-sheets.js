// The style sheets that the first sight of a page can do without: they stand in its `<template id="later">`.

import { h } from './dom.js';

/** @type {Promise<unknown>|null} */ let loading = null;

/** Loads them, once. Without a network they cannot be had: the next call tries again. */
export function laterSheets() {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById('later'));
  loading ??= Promise.all(Array.from(content.children, load)).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** @param {Element} sheet */
const load = (sheet) => new Promise((onload, fail) => {
  const link = h('link', {
    rel: 'stylesheet', href: sheet.getAttribute('href'), onload, onerror: () => { link.remove(); fail(new Error()); },
  });
  document.head.append(link);
});
