import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { rootException } from '@errata/protocol/root-exception';
import type { LogCenterClient } from '../center/client.ts';
import { knownOccurrences } from '../workflow/known-occurrences.ts';
import { knownReleases } from '../workflow/known-releases.ts';
import type { RepositoryChoice } from './repository-choice.ts';
import type { Workspace } from './workspace.ts';

export interface FoundDiagnosis {
  readonly diagnosis?: Diagnosis;
  /** Root of the repository that the diagnosis is about. */
  readonly repository?: string;
  /** Why it is this repository, or why there is none. */
  readonly repositoryReason?: string;
  /** Roots of the repositories that it may be one of, where only a person can tell. */
  readonly unsure?: string[];
}

const mostKept = 100;

/** Diagnoses of issues in the open repositories; one is made when it is asked for, and kept until the commit moves on. */
export class DiagnosisBoard {
  readonly #workspace: Workspace;
  readonly #choice: RepositoryChoice;
  readonly #client: () => LogCenterClient;
  readonly #kept = new Map<string, { state: string; version: number; found: FoundDiagnosis }>();

  constructor(workspace: Workspace, choice: RepositoryChoice, client: () => LogCenterClient) {
    this.#workspace = workspace;
    this.#choice = choice;
    this.#client = client;
  }

  async find(issue: Issue, event: Event, signal: AbortSignal): Promise<FoundDiagnosis> {
    const repositories = await this.#workspace.repositories();
    // A source map that comes late changes where the frames of the same event are.
    const places = rootException(event)?.frames.map(({ file, line }) => `${file}:${line}`) ?? [];
    const state = [event.id, ...repositories.map(({ tree }) => tree.commit), ...places].join(' ');
    const kept = this.#kept.get(issue.id);
    const { version } = this.#choice;
    const isSame = kept?.found.repository !== undefined || kept?.version === version;
    if (kept?.state === state && isSame) return kept.found;
    const found = await this.#make(issue, event, repositories, signal);
    this.#kept.delete(issue.id);
    this.#kept.set(issue.id, { state, version, found });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return found;
  }

  /** Something else is known of where an issue belongs. */
  forget(issue: string): void {
    this.#kept.delete(issue);
  }

  async #make(
    issue: Issue,
    event: Event,
    repositories: Awaited<ReturnType<Workspace['repositories']>>,
    signal: AbortSignal,
  ): Promise<FoundDiagnosis> {
    const choice = await this.#choice.choose(issue, event, repositories, signal);
    const { reason } = choice;
    if (choice.open === undefined)
      return { repositoryReason: reason, ...(choice.unsure && { unsure: [...choice.unsure] }) };
    const { repository, tree } = choice.open;
    const [releases, occurrences] = await Promise.all([
      knownReleases(this.#client, event, issue.id, signal),
      knownOccurrences(this.#client, issue, signal),
    ]);
    // Loaded when it is needed: it brings the grammars.
    const { analyse } = await import('../workflow/analysis.ts');
    const { diagnosis } = await analyse({ event, repository, tree, releases, occurrences, signal });
    return { diagnosis, repository: repository.root, repositoryReason: reason };
  }
}
