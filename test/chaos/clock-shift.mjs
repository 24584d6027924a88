// Loaded into a server where libfaketime is missing: each SIGPWR moves what JavaScript takes for the time of day to and
// fro by a year. Timers go by another clock, as they do when an administrator sets the time.
const YEAR_MS = 365 * 86_400_000;
const RealDate = Date;
const realNow = Date.now;
let shift = 0;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [realNow() + shift] : parts));
  }
  static now() {
    return realNow() + shift;
  }
};
process.on('SIGPWR', () => {
  shift = shift > 0 ? -YEAR_MS : YEAR_MS;
});
