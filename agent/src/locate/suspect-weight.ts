import { t } from '@vscode/l10n';
import type { CommitInfo } from '../git/history.ts';
import { byRarity, changedWords, matchWords } from './error-words.ts';
import type { Evidence } from './suspect-evidence.ts';
import weights from './weights.json' with { type: 'json' };

const day = 86_400_000;
const mostReasons = 4;
/** The code worked before: of all that touched what failed, each commit before the last counts less by this. */
const { earlier } = weights.suspect;
const mostOrder = 10;

export interface Charged {
  readonly info: CommitInfo;
  readonly evidence: Evidence;
}

export interface Weighed {
  readonly info: CommitInfo;
  readonly raw: number;
  /** Strongest first. */
  readonly reasons: string[];
}

/** Commits by what speaks against them, heaviest first. `released` is in milliseconds since 1970, or NaN. */
export function weigh(
  commits: readonly Charged[],
  words: ReadonlyMap<string, number>,
  released: number,
): Weighed[] {
  const changed = commits.map(({ evidence }) => changedWords(evidence.hunks));
  const telling = byRarity(words, changed);
  return commits
    .map((each, index) => weighOne(each, changed[index] ?? new Set(), telling, released))
    .sort((a, b) => Date.parse(b.info.date) - Date.parse(a.info.date))
    .map((each, order) => ({ ...each, raw: each.raw * earlier ** Math.min(order, mostOrder) }))
    .sort((a, b) => b.raw - a.raw);
}

function weighOne(
  { info, evidence }: Charged,
  changed: ReadonlySet<string>,
  telling: ReadonlyMap<string, number>,
  released: number,
): Weighed {
  const { textMatch, subjectMatch, manyWords, recency, recencyDays, firstCommit } = weights.suspect;
  const match = matchWords(telling, [...changed].join(' '));
  // Of a large change it says little that some of its words are those of the error.
  const share = match.share / (1 + Math.log2(Math.max(1, changed.size / manyWords)) / 4);
  const said = matchWords(telling, info.subject);
  const about = share > 0.2 ? [t('its change speaks of {0}', match.matched.join(', '))] : [];
  let raw = evidence.weight * (1 + textMatch * share + subjectMatch * said.share);
  if (about.length === 0 && said.share > 0.2)
    about.push(t('its message speaks of {0}', said.matched.join(', ')));
  const when: string[] = [];
  const days = (released - Date.parse(info.date)) / day;
  if (Number.isFinite(days)) {
    raw *= 1 + recency * Math.exp(-Math.max(days, 0) / recencyDays);
    if (days < 7) when.push(days < 1 ? t('made within a day of the release') : sayDays(Math.floor(days)));
  }
  if (info.parents.length === 0) {
    raw *= firstCommit;
    when.push(t('the first commit of the history: the code was there from the start'));
  }
  const rest = [...about, ...when].slice(0, mostReasons - 1);
  return { info, raw, reasons: [...deeds(evidence).slice(0, mostReasons - rest.length), ...rest] };
}

function sayDays(days: number): string {
  return days === 1 ? t('made 1 day before the release') : t('made {0} days before the release', days);
}

/** What a commit did: for each place the deed that weighs most, strongest first. */
function deeds({ reasons }: Evidence): string[] {
  const seen = new Set<string>();
  return [...reasons]
    .sort(([, a], [, b]) => b.weight - a.weight)
    .filter(([, { place }]) => !seen.has(place) && seen.add(place))
    .map(([text]) => text);
}
