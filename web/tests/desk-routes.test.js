import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, linkTo, NEW, parse, settings } from '../desk/routes.js';

test('each address names one view, and each view one address', () => {
  for (const hash of [
    'waiting', 'closed/1042', 'settings', 'settings/account', 'settings/inbox', 'settings/inbox/main',
    'settings/inbox/main/history', 'settings/team/+', 'settings/tag/a%2Fb',
  ]) assert.equal(address(parse(`#${hash}`)), hash);
});

test('the parts of an address', () => {
  assert.deepEqual(parse('#mine/1042'), { view: 'list', list: 'mine', number: '1042' });
  assert.deepEqual(parse('#settings/inbox/main/history'), settings('inbox', 'main', true));
  assert.deepEqual(parse('#settings/team/+'), settings('team', NEW));
});

test('what is no list leaves the list as it is', () => {
  assert.deepEqual(parse(''), { view: 'list', list: null, number: '' });
  assert.deepEqual(parse('#nonsense/7'), { view: 'list', list: null, number: '7' });
  assert.deepEqual(parse('#mine/%E0'), { view: 'list', list: 'mine', number: '%E0' },
    'a broken address breaks nothing');
});

test('a link for a colleague names a list that they have as well, and nobody', () => {
  assert.equal(linkTo('https://help.example', 1042), 'https://help.example/desk#all/1042');
});
