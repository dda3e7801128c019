import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine } from '../process/command-line.ts';
import { photograph } from '../process/photograph.ts';

const trace = `TypeError: Cannot read properties of undefined (reading 'price')
    at total (/app/src/total.js:3:20)
    at main (/app/src/main.js:2:1)
`;

describe('bad input on the command line', () => {
  let folder: string;
  let errata: CommandLine;
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const repository = (name: string, files: Record<string, string>) => {
    const root = join(folder, name);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
        cwd: root,
      });
    mkdirSync(root);
    git('init', '-q', '-b', 'main');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    if (Object.keys(files).length > 0) {
      git('add', '.');
      git('commit', '-q', '-m', 'start');
    }
    return root;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'errata-bad-input-'));
    errata = new CommandLine(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a command that cannot succeed: the code, one JSON document on stdout, and a message for a person on stderr. */
  async function refused(code: number, reason: string, message: RegExp, ...args: string[]): Promise<void> {
    const finished = await errata.run(...args, '--json');
    assert.equal(finished.code, code, finished.stderr);
    assert.equal(JSON.parse(finished.stdout).error.reason, reason);
    assert.match(finished.stderr, message);
    assert.doesNotMatch(finished.stderr, /^\s+at /m);
  }

  it('names the event file that is not there', () =>
    refused(2, 'unreadable', /none\.json/, 'locate', '--event', join(folder, 'none.json')));

  it('says that garbage is no event', async () => {
    await refused(2, 'not-an-event', /event/i, 'locate', '--event', file('garbage', '\u0000\u0001\u0002'));
    await refused(2, 'not-an-event', /empty/i, 'locate', '--event', file('empty', ''));
    const truncated = '{"event_id":"fc6d8c0c43fc4630ad850ee518f1b9d0"}\n{"type":"event","length":500}\n{"a":';
    await refused(2, 'not-an-event', /truncated|ends/i, 'locate', '--event', file('truncated', truncated));
  });

  it('wants an event or an issue, and one only', async () => {
    await refused(2, 'bad-usage', /--event FILE or --issue ID/, 'locate');
    await refused(2, 'bad-usage', /--event FILE or --issue ID/, 'fix', '--event', 'a', '--issue', 'b');
  });

  it('answers unknown commands and options with 2', async () => {
    assert.equal((await errata.run('mend')).code, 2);
    assert.equal((await errata.run('locate', '--what')).code, 2);
    assert.equal((await errata.run('fix', '--event', 'x', '--sandbox', 'none')).code, 2);
    assert.equal((await errata.run('--help')).code, 0);
    assert.match((await errata.run('fix', '--what')).stderr, /errata fix --help says how/);
  });

  it('wants an address and numbers where they are asked for', async () => {
    await refused(2, 'bad-address', /nonsense.*http/, 'issues', '--log-center', 'nonsense');
    const { code, stderr } = await errata.run('issues', '--limit', 'many');
    assert.deepEqual([code, /1 to 200/.test(stderr)], [2, true], stderr);
  });

  it('says which version it is', async () => {
    assert.match((await errata.run('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('says that a folder is no repository, or has no commits', async () => {
    const event = file('trace.txt', trace);
    await refused(2, 'not-a-repository', /repository/, 'locate', '--event', event, '--repo', folder);
    await refused(
      2,
      'not-a-repository',
      /nowhere/,
      'fix',
      '--event',
      event,
      '--repo',
      join(folder, 'nowhere'),
    );
    const empty = repository('empty-repository', {});
    await refused(2, 'no-commits', /first commit/, 'fix', '--event', event, '--repo', empty);
  });

  it('does without a sandbox only where the person agreed to that', async () => {
    const root = repository('no-sandbox', { 'src/total.js': 'export {};\n' });
    const fix = ['fix', '--no-sandbox', '--event', file('trace.txt', trace), '--repo', root];
    await refused(2, 'no-consent', /can read and change all[\s\S]*errata no-sandbox --agree/, ...fix);
    const agreed = await errata.run('no-sandbox', '--agree', '--repo', root, '--json');
    assert.deepEqual(JSON.parse(agreed.stdout), { repository: root, agreed: true });
    assert.notEqual(JSON.parse((await errata.run(...fix, '--json')).stdout).error?.reason, 'no-consent');
    await errata.run('no-sandbox', '--withdraw', '--repo', root);
    await refused(2, 'no-consent', /Nobody agreed/, ...fix);
  });

  it('ends with 1 and a reason when no frame is in the repository', async () => {
    const root = repository('other', { 'src/elsewhere.js': 'export {};\n' });
    const finished = await errata.run(
      'locate',
      '--event',
      file('trace.txt', trace),
      '--repo',
      root,
      '--json',
    );
    assert.equal(finished.code, 1);
    const report = JSON.parse(finished.stdout);
    assert.deepEqual(report.locations, []);
    assert.equal(report.unmapped.length, 2);
    assert.match(finished.stderr, /No frame of the trace is in/);
  });

  it('ends with 1 for an event without a stack trace', async () => {
    const root = repository('no-trace', { 'src/a.js': 'export {};\n' });
    const event = file('message.json', JSON.stringify({ event_id: 'f'.repeat(32), message: 'disk is full' }));
    const finished = await errata.run('fix', '--event', event, '--repo', root, '--json');
    assert.equal(finished.code, 1, finished.stderr);
    assert.match(JSON.parse(finished.stdout).message, /no stack trace/);
  });

  it('ends with 1 when what failed is generated', async () => {
    const total = '// @generated\nexport function total(items) {\n  return items[0].price;\n}\n';
    const root = repository('generated', { 'src/total.js': total });
    const event = ['--event', file('trace.txt', trace)];
    const finished = await errata.run('fix', ...event, '--repo', root, '--json');
    assert.equal(finished.code, 1, finished.stderr);
    assert.match(JSON.parse(finished.stdout).message, /src\/total\.js is generated/);
  });

  it('asks for a token for a log center that is not its own', () =>
    refused(2, 'unauthorized', /ERRATA_TOKEN/, 'issues', '--log-center', 'http://127.0.0.1:9'));

  it('says that a log center does not answer', async () => {
    const strange = new CommandLine(folder, { ERRATA_TOKEN: 'token' });
    const finished = await strange.run('issues', '--log-center', 'http://127.0.0.1:9', '--json');
    assert.equal(finished.code, 1);
    assert.equal(JSON.parse(finished.stdout).error.reason, 'unreachable');
    assert.match(finished.stderr, /errata serve/);
  });

  it('leaves uncommitted work as it is', async () => {
    const root = repository('dirty', {
      'src/total.js':
        'export function total(items) {\n  let sum = 0;\n  for (let i = 0; i <= items.length; i++) sum += items[i].price;\n  return sum;\n}\n',
    });
    writeFileSync(join(root, 'src', 'total.js'), '// work in progress\n');
    writeFileSync(join(root, 'notes.txt'), 'mine\n');
    const before = photograph(root);
    const finished = await errata.run(
      'fix',
      '--event',
      file('trace.txt', trace),
      '--repo',
      root,
      '--publish',
      '--plausible',
      '--json',
    );
    assert.equal(finished.code, 0, finished.stderr);
    assert.match(finished.stderr, /2 files have uncommitted changes: the fix is made on HEAD/);
    assert.deepEqual(photograph(root), before);
  });
});
