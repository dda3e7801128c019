import type { RunView } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { askWhy } from './ask-why.ts';

/** A run, and the candidate that was looked at when it was ended. */
export interface Ending {
  readonly run: RunView;
  readonly candidate: string | undefined;
}

/** Ends a run without a fix, for a reason that is learned from. Undefined when the person thought better of it. */
export async function rejectRun(agent: Agent, ending: Ending): Promise<RunView | undefined> {
  const t = vscode.l10n.t;
  const reason = await askWhy(t('Why is the fix of {0} rejected?', ending.run.issue), [
    t('It changes the wrong place'),
    t('It hides the error and leaves its cause'),
    t('It breaks something else'),
    t('It does not fit the code around it'),
    t('The error is not worth a fix'),
  ]);
  return reason === undefined ? undefined : agent.request('errata/reject', { ...about(ending), reason });
}

/** Hands a run over to a person. Undefined when they thought better of it. */
export async function escalateRun(agent: Agent, ending: Ending): Promise<RunView | undefined> {
  const t = vscode.l10n.t;
  const reason = await askWhy(t('Why is {0} left to a person?', ending.run.issue), [
    t('It needs somebody who knows this code'),
    t('It needs a decision about how this is to behave'),
    t('The cause is outside of this repository'),
    t('Data has to be repaired as well'),
    t('It is urgent and has to be looked at now'),
  ]);
  return reason === undefined ? undefined : agent.request('errata/escalate', { ...about(ending), reason });
}

function about({ run, candidate }: Ending) {
  return { run: run.id, ...(candidate !== undefined && { candidate }) };
}
