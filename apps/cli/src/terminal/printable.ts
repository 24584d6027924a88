/** What would move the cursor, color the screen or ring the bell: C0 and C1 controls but tab and line feed, and DEL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text from elsewhere, safe to show: a model or a server cannot take over the terminal. */
export function printable(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(CONTROLS, '');
}
