import { walkHistory } from './history-walk.ts';
import type { Repository } from './repository.ts';

/** When people last made a commit, as far as the newest commits tell. */
export interface LastActive {
  /** Mail address in lower case → author date of the newest commit, ISO 8601. */
  readonly dates: ReadonlyMap<string, string>;
  /** The newest and the oldest date that was looked at. */
  readonly newest: string;
  readonly oldest: string;
}

const most = 3000;
/** What was seen of the history by then has to do. */
const usualMilliseconds = 700;

/** Looks at the newest commits that a commit contains, of all files; names through the mailmap. Throws `GitError`. */
export async function lastActive(
  repository: Repository,
  commit: string,
  options: { milliseconds?: number; signal?: AbortSignal | undefined } = {},
): Promise<LastActive | undefined> {
  const args = ['--no-merges', `--max-count=${most}`, '--format=%aI %aE', '--end-of-options', commit, '--'];
  const { text } = await walkHistory(repository, args, { milliseconds: usualMilliseconds, ...options });
  const dates = new Map<string, string>();
  let [newest, oldest] = ['', ''];
  // The last line may be half of one.
  for (const line of text.split('\n').slice(0, -1)) {
    const [date = '', mail = ''] = line.split(' ');
    const time = Date.parse(date);
    if (Number.isNaN(time)) continue;
    if (newest === '' || time > Date.parse(newest)) newest = date;
    if (oldest === '' || time < Date.parse(oldest)) oldest = date;
    const known = dates.get(mail.toLowerCase());
    if (known === undefined || time > Date.parse(known)) dates.set(mail.toLowerCase(), date);
  }
  return newest === '' ? undefined : { dates, newest, oldest };
}
