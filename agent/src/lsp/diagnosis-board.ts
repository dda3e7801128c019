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
}

/** Diagnoses of issues in the open repositories; one is made when it is asked for, and kept until the commit moves on. */
export class DiagnosisBoard {
  readonly #workspace: Workspace;
  readonly #choice: RepositoryChoice;
  readonly #client: () => LogCenterClient;
  readonly #kept = new Map<string, { state: string; found: FoundDiagnosis }>();

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
    if (kept?.state === state) return kept.found;
    const found = await this.#make(issue, event, repositories, signal);
    this.#kept.set(issue.id, { state, found });
    return found;
  }

  async #make(
    issue: Issue,
    event: Event,
    repositories: Awaited<ReturnType<Workspace['repositories']>>,
    signal: AbortSignal,
  ): Promise<FoundDiagnosis> {
    const { open, reason } = await this.#choice.choose(issue, event, repositories, signal);
    if (open === undefined) return { repositoryReason: reason };
    const { repository, tree } = open;
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
