/** @type {import('../i18n.js').Catalogue} */
export default {
  'account.title': 'Konto',
  'account.guest': 'Anmelden',
  'account.register': 'Konto anlegen',
  'account.register.hint': 'Behalten Sie Ihre Tickets und finden Sie sie auf jedem Gerät.',
  'account.login': 'Anmelden',
  'account.logout': 'Abmelden',
  'account.name': 'Name',
  'account.email': 'E-Mail',
  'account.password': 'Passwort',
  'account.password.hint': 'Mindestens {n} Zeichen.',
  'account.have': 'Ich habe ein Konto',
  'account.new': 'Ich bin neu hier',
  'account.signed_in': 'Angemeldet als {name}',
  'account.cancel': 'Abbrechen',
  'desk.link': 'Zum Support-Desk',

  'err.password': 'Wählen Sie ein anderes Passwort: {n} bis {max} Zeichen und keines der häufigsten.',
  'err.wrong_credentials': 'E-Mail oder Passwort stimmt nicht.',
  'err.email_taken': 'Mit dieser E-Mail gibt es schon ein Konto.',
  'err.offline': 'Keine Verbindung. Prüfen Sie das Netz und versuchen Sie es erneut.',
};
