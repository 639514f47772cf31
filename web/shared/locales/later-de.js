// What the first sight of a chat can do without, and the desk says as well.

/** @type {import('../i18n.js').Catalogue} */
export default {
  'notify.mute': 'Ton ausschalten',
  'notify.unmute': 'Ton einschalten',
  'time.now': 'jetzt',
};
