import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, linkTo, NEW, parse, settings, tickets } from '../desk/routes.js';

test('each address names one view, and each view one address', () => {
  for (const hash of [
    'waiting', 'closed/1042', 'settings', 'settings/account', 'settings/inbox', 'settings/inbox/main',
    'settings/inbox/main/history', 'settings/team/+', 'settings/tag/a%2Fb',
    'settings/changes', 'settings/changes/tag', 'search/tent', 'search/tent/1042', 'search/%231042%20a%2Fb',
  ]) assert.equal(address(parse(`#${hash}`)), hash);
});

test('the parts of an address', () => {
  assert.deepEqual(parse('#mine/1042'), tickets('mine', '1042'));
  assert.deepEqual(parse('#settings/inbox/main/history'), settings('inbox', 'main', true));
  assert.deepEqual(parse('#settings/team/+'), settings('team', NEW));
});

test('a search is an address, with the ticket that was opened from it', () => {
  assert.deepEqual(parse('#search/a%2Fb%20c/1042'), tickets(null, 1042, 'a/b c'));
  assert.deepEqual(parse('#search'), tickets(null), 'of nothing it is no search');
  assert.equal(address(tickets('mine', '', 'zelt')), 'search/zelt', 'whichever list it was begun from');
});

test('what is no list leaves the list as it is', () => {
  assert.deepEqual(parse(''), tickets(null));
  assert.deepEqual(parse('#nonsense/7'), tickets(null, '7'));
  assert.deepEqual(parse('#mine/%E0'), tickets('mine', '%E0'),
    'a broken address breaks nothing');
});

test('a link for a colleague names a list that they have as well, and nobody', () => {
  assert.equal(linkTo('https://help.example', 1042), 'https://help.example/desk#all/1042');
});
