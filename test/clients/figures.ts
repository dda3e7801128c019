import type { CenterClient } from '../../log-center/src/testing/center-client.ts';

/** A counter of the log center, summed over all that have these labels; 0 if there is none yet. */
export async function figure(
  { ready }: CenterClient,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const response = await fetch(`${ready.url}/metrics`, {
    headers: { authorization: `Bearer ${ready.token}` },
  });
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return (await response.text())
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) && wanted.every(label => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
