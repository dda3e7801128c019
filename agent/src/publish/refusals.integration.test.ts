import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Publishing, publish } from './publish.ts';
import { refusal, remoteWords } from './refusal.ts';
import { ScratchCheckout } from './scratch-checkout.ts';
import { scratchOutside } from './scratch-outside.ts';

const pointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';

describe('a fix that cannot be published as it is', () => {
  let scratch: ScratchCheckout;
  const push = async (change: Partial<Publishing> = {}) =>
    publish(await scratch.open(), scratch.fix(change), scratchOutside());
  const refused = async (error: { reason: string; message?: RegExp }, change?: Partial<Publishing>) => {
    await assert.rejects(push(change), error);
    assert.deepEqual(scratch.branches(), []);
    assert.equal(scratch.git(scratch.checkout, 'for-each-ref', 'refs/heads/errata/'), '');
    assert.equal(scratch.git(scratch.checkout, 'status', '--porcelain'), '');
  };

  beforeEach(() => {
    scratch = new ScratchCheckout();
  });
  afterEach(() => scratch[Symbol.dispose]());

  it('is refused in a file of Git LFS, and leaves pointers in others', async () => {
    scratch.commit({
      '.gitattributes': '*.bin filter=lfs -text\n',
      'a.bin': 'small\n',
      'src/b.txt': pointer,
    });
    const large = (path: string, before: string | null) =>
      refused(
        { reason: 'large-file', message: new RegExp(`${path} is kept with Git LFS`) },
        { changes: [{ path, before, after: 'x\n' }] },
      );
    await large('a.bin', 'small\n');
    await large('new.bin', null);
    await large('src/b.txt', pointer);
    const { commit } = await push();
    assert.equal(scratch.git(scratch.remote, 'show', `${commit}:src/b.txt`), pointer.trim());
  });

  it('is refused in a submodule, and leaves it at its commit however it stands in the working folder', async () => {
    const inner = join(scratch.checkout, 'lib');
    scratch.git(scratch.folder, 'clone', '-q', scratch.remote, inner);
    const pinned = scratch.git(inner, 'rev-parse', 'HEAD');
    scratch.git(scratch.checkout, '-c', 'advice.addEmbeddedRepo=false', 'add', 'lib');
    scratch.git(scratch.checkout, 'commit', '-qm', 'lib');
    for (const path of ['lib', 'lib/src/a.js'])
      await refused(
        { reason: 'submodule', message: /in its own repository/ },
        { changes: [{ path, before: 'one\n', after: 'x\n' }] },
      );
    scratch.git(inner, 'commit', '-q', '--allow-empty', '-m', 'on');
    scratch.git(scratch.checkout, 'config', 'push.recurseSubmodules', 'on-demand');
    const { commit } = await push();
    assert.match(
      scratch.git(scratch.remote, 'ls-tree', commit, 'lib'),
      new RegExp(`^160000 commit ${pinned}`),
    );
  });

  it('tells what a hook of the remote says, without what could do harm', async () => {
    scratch.hook(
      'pre-receive',
      "printf '\\033[31mNo ticket\\033[0m in the title.\\r\\nSee https://ada:hunter2@wiki.example/x \\342\\200\\256\\n' >&2; exit 1",
    );
    await refused({
      reason: 'remote-rejected',
      message:
        /origin did not take the branch: “No ticket in the title\. See https:\/\/wiki\.example\/x .*kept with the run/,
    });
    scratch.hook('pre-receive', 'exit 0');
    await push();
  });

  it('takes another name where the remote protects one, when a person says so', async () => {
    scratch.hook(
      'update',
      'case "$1" in refs/heads/errata/*) echo "GH013: Repository rule violations" >&2; exit 1;; esac',
    );
    await refused({ reason: 'remote-rejected', message: /GH013: Repository rule violations/ });
    assert.equal((await push({ branch: 'fix/a-1', chosen: true })).branch, 'fix/a-1');
  });

  it('runs no hook of the person, and says so', async () => {
    const ran = join(scratch.folder, 'ran');
    for (const name of ['pre-commit', 'commit-msg', 'pre-push']) {
      const file = join(scratch.checkout, '.git', 'hooks', name);
      writeFileSync(file, `#!/bin/sh\ntouch '${ran}'\nexit 1\n`);
      chmodSync(file, 0o755);
    }
    const { notes = [] } = await push();
    assert.match(notes.join(), /Hooks of yours do not run \(pre-commit, commit-msg, pre-push\)/);
    assert.equal(existsSync(ran), false);
    scratch.git(scratch.checkout, 'config', 'core.hooksPath', '.none');
    assert.equal((await push()).notes, undefined);
  });

  it('is published from a detached HEAD, with the base that was asked for', async () => {
    scratch.git(scratch.checkout, 'checkout', '-q', '--detach');
    assert.deepEqual([(await push()).branch, scratch.branches()], ['errata/a-1', ['errata/a-1']]);
  });

  it('leaves alone what is pushed under its name at the very same moment', async () => {
    const once = join(scratch.folder, 'once');
    const theirs = scratch.git(scratch.remote, 'rev-parse', 'main');
    scratch.hook(
      'pre-receive',
      `[ -e '${once}' ] && exit 0; touch '${once}'; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/errata/a-1 ${theirs}`,
    );
    assert.equal((await push()).branch, 'errata/a-1-2');
    assert.equal(scratch.git(scratch.remote, 'rev-parse', 'errata/a-1'), theirs);
  });

  it('takes the place of what an earlier attempt of its own pushed, and of nothing else', async () => {
    const first = await push({ chosen: true });
    const edited = { chosen: true, changes: [{ path: 'src/a.js', before: 'one\n', after: 'three\n' }] };
    const second = await push(edited);
    assert.equal(scratch.git(scratch.remote, 'show', 'errata/a-1:src/a.js'), 'three');
    assert.notEqual(second.commit, first.commit);
    const theirs = scratch.git(
      scratch.checkout,
      'commit-tree',
      '-p',
      second.commit,
      '-m',
      'more',
      `${second.commit}^{tree}`,
    );
    scratch.git(scratch.checkout, 'push', '-q', 'origin', `${theirs}:refs/heads/errata/a-1`);
    await assert.rejects(push({ chosen: true }), { reason: 'branch-taken' });
    assert.equal(scratch.git(scratch.remote, 'rev-parse', 'errata/a-1'), theirs);
  });
});

describe('what a remote says to a push', () => {
  const reasonOf = (stderr: string) => refusal('origin', stderr).reason;

  it('is understood', () => {
    const said: Record<string, readonly string[]> = {
      'not-signed-in': [
        "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
        "remote: Invalid username or token.\nfatal: Authentication failed for 'https://github.com/acme/shop.git/'",
        'git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.',
        'Host key verification failed.\nfatal: Could not read from remote repository.',
        "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://gitlab.com/acme/shop.git/'",
      ],
      'no-right': [
        "remote: Permission to acme/shop.git denied to ada.\nfatal: unable to access 'https://github.com/acme/shop.git/': The requested URL returned error: 403",
        'ERROR: Permission to acme/shop.git denied to ada.\nfatal: Could not read from remote repository.',
        'remote: ERROR: You are not allowed to push code to this project.\nfatal: Could not read from remote repository.',
        'Gitea: User: 2:ada with Key: 1:laptop is not authorized to write to acme/shop.\nfatal: Could not read from remote repository.',
        'ERROR: The key you are authenticating with has been marked as read only.\nfatal: Could not read from remote repository.',
      ],
      'no-repository': [
        "remote: Repository not found.\nfatal: repository 'https://github.com/acme/shop.git/' not found",
        "fatal: '/srv/nowhere.git' does not appear to be a git repository\nfatal: Could not read from remote repository.",
      ],
      unreachable: [
        "fatal: unable to access 'https://github.com/acme/shop.git/': Could not resolve host: github.com",
        'ssh: connect to host github.com port 22: Connection timed out\nfatal: Could not read from remote repository.',
        'error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: the remote end hung up unexpectedly',
        "fatal: unable to access 'https://x.example/': Failed to connect to x.example port 443 after 2 ms: Couldn't connect to server",
        "fatal: unable to access 'https://github.com/acme/shop.git/': Empty reply from server",
        "fatal: unable to access 'https://github.com/acme/shop.git/': Recv failure: Connection was aborted",
        'kex_exchange_identification: Connection closed by remote host\nfatal: Could not read from remote repository.',
      ],
      'remote-rejected': [
        'remote: error: GH006: Protected branch update failed for refs/heads/main.\nTo github.com:acme/shop.git\n ! [remote rejected] x -> main (protected branch hook declined)\nerror: failed to push some refs',
        'remote: GitLab: You are not allowed to push code to protected branches on this project.\nTo x\n ! [remote rejected] x -> x (pre-receive hook declined)',
      ],
      'push-refused': ['fatal: the sky fell', ''],
    };
    for (const [reason, texts] of Object.entries(said))
      for (const text of texts) assert.equal(reasonOf(text), reason, text);
  });

  it('is short, on one line, and holds no secret', () => {
    const words = remoteWords(
      `remote: \u001b[1mfor you\u0007\nfatal: https://ada:s3cret@host/x and ssh://u:s3cret@h/y\n${'blah '.repeat(9000)}`,
    );
    assert.match(words, /^for you https:\/\/host\/x and ssh:\/\/h\/y blah/);
    assert.ok(words.length < 1000 && !/s3cret|\p{Cc}/u.test(words), words);
    const began = performance.now();
    for (const unit of ['://', '@', 'permission to ', '\u001b[1;', 'repository '] as const)
      refusal('origin', unit.repeat(300_000));
    assert.ok(performance.now() - began < 10_000);
  });
});
