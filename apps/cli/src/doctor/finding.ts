/** One thing that the doctor looked at. */
export interface Finding {
  /** What it is about, in a word. */
  subject: string;
  /** Only something bad makes `otron doctor` fail. */
  state: 'good' | 'warning' | 'bad';
  text: string;
  /** What to do about it. */
  fix?: string;
}
