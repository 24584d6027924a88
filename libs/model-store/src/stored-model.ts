import type { CatalogModel } from './catalog.js';

/** A model in the store: whole, checked when it came, and never changed after that. */
export interface StoredModel extends CatalogModel {
  /** Other names that mean it: with its quantization, its file, and the catalogue's names. */
  aliases: string[];
  /** All its files, absolute. */
  locations: string[];
  /** Where it came from; for files of addresses the address. */
  origin: { repo: string; revision?: string; paths: string[] } | { url: string };
}
