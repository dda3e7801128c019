import { setTimeout as after } from 'node:timers/promises';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { BlameLine } from '../../git/blame.ts';
import type { Marker } from '../places/marker.ts';
import { Eventually } from './eventually.ts';

/** What is known of an issue beside what its list tells. */
export interface KnownFacts {
  /** Its last event. */
  readonly event: Event | undefined;
  readonly diagnosis: Diagnosis | undefined;
  /** Who wrote the line. */
  readonly blame: BlameLine | undefined;
  /** More is being looked for, and will be there the next time. */
  readonly isPending: boolean;
}

export interface FactSources {
  event(issue: Issue): Promise<Event>;
  diagnosis(issue: Issue, event: Event): Promise<Diagnosis | undefined>;
  blame(marker: Marker): Promise<BlameLine | undefined>;
}

interface Facts {
  readonly event: Eventually<Event>;
  readonly diagnosis: Eventually<Diagnosis | undefined>;
  readonly blame: Eventually<BlameLine | undefined>;
}

const mostKept = 30;

/** Finds out in the background what a hover tells, and keeps it for the next one. */
export class HoverFacts {
  readonly #sources: FactSources;
  /** By issue, those that were asked for last at the end. */
  readonly #kept = new Map<string, Facts>();

  constructor(sources: FactSources) {
    this.#sources = sources;
  }

  /** What is known after so many milliseconds at most. */
  async find(issue: Issue, marker: Marker, milliseconds: number): Promise<KnownFacts> {
    const facts = this.#of(issue.id);
    const place = `${marker.commit} ${marker.path}:${marker.line}`;
    const told = facts.event.want(`${issue.count} ${issue.culprit}`, () => this.#sources.event(issue));
    const diagnosed = facts.diagnosis.want(
      `${place} ${issue.lastRelease ?? ''} ${issue.culprit}`,
      async () => {
        await told;
        const event = facts.event.value;
        if (event === undefined) throw new Error(t('The last event of {0} is not known.', issue.id));
        return this.#sources.diagnosis(issue, event);
      },
    );
    const blamed = facts.blame.want(place, () => this.#sources.blame(marker));
    const all = Promise.all([told, diagnosed, blamed]);
    const waiting = new AbortController();
    const enough = after(milliseconds, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([all, enough]);
    waiting.abort();
    return {
      event: facts.event.value,
      diagnosis: facts.diagnosis.value,
      blame: facts.blame.value,
      isPending: facts.event.isPending || facts.diagnosis.isPending || facts.blame.isPending,
    };
  }

  #of(issue: string): Facts {
    const facts = this.#kept.get(issue) ?? {
      event: new Eventually<Event>(),
      diagnosis: new Eventually<Diagnosis | undefined>(),
      blame: new Eventually<BlameLine | undefined>(),
    };
    this.#kept.delete(issue);
    this.#kept.set(issue, facts);
    for (const oldest of [...this.#kept.keys()].slice(0, -mostKept)) this.#kept.delete(oldest);
    return facts;
  }
}
