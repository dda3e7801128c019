import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createdTokenSchema, tokenSchema } from '@errata/protocol/access';
import { inUseExitCode } from '@errata/protocol/center-record';
import { fixReportSchema } from '@errata/protocol/fix-report';
import { issuePageSchema, projectListSchema, projectSchema } from '@errata/protocol/log-center-api';
import { z } from 'zod';
import { CommandLine } from '../process/command-line.ts';

describe('the commands around the log center', function () {
  this.timeout(90_000);
  let folder: string;
  let errata: CommandLine;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-center-commands-'));
    errata = new CommandLine(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const ask = async <S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.infer<S>> => {
    const { code, stdout, stderr } = await errata.run(...args, '--json');
    assert.equal(code, 0, stderr);
    return schema.parse(JSON.parse(stdout));
  };

  it('make a project to send to, and a token to read with', async () => {
    const made = await ask(projectSchema, 'project', 'create', 'shop');
    assert.deepEqual(await ask(projectSchema, 'project', 'create', 'shop'), made);
    const { projects } = await ask(projectListSchema, 'project', 'list');
    assert.deepEqual(
      projects.map(({ slug }) => slug),
      ['default', 'shop'],
    );
    const sent = await fetch(`${new URL(made.dsn).origin}/api/${made.id}/store/`, {
      method: 'POST',
      headers: { 'x-sentry-auth': `Sentry sentry_key=${new URL(made.dsn).username}` },
      body: JSON.stringify({ message: 'hello' }),
    });
    assert.equal(sent.status, 200);

    const { token, secret } = await ask(
      createdTokenSchema,
      'token',
      'create',
      'ci',
      '--scope',
      'read',
      '--project',
      'shop',
    );
    const issues = async () => {
      const headers = { authorization: `Bearer ${secret}` };
      return fetch(`${new URL(made.dsn).origin}/api/v1/issues?q=hello`, { headers });
    };
    assert.equal(issuePageSchema.parse(await (await issues()).json()).issues[0]?.id, 'SHOP-1');
    await ask(z.object({ token: tokenSchema }), 'token', 'revoke', String(token.id));
    const { tokens } = await ask(z.object({ tokens: z.array(tokenSchema) }), 'token', 'list');
    assert.ok(tokens[0]?.revokedAt);
    for (const wrong of [
      ['project', 'create', 'No Such Name'],
      ['token', 'revoke', 'x'],
    ]) {
      assert.equal((await errata.run(...wrong)).code, 2, wrong.join(' '));
    }
  });

  it('report how an error was fixed, as Markdown or JSON', async () => {
    const { markdown, timeline } = await ask(fixReportSchema, 'report', 'SHOP-1');
    assert.equal(timeline[0]?.what, 'first-event');
    assert.equal((await errata.run('report', 'SHOP-1')).stdout, markdown);
    assert.equal((await errata.run('report', 'SHOP-99')).code, 2);
  });

  it('back up what is there while it runs, and refuse to restore over it', async () => {
    const { issues } = await ask(issuePageSchema, 'issues', '--search', 'hello');
    assert.equal(issues.length, 1);
    const file = join(folder, 'copy');
    const { bytes } = await ask(z.object({ bytes: z.int() }), 'backup', file);
    assert.equal((await readFile(file)).length, bytes);
    const refused = await errata.run('restore', file);
    assert.equal(refused.code, inUseExitCode);
    assert.match(refused.stderr, /used by another log center/);
    const elsewhere = join(folder, 'elsewhere');
    await ask(z.object({ data: z.literal(elsewhere) }), 'restore', file, '--data', elsewhere);
  });
});
