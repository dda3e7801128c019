import type { LocateSet } from './results.ts';

/** The command of a record, when it ran, on what. */
export function whenAndWhere({
  command,
  date,
  commit,
  machine,
}: Pick<LocateSet, 'command' | 'date' | 'commit' | 'machine'>): string {
  const when = `${date.slice(0, 16).replace('T', ' ')} UTC`;
  const memory = `${Math.round(machine.memory / 2 ** 30)} GiB`;
  return (
    `\`${command}\` on ${when}, commit ${commit}, on ${machine.cores} cores (${machine.processor}) with ` +
    `${memory}, Linux ${machine.kernel}, Node ${machine.node}, data on ${machine.fileSystem}.`
  );
}
