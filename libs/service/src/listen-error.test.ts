import { explainListenError } from './listen-error.js';

describe('explainListenError', () => {
  it.each([
    ['EADDRINUSE', 'Port 80 of host is taken by another program: end it, or choose another port.'],
    ['EACCES', 'Port 80 of host needs rights that this process does not have: choose a port above 1023.'],
    ['EADDRNOTAVAIL', 'host is no address of this machine: choose another host.'],
    ['ENOTFOUND', 'host is no address of this machine: choose another host.'],
    ['ENOMEM', undefined],
  ])('explains %s', (code, sentence) => {
    expect(explainListenError(Object.assign(new Error(), { code }), 'host', 80)).toBe(sentence);
  });
});
