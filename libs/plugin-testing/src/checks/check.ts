/** One thing that the contract asks for. It throws where the subject does not do it. */
export interface Check<Subject> {
  /** A sentence's end: "the plugin …". */
  name: string;
  run(subject: Subject): Promise<void>;
}
