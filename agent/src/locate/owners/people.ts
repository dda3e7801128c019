/** A person as commits name them, through the mailmap. */
export interface Person {
  readonly author: string;
  readonly email: string;
}

/** A person's part of something, 0…1. */
export interface Share extends Person {
  readonly share: number;
}

const machine =
  /\[bot\]|(?:^|[\s._+-])bot$|^(?:dependabot|renovate|greenkeeper|github[ -]actions?|gitlab[ -]ci|semantic[ -]release|mergify|snyk|pre-commit-ci|imgbot|weblate|web-flow|jenkins|travis|circleci)(?:$|[\s._+[-])/i;

/** Whether this is the name, or what stands before the `@` of the address, of a machine. */
export function isBot(name: string): boolean {
  return machine.test(name.slice(0, 200));
}

/** `Name <mail>` */
export function named({ author, email }: Person): string {
  return `${author} <${email}>`;
}

/** What part each person has in things that count for so much, greatest first; machines only where there is nobody else. */
export function shares<T extends Person>(
  things: readonly T[],
  weight: (thing: T) => number = () => 1,
): Share[] {
  const found = new Map<string, { person: Person; sum: number }>();
  let total = 0;
  for (const thing of things) {
    const key = thing.email.toLowerCase();
    const known = found.get(key) ?? { person: thing, sum: 0 };
    known.sum += weight(thing);
    total += weight(thing);
    found.set(key, known);
  }
  const all = [...found.values()]
    .sort((a, b) => b.sum - a.sum)
    .map(({ person: { author, email }, sum }) => ({ author, email, share: sum / total }));
  return withoutBots(all, ({ author, email }) => isBot(author) || isBot(email.split('@')[0] ?? ''));
}

/** Machines are left out unless there is nobody else. */
export function withoutBots<T>(all: readonly T[], bot: (each: T) => boolean): T[] {
  const people = all.filter(each => !bot(each));
  return people.length > 0 ? people : [...all];
}

/** Whether a name in CODEOWNERS stands for this person: by mail, or by the address that a forge gives to a handle. */
export function isSame(owner: string, person: Person): boolean {
  const [name, mail] = [owner.toLowerCase(), person.email.toLowerCase()];
  if (!name.startsWith('@')) return name === mail;
  const [local = '', host = ''] = mail.split('@');
  return /(?:^|\.)noreply\./.test(host) && local.replace(/^\d+[+-]/, '') === name.slice(1);
}
