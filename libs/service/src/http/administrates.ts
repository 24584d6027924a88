const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request loads, unloads, pulls or deletes models. */
export function administrates(method: string, url: string): boolean {
  if (READING.has(method)) return false;
  return /^\/(models(\/|$)|api\/(pull|push|delete|create|copy)\/?$)/.test(decodedPath(url));
}

/** The path as it is meant, without its query: a `%70` is a `p`. */
export function decodedPath(url: string): string {
  const [path = ''] = url.split(/[?#;]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    // the router cannot read it either
    return path;
  }
}
