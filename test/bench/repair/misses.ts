import type { Candidate } from '@errata/protocol/proposal';
import { editedLines } from '../../../agent/src/decide/edit.ts';
import type { Repaired } from './measure.ts';

/** What was wrong in a case, with what was offered first and what the fix was; nothing when the right one is first. */
export function repairMisses({ case: { name, truth }, repair, failure }: Repaired): string[] {
  const [first] = repair.offered;
  if (first?.right) return [];
  const at = repair.offered.findIndex(({ right }) => right) + 1;
  const why =
    failure !== undefined
      ? `failed: ${failure}`
      : first === undefined
        ? `nothing of ${repair.tried} candidates held`
        : at === 0
          ? `none of ${repair.offered.length} that held is right`
          : `the right one comes ${at}${at === 2 ? 'nd' : at === 3 ? 'rd' : 'th'}`;
  return [
    `${name} [${repair.crash ? 'crash' : 'assertion'}] ${why}`,
    ...(typeof repair.reproduction === 'string' ? [] : [`  ${repair.reproduction.reason.slice(0, 400)}`]),
    ...repair.offered
      .slice(0, Math.max(at, 1))
      .map(({ candidate, right }) => `  ${right ? 'right' : 'wrong'} ${said(candidate)}`),
    ...(truth ? [`  truth in ${[...truth.files.keys()].join(', ')}`] : []),
  ];
}

function said({ changes, confidence = 0, engine, template, prior }: Candidate): string {
  const { removed, added } = editedLines(changes);
  const lines = [...removed.map(line => `-${line.trim()}`), ...added.map(line => `+${line.trim()}`)];
  return `${template ?? engine} ${prior.toFixed(2)} ${confidence.toFixed(2)} ${lines.slice(0, 6).join(' ')}`.slice(
    0,
    300,
  );
}
