import type { Effect } from '@errata/protocol/effect';
import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { EffectLog } from './effects.ts';
import type { Outside } from './publish.ts';

/** A record of effects in memory, for tests. */
export class ScratchLog implements EffectLog {
  readonly effects = new Map<string, Effect>();

  async begin(key: string, kind: Effect['kind']): Promise<Effect> {
    const known = this.effects.get(key) ?? { key, kind, state: 'begun', begunAt: new Date().toISOString() };
    this.effects.set(key, known);
    return known;
  }

  async end(key: string, result: unknown): Promise<void> {
    const known = this.effects.get(key);
    if (known?.state === 'begun') this.effects.set(key, { ...known, state: 'done', result });
  }
}

/** Nothing outside but git, with what is told to be followed, for tests. */
export function scratchOutside(change: Partial<Outside> = {}): Outside & { followed: SeenPullRequest[] } {
  const followed: SeenPullRequest[] = [];
  return {
    log: new ScratchLog(),
    forge: async () => ({ reason: 'plain', message: 'It speaks git alone.' }),
    follow: async seen => {
      followed.push(seen);
      return 'PR-1';
    },
    ...change,
    followed,
  };
}
