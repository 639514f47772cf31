import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { qrModules } from '../desk/qr.js';
import { versionFor } from '../desk/qr-bits.js';
import { deviceName } from '../desk/device-name.js';

const URI = 'otpauth://totp/Beckon:dana%40shop.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Beckon'
  + '&algorithm=SHA1&digits=6&period=30';

/** @param {string} text */
const digest = (text) => createHash('sha256').update(
  JSON.stringify(qrModules(text)?.map((row) => row.map(Number)))).digest('hex');

test('a QR code is as large as its text needs', () => {
  assert.deepEqual([1, 17, 18, 129, 271].map(versionFor), [1, 1, 2, 6, 10]);
  assert.equal(versionFor(272), undefined);
  assert.equal(qrModules('x'.repeat(272)), null);
  assert.equal(qrModules(URI)?.length, 41);
});

// These symbols were read back by OpenCV's decoder: one block, two blocks, four blocks with version bits.
test('QR codes are the ones that a decoder has read', () => {
  assert.deepEqual([digest('A'), digest(URI), digest('z'.repeat(271))], [
    'a0e39947c986957c544a77a9d16b9f06c54ed9a7c5af254324767c2711a865b8',
    '8c1b571f6d557a3179f3dfb665d588d9bbc391e33a9224041a88d143d2e66ff3',
    'c8c11d4b30ee8234a7079a2e993dc1f858e71febf2412f407a875596d77e1d8a',
  ]);
});

test('a device has a name that people know', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/130.0.0.0 Safari/537.36';
  const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1';
  assert.equal(deviceName(chrome), 'Chrome, Linux');
  assert.equal(deviceName(safari), 'Safari, iPhone');
  assert.equal(deviceName('curl/8.5'), 'curl/8.5');
  assert.equal(deviceName(undefined), '');
});
