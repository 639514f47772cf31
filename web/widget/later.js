// What the first sight of the chat can do without, in one file of a release.
export { paintPanel } from '/shared/ticket-panel.js';
export { Notifier } from '/shared/notify.js';
export { Polling } from '/shared/polling.js';
export { listPage } from './list.js';
