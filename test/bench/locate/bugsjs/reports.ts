/** What BugsJS keeps of a bug: its number there, and the text in which it was reported. */
export interface Report {
  readonly bug: number;
  readonly issue: number;
  readonly text: string;
}

/**
 * The reports of a project's odd bugs out of its `_issues.bin` (protocol buffers: Project.bugs = 3; Bug.id = 1,
 * orig_id = 2, description = 5). Of even bugs nothing but the number is looked at: they are kept to be measured with.
 */
export function oddReports(bytes: Uint8Array): Report[] {
  const reports: Report[] = [];
  for (const bug of fieldsOf(bytes)) {
    if (bug.number !== 3 || typeof bug.value === 'number') continue;
    const id = numberIn(bug.value, 1);
    if (id === undefined || id % 2 === 0) continue;
    const text = [...fieldsOf(bug.value)].find(field => field.number === 5)?.value;
    const issue = numberIn(bug.value, 2);
    if (issue === undefined || text === undefined || typeof text === 'number') continue;
    reports.push({ bug: id, issue, text: new TextDecoder().decode(text) });
  }
  return reports;
}

function numberIn(message: Uint8Array, wanted: number): number | undefined {
  for (const { number, value } of fieldsOf(message)) {
    if (number === wanted && typeof value === 'number') return value;
  }
  return undefined;
}

interface Field {
  readonly number: number;
  readonly value: number | Uint8Array;
}

function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    if (key % 8 === 0) yield { number, value: varint() };
    else {
      const length = key % 8 === 2 ? varint() : Number.POSITIVE_INFINITY;
      if (at + length > message.length) throw new Error('This is no file of issues.');
      yield { number, value: message.subarray(at, at + length) };
      at += length;
    }
  }
}
