import { isPrivateHost, isPublicAddress, publicLookup } from './public-address.js';

it.each([
  ['1.1.1.1', true],
  ['172.32.0.1', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['127.9.9.9', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:db8::1', false],
  ['localhost', false],
])('%s is public: %s', (address, expected) => expect(isPublicAddress(address)).toBe(expected));

it('looks up no name of a private network', async () => {
  const error = await new Promise((resolve) => {
    publicLookup('localhost', { all: true }, resolve);
  });
  expect(error).toMatchObject({ code: 'ENOTPUBLIC' });
  expect(await isPrivateHost('localhost')).toBe(true);
});
