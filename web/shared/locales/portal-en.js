/** @type {import('../i18n.js').Catalogue} */
export default {
  'account.title': 'Account',
  'account.guest': 'Sign in',
  'account.register': 'Create account',
  'account.register.hint': 'Keep your tickets and find them on every device.',
  'account.login': 'Sign in',
  'account.logout': 'Sign out',
  'account.name': 'Name',
  'account.email': 'Email',
  'account.password': 'Password',
  'account.password.hint': 'At least {n} characters.',
  'account.have': 'I have an account',
  'account.new': 'I am new here',
  'account.signed_in': 'Signed in as {name}',
  'account.cancel': 'Cancel',
  'desk.link': 'Agents’ desk',

  'err.password': 'Choose another password: {n} to {max} characters, and none of the most common ones.',
  'err.wrong_credentials': 'Email or password is not right.',
  'err.email_taken': 'There is an account with this email already.',
  'err.offline': 'No connection. Check the network and try again.',
};
