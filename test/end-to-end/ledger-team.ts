import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AuditEntry, auditEntrySchema } from '@errata/protocol/audit';
import { type FixReport, fixReportSchema } from '@errata/protocol/cli';
import type { FollowedPullRequest, Outcome } from '@errata/protocol/followed-pull-request';
import { projectListSchema } from '@errata/protocol/log-center-api';
import type { Round } from '@errata/protocol/round';
import { z } from 'zod';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { crashListSchema } from '../../examples/demo/crash.ts';
import { crashLedger } from '../../examples/demo/ledger.ts';
import { git } from '../../examples/repository/git.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { until } from '../editor/poll.ts';
import { Forge } from '../forge/forge.ts';
import type { Account, Kind } from '../forge/model.ts';
import { BareClient } from '../integration/bare-client.ts';
import { CommandLine } from '../process/command-line.ts';
import { AgingLogCenter } from './aging-log-center.ts';

const auditSchema = z.object({ entries: z.array(auditEntrySchema) });
const project = 'ledger';

interface Made extends Pick<LedgerTeam, 'forge' | 'center' | 'made' | 'editor' | 'ada'> {
  readonly folder: string;
  readonly commands: CommandLine;
}

/** Who keeps the ledger of the examples: on a forge, with a log center that hears its log, and with an editor. */
export class LedgerTeam implements AsyncDisposable {
  readonly forge: Forge;
  readonly center: AgingLogCenter;
  readonly made: MadeRepository;
  readonly editor: BareClient;
  /** Whose machine it is. */
  readonly ada: Account;
  readonly #folder: string;
  readonly #commands: CommandLine;

  private constructor({ forge, center, made, editor, ada, folder, commands }: Made) {
    this.forge = forge;
    this.center = center;
    this.made = made;
    this.editor = editor;
    this.ada = ada;
    this.#folder = folder;
    this.#commands = commands;
  }

  /** @param opens whether the editor has the repository open, and so follows what becomes of its pull requests */
  static async gather(kind: Kind, opens: boolean): Promise<LedgerTeam> {
    await using undo = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'errata-ledger-team-'));
    undo.defer(() => rm(folder, { recursive: true, force: true }));
    const forge = undo.use(await Forge.start({ kind, repository: 'fjord-books/ledger' }));
    // Gitea tells who may push to administrators alone.
    const ada = forge.user('ada', { rights: kind === 'gitea' ? 'admin' : 'write' });
    const made = await makeRepository({ example: 'ledger', folder });
    const helper = `!f() { echo username=${ada.login}; echo password=${ada.token}; }; f`;
    for (const args of [
      ['push', '--quiet', '--force', forge.folder, 'main'],
      ['remote', 'set-url', 'origin', forge.cloneUrl],
      ['config', 'credential.helper', helper],
      ['config', 'user.name', ada.name],
      ['config', 'user.email', ada.email],
    ])
      await git(made.repository, args);
    const log = join(folder, 'ledger.log');
    const options = ['--data', join(folder, 'center'), '--follow', `${project}=${log}`];
    const center = undo.use(await AgingLogCenter.start(...options));
    const own = { ERRATA_TOKEN: center.ready.token };
    const commands = new CommandLine(folder, own);
    const root = opens ? made.repository : await mkdtemp(join(folder, 'elsewhere-'));
    const logCenter = center.ready.url;
    const editor = undo.use(await BareClient.start({ home: folder, root, logCenter, env: own }));
    undo.move();
    return new LedgerTeam({ forge, center, made, editor, ada, folder, commands });
  }

  get client(): LogCenterClient {
    return new LogCenterClient(this.center.ready);
  }

  /** Has the ledger crash, as one release or another, and answers the issue once the log center knows of the event. */
  async crash(id: string, release: string): Promise<string> {
    const file = new URL('../../examples/ledger/crashes.json', import.meta.url);
    const crash = crashListSchema
      .parse(JSON.parse(await readFile(file, 'utf8')))
      .find(each => each.id === id);
    assert.ok(crash);
    const count = async () => {
      const { issues } = await this.client.issues({ project });
      return { issue: issues[0]?.id, events: issues[0]?.count ?? 0 };
    };
    const { events } = await count();
    const log = join(this.#folder, 'ledger.log');
    assert.notEqual(
      await crashLedger(this.made.repository, crash, { scratch: this.#folder, log, release }),
      0,
    );
    const { issue } = await until(
      'an event',
      async () => {
        const now = await count();
        return now.events > events && now;
      },
      60_000,
    );
    return String(issue);
  }

  /** `errata fix --publish` */
  async fix(issue: string): Promise<FixReport> {
    const named = ['--issue', issue, '--repo', this.made.repository, '--log-center', this.center.ready.url];
    const { code, stdout, stderr } = await this.#commands.run('fix', ...named, '--publish', '--json');
    assert.equal(code, 0, stderr);
    return fixReportSchema.parse(JSON.parse(stdout));
  }

  /** `errata follow --once` */
  async follow(): Promise<void> {
    const named = [this.made.repository, '--log-center', this.center.ready.url];
    const { code, stderr } = await this.#commands.run('follow', ...named, '--once', '--json');
    assert.equal(code, 0, stderr);
  }

  /** Which line of a file on a branch of the forge that is. */
  async lineOf(branch: string, path: string, line: string): Promise<number> {
    const text = await git(this.forge.folder, ['show', `${branch}:${path}`]);
    return text.split('\n').indexOf(line) + 1;
  }

  /** @param name as git names it on the machine */
  commit(name: string): Promise<string> {
    return git(this.made.repository, ['rev-parse', name]);
  }

  /** What a deploy pipeline tells, signed as it is documented. */
  async announce(hook: { url: string; secret: string }, deployed: object): Promise<number> {
    const body = JSON.stringify(deployed);
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', hook.secret).update(`${time}.${body}`).digest('hex');
    const headers = { 'x-errata-timestamp': String(time), 'x-errata-signature': `sha256=${signature}` };
    const { status } = await fetch(hook.url, { method: 'POST', body, headers });
    return status;
  }

  /** Sessions of a release, so that it is in use. */
  async use(release: string): Promise<void> {
    const { projects } = await this.center.get(projectListSchema, '/projects');
    const dsn = new URL(projects.find(({ slug }) => slug === project)?.dsn ?? '');
    const started = new Date().toISOString();
    const session = { sid: crypto.randomUUID(), init: true, started, timestamp: started, status: 'ok' };
    const attrs = { release, environment: 'production' };
    const lines = [{ dsn: dsn.href }, { type: 'session' }, { ...session, attrs }];
    const body = lines.map(line => `${JSON.stringify(line)}\n`).join('');
    const { status } = await fetch(`${dsn.origin}/api${dsn.pathname}/envelope/`, { method: 'POST', body });
    assert.equal(status, 200);
  }

  async isRound(state: Round['state']): Promise<boolean> {
    return (await this.client.follow.rounds({ project, state })).length > 0;
  }

  /** Waits until no agent is asked what holds a fix any more. */
  async answered(): Promise<void> {
    const none = async () => (await this.client.follow.questions({ project })).length === 0;
    await until('answers to all questions', none, 60_000);
  }

  /** Waits until an issue stands so, and looks whether all who can be asked agree. */
  async agreed(
    issue: string,
    wanted: { status: string; state?: FollowedPullRequest['state']; outcome?: Outcome['kind'] },
  ): Promise<Unlooked | undefined> {
    const { status, state, outcome } = wanted;
    const now = async () => {
      const told = (await this.client.issue(issue)).issue.status;
      const [pull] = await this.client.follow.pullRequests({ issue });
      const ended = pull?.issues.find(each => each.issue === issue)?.outcome?.kind;
      return { status: told, state: pull?.state, outcome: ended };
    };
    const said = async () => `${JSON.stringify(wanted)}; it is ${JSON.stringify(await now())}`;
    const isSo = async () => {
      const found = await now();
      return found.status === status && found.state === state && found.outcome === outcome;
    };
    await until(said, isSo, 60_000);
    await this.forge.settled();
    const statuses = (await this.audit(issue)).filter(({ action }) => action === 'status');
    assert.equal(statuses.at(-1)?.to ?? 'NEW', status, 'the audit trail');
    for (const [at, { from }] of statuses.entries()) assert.equal(from, statuses[at - 1]?.to ?? 'NEW');
    const report = async () => (await this.client.follow.report(issue)).pullRequests;
    const readings = async () => (await Promise.all([report(), this.#shown(issue)])).map(withoutLook);
    const agree = async () => {
      const [reported, shown] = await readings();
      return isDeepStrictEqual(reported, shown) && { shown };
    };
    // A look at the forge may come between the two.
    const differ = async () => `report and editor to agree: ${JSON.stringify(await readings())}`;
    const { shown } = await until(differ, agree);
    assert.equal((await this.client.follow.report(issue)).issue.status, status, 'the report');
    return shown?.[0];
  }

  async audit(issue: string): Promise<AuditEntry[]> {
    return (await this.center.get(auditSchema, `/issues/${issue}/audit`)).entries;
  }

  /** What the editor is told; when its log center was away it needs a moment. */
  async #shown(issue: string): Promise<FollowedPullRequest[]> {
    const ask = () =>
      this.editor.connection
        .sendRequest<{ pullRequests: FollowedPullRequest[] }>('errata/pullRequests', { issue })
        .catch(() => undefined);
    return (await until('the editor to have its log center', ask, 60_000)).pullRequests;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.editor[Symbol.asyncDispose]();
    await this.center[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
    await this.forge[Symbol.asyncDispose]();
  }
}

type Unlooked = Omit<FollowedPullRequest, 'seenAt'>;

function withoutLook(pullRequests: readonly FollowedPullRequest[]): Unlooked[] {
  return pullRequests.map(({ seenAt: _, ...pullRequest }) => pullRequest);
}
