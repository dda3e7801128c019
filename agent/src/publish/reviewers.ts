import type { Diagnosis } from '@errata/protocol/diagnosis';

const mostReviewers = 2;

/** Who is asked for a review unless a person says otherwise, as the diagnosis names them: code owners before those who wrote the lines. */
export function reviewersFor(diagnosis: Pick<Diagnosis, 'owners'> | undefined): string[] {
  const owners = diagnosis?.owners ?? [];
  const responsible = owners.filter(({ source }) => source === 'CODEOWNERS');
  const names = (responsible.length > 0 ? responsible : owners).map(({ name }) => name);
  return [...new Set(names)].slice(0, mostReviewers);
}

/** Owners as a forge knows them: `Ada <ada@acme.example>` by the address. Whoever is known by a name alone cannot be asked. */
export function askable(names: readonly string[]): { people: string[]; unknown: string[] } {
  const people: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const mail = /<([^<>\s]{1,200}@[^<>\s]{1,200})>\s*$/.exec(name)?.[1];
    const person = mail ?? name.trim();
    if (/^@[\w./-]{1,200}$/.test(person) || /^[^\s@<>]{1,200}@[^\s@<>]{1,200}$/.test(person))
      people.push(person);
    else unknown.push(name);
  }
  return { people: [...new Set(people)], unknown };
}
