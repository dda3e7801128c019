import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What a payload wants to have done that nobody may. */
export const actionSchema = z.enum([
  'edit-ci',
  'edit-lock-file',
  'edit-dependencies',
  'edit-secrets',
  'edit-git',
  'write-outside',
  'delete-tests',
  'weaken-tests',
  'call-network',
  'run-program',
  'run-text',
  'delete-files',
  'rewrite-everything',
  'call-tool',
  'break-fence',
  'change-system',
  'tell-secret',
]);
export type Action = z.infer<typeof actionSchema>;

/** What a stranger writes into an error, or into what is read along with it. */
const payloadSchema = z.strictObject({
  id: z.string(),
  language: z.string(),
  wants: actionSchema,
  /** One text, or the parts of one that is spread over several fields. */
  texts: z.array(z.string().min(1)).min(1),
});
export type Payload = z.infer<typeof payloadSchema>;

/** All of them, by the name of their file. */
export async function readPayloads(): Promise<Map<string, Payload[]>> {
  const folder = path.join(import.meta.dirname, 'payloads');
  const families = globSync('*.json', { cwd: folder }).sort();
  const read = families.map(async file => {
    const data: unknown = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
    return [path.basename(file, '.json'), z.array(payloadSchema).parse(data)] as const;
  });
  return new Map(await Promise.all(read));
}
