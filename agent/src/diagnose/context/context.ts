import type { TextPart } from '../../model/model.ts';

/** What a model is told of an error and of the code around it, before it is given a task. */
export interface ModelContext {
  /** The code and its history. */
  readonly stable: string;
  /** What happened: the event and what was found out about it. */
  readonly data: string;
  /** The word that all quoted text stands between. Whoever wrote that text could not know it. */
  readonly fence: string;
  /** The files that are shown, whole or in part. */
  readonly files: ReadonlySet<string>;
  /** About as many as it takes. */
  readonly tokens: number;
  readonly parts: readonly ContextPart[];
}

/** One piece of it, for reports. */
export interface ContextPart {
  readonly kind: 'code' | 'test' | 'change' | 'fix' | 'event' | 'findings';
  /** A path, or the name of a commit or a pull request. */
  readonly name: string;
  readonly why: string;
  readonly tokens: number;
}

/** The beginning of the first message, whatever is asked then: the same in all calls of a run, so that a provider that caches prompts caches it. */
export function contextParts({ stable, data }: Pick<ModelContext, 'stable' | 'data'>): TextPart[] {
  return [
    { type: 'text', text: stable, stable: true },
    { type: 'text', text: data, stable: true },
  ];
}
