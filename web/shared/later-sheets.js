// The style sheets that the first sight of a page can do without: they stand in its `<template id="later">`.

/** @type {Promise<unknown>} */ let before = Promise.resolve();

/** Loads them, once. Without a network they cannot be had: the next call tries those again. */
export function laterSheets() {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById('later'));
  const load = (/** @type {any} */ link) => new Promise((done, fail) => {
    link.onload = done;
    link.onerror = () => { content.append(link); fail(link); };
    document.head.append(link);
  });
  // All are named before the first one moves: the list of children is a live one.
  return before = before.catch(() => {}).then(() => Promise.all([...content.children].map(load)));
}
