// The doors of the desk: signing in, setting up, an invitation.

/** @type {import('../i18n.js').Catalogue} */
export default {
  'desk.unreachable': 'Der Server antwortet nicht. Neuer Versuch…',
  'desk.login.title': 'Am Pult anmelden',
  'desk.login.submit': 'Anmelden',
  'desk.login.empty': 'Geben Sie E-Mail und Passwort ein.',
  'desk.login.out': 'Sie wurden abgemeldet. Melden Sie sich an, um weiterzuarbeiten.',
  'desk.login.again': 'Das hat zu lange gedauert. Melden Sie sich noch einmal an.',
  'desk.login.code': 'Noch ein Schritt',
  'desk.login.code.hint': 'Geben Sie die sechs Ziffern ein, die Ihre Authenticator-App zeigt, oder einen Ihrer '
    + 'Wiederherstellungscodes.',
  'desk.login.back': 'Zurück',
  'desk.login.setup': 'Hier hat noch niemand ein Konto',
  'desk.login.setup.hint': 'Der Server hat beim Start einen Link in sein Protokoll geschrieben, in eine Zeile, die '
    + 'mit „setup:“ beginnt. '
    + 'Öffnen Sie ihn, um das erste Konto anzulegen. Er gilt einmal und einen Tag; nach einem Neustart steht dort '
    + 'ein neuer.',
  'desk.login.setup.done': 'Das Konto gibt es jetzt: anmelden',
  'desk.field.name': 'Name',
  'desk.field.email': 'E-Mail',
  'desk.field.password': 'Passwort',
  'desk.field.role': 'Rolle',
  'desk.profile.hint': 'Diesen Namen sehen die Kunden.',
  'desk.totp.code': 'Code',
  'desk.password.hint': 'Mindestens {n} Zeichen.',
  'setup.title': 'Beckon einrichten',
  'setup.intro': 'Legen Sie das erste Administrationskonto an. Dieser Link gilt einmal.',
  'setup.email.hint': 'Damit melden Sie sich an.',
  'setup.submit': 'Konto anlegen',
  'setup.empty': 'Füllen Sie alle drei Felder aus.',
  'setup.email.bad': 'Diese E-Mail sieht nicht richtig aus.',
  'setup.password.short': 'Das Passwort braucht mindestens {n} Zeichen.',
  'setup.used.title': 'Dieser Link gilt nicht mehr',
  'setup.used': 'Er wurde schon benutzt oder ist abgelaufen. Hat noch niemand ein Konto, starten Sie den Server '
    + 'neu: Sein Protokoll zeigt einen neuen Link.',
  'setup.already.title': 'Beckon ist schon eingerichtet',
  'setup.already': 'Es gibt ein Administrationskonto. Melden Sie sich am Pult an, oder bitten Sie dort um ein Konto.',
  'setup.token.missing': 'Der Link ist nicht vollständig. Kopieren Sie ihn ganz aus dem Protokoll des Servers.',
  'setup.done.title': 'Fertig, {name}',
  'setup.done': 'Setzen Sie diese Zeile in Ihre Seite, vor das Ende von body. Das Chatfenster erscheint sofort.',
  'setup.snippet': 'Die Zeile für Ihre Seite',
  'setup.copy': 'Kopieren',
  'setup.copied': 'Kopiert.',
  'setup.copy.failed': 'Kopieren ging nicht. Markieren Sie die Zeile und kopieren Sie sie von Hand.',
  'setup.desk': 'Zum Pult',
  'invite.title': 'Ihre Einladung',
  'invite.intro': 'Wählen Sie ein Passwort, und das Pult gehört Ihnen. Sie melden sich als {email} an.',
  'invite.submit': 'Zum Pult',
  'invite.password.title': 'Ein neues Passwort',
  'invite.password.intro': 'Für {email}. Überall, wo Sie mit dem alten angemeldet sind, werden Sie abgemeldet.',
  'invite.password.submit': 'Passwort setzen',
  'invite.done': 'Sie sind angemeldet.',
  'invite.used': 'Er wurde schon benutzt, ist abgelaufen, oder es gibt einen neueren. Bitten Sie eine '
    + 'Administratorin oder einen Administrator um einen anderen.',
  'invite.missing': 'Der Link ist nicht vollständig. Kopieren Sie ihn ganz.',
};
