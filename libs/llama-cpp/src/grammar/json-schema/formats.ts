/** Building blocks of the formats, as regular expressions. */
const MONTH_DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const LEAP_YEAR = '(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:\\d{4}-${MONTH_DAY}|${LEAP_YEAR}-02-29)`;
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const COUNT = '\\d{1,9}';
const SPAN_OF_DAYS = `(?:${COUNT}Y(?:${COUNT}M)?(?:${COUNT}D)?|${COUNT}M(?:${COUNT}D)?|${COUNT}D)`;
const SPAN_OF_HOURS = `(?:${COUNT}H(?:${COUNT}M)?(?:${COUNT}S)?|${COUNT}M(?:${COUNT}S)?|${COUNT}S)`;
const HEX = '[0-9a-fA-F]';
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,18}[a-zA-Z0-9])?';
const ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-]";
const DOMAIN_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9\\-]*[a-zA-Z0-9])?';
const URI_CHAR = `(?:[a-zA-Z0-9\\-._~!$&'()*+,;=:@/]|%${HEX}{2})`;

/**
 * Formats of text: each expression describes the whole text and only texts of the format, in its usual spelling (RFC 3339
 * in capitals and without leap seconds, host names of up to five labels of twenty characters, URIs with a host).
 */
const TEXT_FORMATS: Record<string, string> = {
  date: DATE,
  time: TIME,
  'date-time': `${DATE}T${TIME}`,
  duration: `P(?:${SPAN_OF_DAYS}(?:T${SPAN_OF_HOURS})?|T${SPAN_OF_HOURS}|${COUNT}W)`,
  uuid: `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`,
  email: `${ATOM}+(?:\\.${ATOM}+)*@(?:${DOMAIN_LABEL}\\.)+${DOMAIN_LABEL}`,
  hostname: `${LABEL}(?:\\.${LABEL}){0,4}`,
  ipv4: `${BYTE}(?:\\.${BYTE}){3}`,
  ipv6: ipv6(),
  uri: `[a-zA-Z][a-zA-Z0-9+\\-.]*://[a-zA-Z0-9\\-._]+(?::\\d{1,5})?(?:/${URI_CHAR}*)?(?:\\?(?:${URI_CHAR}|\\?)*)?(?:#(?:${URI_CHAR}|\\?)*)?`,
};

/** Of the formats without a longest text, a part with one: beside `maxLength`, counting the whole would take too much. */
const SHORT_FORMATS: Record<string, string> = {
  email: `${ATOM}{1,20}(?:\\.${ATOM}{1,20})?@${LABEL}(?:\\.${LABEL}){1,3}`,
  uri: `[a-z][a-z0-9+.-]{0,7}://[a-zA-Z0-9\\-._]{1,30}(?:/[a-zA-Z0-9\\-._~/]{0,30})?(?:\\?[a-zA-Z0-9\\-._~&=]{0,15})?`,
};

/** Formats of numbers, from OpenAPI. Every number that a grammar of ours writes is a float and a double. */
const NUMBER_FORMATS: Record<string, { integer: boolean; minimum?: number; maximum?: number }> = {
  int32: { integer: true, minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: { integer: true },
  float: { integer: false },
  double: { integer: false },
};

export const FORMAT_NAMES = [...Object.keys(TEXT_FORMATS), ...Object.keys(NUMBER_FORMATS)];

/** @param short leave out long texts of a format that has no longest one */
export function textFormat(name: string, short: boolean): string | undefined {
  const formats = short && Object.hasOwn(SHORT_FORMATS, name) ? SHORT_FORMATS : TEXT_FORMATS;
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}

export function numberFormat(name: string) {
  return Object.hasOwn(NUMBER_FORMATS, name) ? NUMBER_FORMATS[name] : undefined;
}

/** Eight groups, or fewer with one gap. */
function ipv6(): string {
  const group = `${HEX}{1,4}`;
  const gaps = Array.from({ length: 7 }, (_, left) => {
    const before = left === 0 ? '' : `${group}(?::${group}){0,${left - 1}}`;
    const right = 7 - left;
    return `${before}::(?:${group}(?::${group}){0,${right - 1}})?`;
  });
  return `(?:(?:${group}:){7}${group}|${gaps.join('|')})`;
}
