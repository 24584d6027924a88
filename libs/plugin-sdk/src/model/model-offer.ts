/** A model that a backend can get although it is not on disk: listed like the others, fetched when it is first loaded. */
export interface ModelOffer {
  id: string;
  /** A reference that the backend's own `describe` and `load` understand, such as `fastembed:bge-small-en-v1.5`. */
  path: string;
  /** Other names of it. */
  aliases: string[];
}
