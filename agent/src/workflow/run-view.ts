import type { RunView } from '@errata/protocol/agent-rpc';
import type { RunContext } from './machine.ts';

/** A run as it is shown: where it stands, and what it has found so far. */
export function runView(
  where: Pick<RunView, 'id' | 'issue' | 'stage' | 'message' | 'startedAt'>,
  { diagnosis, proposal, publication, requests, failure }: RunContext,
): RunView {
  return {
    ...where,
    ...(diagnosis === undefined ? {} : { diagnosis }),
    ...(proposal === undefined ? {} : { proposal }),
    ...(publication === undefined ? {} : { publication }),
    ...(requests === undefined ? {} : { requests: [...requests] }),
    ...(failure === undefined ? {} : { failure }),
  };
}
