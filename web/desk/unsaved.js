import { t } from '/shared/i18n.js';
import { ask } from './dialogs.js';

const UNSAVED = '[data-unsaved]';

/**
 * Asks before what was changed and not saved is lost.
 * @param {() => void} leave
 * @returns {boolean} whether there is such a thing
 */
export function askUnsaved(leave) {
  if (!document.querySelector(UNSAVED)) return false;
  ask({
    title: t('desk.unsaved.title'), words: t('desk.unsaved.words'), yes: t('desk.unsaved.yes'), testid: 'ask-unsaved',
    run: () => {
      for (const form of document.querySelectorAll(UNSAVED)) form.removeAttribute('data-unsaved');
      leave();
    },
  });
  return true;
}

/** The browser asks in its own words before the page goes, and with it what was not saved. */
export function guardUnload() {
  addEventListener('beforeunload', (event) => {
    if (document.querySelector(UNSAVED)) event.preventDefault();
  });
}
