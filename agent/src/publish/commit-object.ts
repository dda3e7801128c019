import type { Repository } from '../git/repository.ts';

/** A commit as git keeps it, but for signatures, of which every one is another. */
interface CommitObject {
  /** Empty where there is no such commit here. Every character is a byte. */
  readonly head: string;
  readonly message: Buffer;
}

export async function readCommit(repository: Repository, commit: string): Promise<CommitObject> {
  const found = await repository.objects.read(commit);
  const content = found?.type === 'commit' ? found.content : undefined;
  const end = content?.indexOf('\n\n') ?? -1;
  if (content === undefined || end < 0) return { head: '', message: Buffer.alloc(0) };
  const head = content.subarray(0, end).toString('latin1');
  return {
    head: head.replace(/(?:^|\n)gpgsig(?:-sha256)? [^\n]*(?:\n [^\n]*)*/g, ''),
    message: content.subarray(end + 2),
  };
}

/** Those of a name in the head of a commit. */
export function valuesOf(head: string, name: string): string[] {
  return head.split('\n').flatMap(line => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
}

/** Whether two commits are the same but for their signatures. */
export async function isTwin(repository: Repository, a: string, b: string): Promise<boolean> {
  if (a === b) return true;
  const [one, other] = [await readCommit(repository, a), await readCommit(repository, b)];
  return one.head !== '' && one.head === other.head && one.message.equals(other.message);
}

/**
 * Whether a commit is another version of one that was made for the same approval: on the same commit, by the same person, at the
 * same moment, which all attempts to publish a run share. What others push upon it is not.
 */
export async function isOtherVersion(repository: Repository, a: string, b: string): Promise<boolean> {
  const [one, other] = [await readCommit(repository, a), await readCommit(repository, b)];
  const same = (name: string) => String(valuesOf(one.head, name)) === String(valuesOf(other.head, name));
  return one.head !== '' && ['parent', 'author', 'committer'].every(same);
}
