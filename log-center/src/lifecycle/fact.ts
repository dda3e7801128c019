import type { AnnouncedDeployment } from '@errata/protocol/deployment';
import type { Check, RepositoryPlace, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { AskedRound } from '@errata/protocol/round';
import type { Word } from '../store/reviews.ts';

/** How a pull request is named where it is not shown. */
export interface Named {
  readonly place: RepositoryPlace;
  readonly number: number;
}

/** What a forge tells by a webhook, in our words: the same as an agent tells that looked for itself. */
export type Fact =
  | { readonly kind: 'pull-request'; readonly seen: SeenPullRequest }
  | {
      readonly kind: 'review';
      readonly of: Named;
      readonly said: Word;
    }
  | { readonly kind: 'round'; readonly of: Named; readonly asked: AskedRound }
  | {
      readonly kind: 'checks';
      readonly place: RepositoryPlace;
      readonly head: string;
      /** That was at this commit, where it is told. */
      readonly branch?: string | undefined;
      readonly checks: readonly Check[];
    }
  | { readonly kind: 'deployment'; readonly announced: Omit<AnnouncedDeployment, 'project'> }
  | { readonly kind: 'release'; readonly release: PublishedRelease };

/** A version that has a name now; not that it runs anywhere. */
export interface PublishedRelease {
  readonly version: string;
  readonly repository: string;
  readonly commit?: string;
  readonly at: string;
}
