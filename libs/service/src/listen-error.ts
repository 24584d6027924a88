/** Why a server cannot listen on its address, in one sentence that says what to do. `undefined` for any other error. */
export function explainListenError(error: unknown, host: string, port: number): string | undefined {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken by another program: end it, or choose another port.`;
    case 'EACCES':
      return `Port ${port} of ${host} needs rights that this process does not have: choose a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: choose another host.`;
    default:
      return undefined;
  }
}
