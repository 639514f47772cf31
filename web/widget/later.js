// What the first sight of the chat can do without, in one file of a release.

// So that a release keeps all that the frame needs at once in one file, and not what both need in another: two compress
// worse.
import './frame.js';

export { sendEmail } from '/shared/email.js';
export { Notifier } from '/shared/notify.js';
export { paintPanel } from '/shared/ticket-panel.js';
export { account, listPage } from './list.js';
