/** So much of a text that nobody vouches for, in a form that everything can hold. */
export function cut(text: string, most: number): string {
  return text.slice(0, most).toWellFormed().replaceAll('\0', '');
}

/** An address that a browser may be sent to. */
export function webUrl(text: string | null | undefined): string | undefined {
  if (!text || text.length > 2000 || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  const isPlain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isPlain ? href : undefined;
}

export const mostOfLog = 64 << 10;

const sections = /section_(?:start|end):\d{1,20}:[\w.-]{1,200}(?:\[[^\]\r\n]{0,200}\])?\r/g;
const stamps = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}Z (?:[0-9a-f]{2}[OE][+ ])?/gm;

/** The end of what a job printed, as a person would have seen it: without colours, marks of sections, times and what was printed over. */
export function logEnd(log: string): string {
  const plain = withoutEscapes(log.slice(-2 * mostOfLog))
    .replace(stamps, '')
    .replace(sections, '')
    .split('\n')
    .map(lastPrinted)
    .join('\n')
    .trim();
  if (plain.length <= mostOfLog) return cut(plain, mostOfLog);
  const end = plain.slice(-mostOfLog);
  return cut(end.slice(end.indexOf('\n') + 1), mostOfLog);
}

function lastPrinted(line: string): string {
  const text = line.trimEnd();
  return text.slice(text.lastIndexOf('\r') + 1);
}

/** `stripVTControlCharacters` of Node takes quadratic time. */
function withoutEscapes(text: string): string {
  const [start = '', ...parts] = text.split('\u001b');
  return start + parts.map(afterEscape).join('');
}

function afterEscape(part: string): string {
  if (!part.startsWith(']')) return part.replace(/^(?:\[[0-9;:?]*[ -/]*[@-~]|.)/s, '');
  const [bell, line] = [part.indexOf('\u0007'), part.indexOf('\n')];
  if (bell >= 0 && (line < 0 || bell < line)) return part.slice(bell + 1);
  return line < 0 ? '' : part.slice(line);
}
