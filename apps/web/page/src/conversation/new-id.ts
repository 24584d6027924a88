/** A random name. `crypto.randomUUID` is there on secure pages only, and people open this one over plain HTTP in their own network. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
