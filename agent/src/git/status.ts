export interface ChangedFile {
  /** Relative to the root, `/`-separated. */
  readonly path: string;
  readonly status: 'modified' | 'added' | 'deleted' | 'untracked' | 'conflicted';
}

/** Reads `git status --porcelain=v2 -z`. A rename is the new path added and the old one deleted. */
export function parseStatus(text: string): ChangedFile[] {
  const files: ChangedFile[] = [];
  const records = text.split('\0');
  for (let index = 0; index < records.length; index++) {
    const record = records[index] ?? '';
    const kind = record[0];
    if (kind === '1') files.push({ path: field(record, 8), status: ordinary(record.slice(2, 4)) });
    else if (kind === '2') {
      files.push({ path: field(record, 9), status: 'added' });
      const from = records[++index];
      if (from !== undefined && record[2] !== 'C') files.push({ path: from, status: 'deleted' });
    } else if (kind === 'u') files.push({ path: field(record, 10), status: 'conflicted' });
    else if (kind === '?') files.push({ path: record.slice(2), status: 'untracked' });
  }
  return files;
}

/** The rest of a record after `count` fields, since a path may hold spaces. */
function field(record: string, count: number): string {
  let at = 0;
  for (let seen = 0; seen < count; seen++) at = record.indexOf(' ', at) + 1;
  return record.slice(at);
}

function ordinary(states: string): ChangedFile['status'] {
  if (states.includes('D')) return 'deleted';
  if (states[0] === 'A') return 'added';
  return 'modified';
}
