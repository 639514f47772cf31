// What the first sight of a chat can do without, and the desk says as well.

/** @type {import('../i18n.js').Catalogue} */
export default {
  'notify.mute': 'Turn sound off',
  'notify.unmute': 'Turn sound on',
  'time.now': 'now',
};
