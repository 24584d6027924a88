/** One object of the chart. */
export interface Manifest {
  /** Path below `templates/`. */
  file: string;
  /** Template condition under which it is made; always, where there is none. */
  condition?: string;
  object: object;
}
