import type { Owner } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import type { BlameLine } from '../../git/blame.ts';
import type { CommitInfo } from '../../git/history.ts';
import type { LastActive } from '../../git/last-active.ts';
import type { CodeOwners } from './code-owners.ts';
import { isBot, isSame, named, type Person, type Share, shares, withoutBots } from './people.ts';

/** Who wrote lines of a function, of so many that it has. */
export interface FunctionBlame {
  readonly lines: readonly BlameLine[];
  readonly of: number;
}

interface Known {
  readonly file: string;
  readonly rules: CodeOwners | undefined;
  readonly written: FunctionBlame;
  /** History of the file, newest first. */
  readonly commits: readonly CommitInfo[];
  readonly active: LastActive | undefined;
}

const day = 86_400_000;
const halfLife = 180 * day;
const longAway = 365 * day;
const leastShare = 0.1;
const mostOfSource = 3;
const mostDeclared = 10;

/**
 * Code owners first, then who wrote the function, then who lately worked on the file; who left comes last. Each person
 * stands once, by the strongest source.
 */
export function rankOwners({ file, rules, written, commits, active }: Known): Owner[] {
  const part = Math.min(written.lines.length / written.of, 1);
  const authors = shares(written.lines)
    .map(person => ({ ...person, share: person.share * part }))
    .filter(isWorthNaming)
    .slice(0, mostOfSource);
  const newest = Math.max(...commits.map(({ date }) => Date.parse(date)));
  const recency = ({ date }: CommitInfo) => 2 ** ((Date.parse(date) - newest) / halfLife);
  const workers = shares(commits, recency).filter(isWorthNaming).slice(0, mostOfSource);
  const people: (Person & Owner & { reasons: string[]; away: boolean })[] = [];
  const add = (person: Share, source: Owner['source'], reason: string) => {
    const same = people.find(known => known.email.toLowerCase() === person.email.toLowerCase());
    if (same !== undefined) same.reasons.push(reason);
    else {
      const away = awaySince(person, active);
      const reasons = away === undefined ? [reason] : [reason, away];
      people.push({ ...person, name: named(person), source, reasons, away: away !== undefined });
    }
  };
  for (const person of authors) add(person, 'blame', t('wrote {0} of the function', percent(person)));
  for (const person of workers)
    add(person, 'history', t('{0} of the recent work on {1}', percent(person), file));
  const owners: Owner[] = [];
  for (const { name, reasons } of declared(rules, file)) {
    const at = people.findIndex(person => isSame(name, person));
    const [person] = at < 0 ? [] : people.splice(at, 1);
    const shown = person === undefined || name.startsWith('@') ? name : person.name;
    owners.push({
      name: shown,
      source: 'CODEOWNERS',
      share: 1,
      reasons: [...reasons, ...(person?.reasons ?? [])],
    });
  }
  const ranked = people.toSorted((a, b) => Number(a.away) - Number(b.away));
  return [...owners, ...ranked.map(({ name, source, share, reasons }) => ({ name, source, share, reasons }))];
}

function declared(rules: CodeOwners | undefined, file: string): { name: string; reasons: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { owners, pattern, section } of rules?.claimsOn(file) ?? []) {
    const reason = `${rules?.file}${section === undefined ? '' : ` [${section}]`}: ${pattern}`;
    for (const owner of owners) found.set(owner, [...(found.get(owner) ?? []), reason]);
  }
  const all = [...found].map(([name, reasons]) => ({ name, reasons }));
  return withoutBots(all, ({ name }) => isBot(name.slice(name.lastIndexOf('/') + 1).replace(/^@/, ''))).slice(
    0,
    mostDeclared,
  );
}

/** Why a person is believed to have left, where the newest commits reach back far enough to tell. */
function awaySince({ email }: Person, active: LastActive | undefined): string | undefined {
  if (active === undefined) return undefined;
  const limit = Date.parse(active.newest) - longAway;
  const last = active.dates.get(email.toLowerCase());
  if (Date.parse(last ?? active.oldest) >= limit) return undefined;
  return last === undefined
    ? t('no commit here since before {0}', active.oldest.slice(0, 10))
    : t('no commit here since {0}', last.slice(0, 10));
}

function isWorthNaming({ share }: Share): boolean {
  return share >= leastShare;
}

function percent({ share }: Share): string {
  return `${Math.round(share * 100)} %`;
}
