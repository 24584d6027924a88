/** What a person asks for, read from how people write it. */
export type ModelReference = HubReference | UrlReference | PathReference;

/** Files of a repository on the Hub. */
export interface HubReference {
  kind: 'hub';
  /** `owner/name`. */
  repo: string;
  /** A branch, a tag or a commit; absent for `main`. */
  revision?: string;
  /** Which quantization of it, in capitals; absent for the preferred one. */
  quantization?: string;
  /** One file of it, by its path in the repository. */
  file?: string;
}

/** A GGUF at any public address. */
export interface UrlReference {
  kind: 'url';
  url: string;
}

/** A file or folder of this machine. */
export interface PathReference {
  kind: 'path';
  /** As it was given: relative to the working folder, or absolute. */
  path: string;
}
