/** Ends a part of `npm run check`: prints what is wrong, one problem a line. @param {string[]} problems */
export function report(problems) {
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
