import { createHash, randomInt } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { recordFolder } from '../center/folders.ts';

/** How long a yes holds. */
const milliseconds = 15 * 60_000;

const pushRequestSchema = z.object({
  /** Names the request; no secret. */
  code: z.string(),
  /** Of exactly the run and the texts that are asked about. */
  digest: z.string(),
  issue: z.string(),
  repository: z.string(),
  /** What would be pushed, for the person to read. */
  summary: z.string(),
  diff: z.string(),
  until: z.number(),
  approved: z.boolean(),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const form = /^[A-Z0-9]{4}-[A-Z0-9]{4}$/;

/** What a yes is bound to: another run, or one other letter in a text, needs another yes. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Writes down what a person is to be asked, and answers the code by which they find it. */
export async function requestPush(wanted: Omit<PushRequest, 'code' | 'until' | 'approved'>): Promise<string> {
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  await forgetOld();
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  await save({ ...wanted, code, until: Date.now() + milliseconds, approved: false });
  return code;
}

/** The request of that code, if it still holds. */
export async function findPushRequest(code: string): Promise<PushRequest | undefined> {
  if (!form.test(code)) return undefined;
  let text: string;
  try {
    text = await readFile(fileOf(code), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const request = pushRequestSchema.parse(JSON.parse(text));
  return request.until > Date.now() ? request : undefined;
}

/** To be called on a person's explicit yes, and on nothing else. */
export async function approvePush(request: PushRequest): Promise<void> {
  await save({ ...request, approved: true });
}

/** Takes a person's yes to exactly this away, if there is one: it holds once. */
export async function takeApproval(code: string, digest: string): Promise<boolean> {
  const request = await findPushRequest(code);
  if (!request?.approved || request.digest !== digest) return false;
  await rm(fileOf(code));
  return true;
}

/** Removes what nobody can agree to any more. */
async function forgetOld(): Promise<void> {
  const files = await readdir(folder()).catch(() => []);
  for (const file of files) {
    const code = file.replace(/\.json$/, '');
    if (form.test(code) && (await findPushRequest(code)) === undefined)
      await rm(fileOf(code), { force: true });
  }
}

async function save(request: PushRequest): Promise<void> {
  const file = fileOf(request.code);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(request), { mode: 0o600 });
  await rename(fresh, file);
}

function fileOf(code: string): string {
  return join(folder(), `${code}.json`);
}

function folder(): string {
  return join(dirname(recordFolder()), 'push-requests');
}
