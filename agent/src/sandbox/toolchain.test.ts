import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeChoice } from './runtime/choose.ts';
import { findToolchain } from './toolchain.ts';

describe('the tools of a machine', () => {
  let home: string;
  let project: string;
  const write = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { mode: 0o755 });
    }
  };
  const tools = async (...searchPath: string[]) => {
    const { binds, env, runtimes } = await findToolchain({ home, project, searchPath: searchPath.join(':') });
    return {
      env,
      shown: (to: string) => binds.find(bind => bind.to === `/opt/errata/${to}`)?.from,
      said: runtimes.map(describeChoice),
    };
  };
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-tools-'));
    project = join(home, 'project');
    await mkdir(project);
  });
  afterEach(() => rm(home, { recursive: true }));

  const go = (version: string) => ({ 'bin/go': '', 'src/runtime/x.go': '', VERSION: `go${version}\n` });
  const jdk = (version: string) => ({
    ...{ 'bin/javac': '', 'lib/ct.sym': '', release: `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\n` },
  });

  it('are the Go and the JDK that a project asks for, wherever a version manager keeps them', async () => {
    await write(join(home, 'usual-go'), go('1.19.8'));
    await write(join(home, '.asdf/installs/golang/1.22.4/go'), go('1.22.4'));
    await write(join(home, 'sdk/go1.21.3'), go('1.21.3'));
    await write(join(home, 'usual-jdk'), jdk('8.0.1'));
    await write(join(home, '.sdkman/candidates/java/17.0.9-tem'), jdk('17.0.9'));
    await symlink('17.0.9-tem', join(home, '.sdkman/candidates/java/current'));
    const path = [join(home, 'usual-go/bin'), join(home, 'usual-jdk/bin')];
    await write(project, {
      'go.mod': 'module x\n\ngo 1.20\n',
      'build.gradle': '',
      '.sdkmanrc': 'java=17.0.9-tem\n',
    });
    const found = await tools(...path);
    assert.equal(found.shown('go'), join(home, '.asdf/installs/golang/1.22.4/go'));
    assert.equal(found.shown('jdk'), join(home, '.sdkman/candidates/java/17.0.9-tem'));
    assert.deepEqual(found.said, [
      'Go 1.22.4 (go.mod asks for >=1.20)',
      'Java 17.0.9 (.sdkmanrc asks for 17.0.9)',
    ]);
    await write(project, { '.tool-versions': 'golang 1.21.3\njava temurin-11.0.2+9\n', '.sdkmanrc': '' });
    const pinned = await tools(...path);
    assert.equal(pinned.shown('go'), join(home, 'sdk/go1.21.3'));
    assert.equal(pinned.shown('jdk'), join(home, 'usual-jdk'));
    assert.match(
      pinned.said[1] ?? '',
      /^Java 8\.0\.1, although \.tool-versions asks for 11\.0\.2: no such one/,
    );
  });

  it('are the Rust toolchain that a project pins', async () => {
    const rustup = join(home, '.rustup');
    const host = 'x86_64-unknown-linux-gnu';
    for (const name of ['stable', '1.70.0', '1.71.1', 'nightly-2024-01-02'])
      await write(join(rustup, `toolchains/${name}-${host}`), { 'lib/rustlib/x': '', 'bin/cargo': '' });
    await write(rustup, { 'settings.toml': `default_toolchain = "stable-${host}"\n` });
    await write(join(home, '.cargo/bin'), { rustup: '' });
    await symlink('rustup', join(home, '.cargo/bin/cargo'));
    const rust = async () => {
      const found = await tools(join(home, '.cargo/bin'));
      return [found.shown('rust')?.slice(rustup.length + 12, -host.length - 1), ...found.said];
    };
    assert.deepEqual(await rust(), ['stable']);
    await write(project, { 'rust-toolchain': '1.70\n' });
    assert.deepEqual(await rust(), ['1.70.0', 'Rust 1.70.0 (rust-toolchain asks for 1.70)']);
    await write(project, { 'rust-toolchain.toml': '[toolchain]\nchannel = "nightly-2024-01-02"\n' });
    assert.equal((await rust())[0], 'nightly-2024-01-02');
    await write(project, { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.99"\n' });
    assert.deepEqual(await rust(), [
      'stable',
      'Rust stable, although rust-toolchain.toml asks for 1.99: no such one is installed that could be used',
    ]);
  });

  it("are the Gradle that the project's wrapper downloaded", async () => {
    await write(join(home, 'jdk'), jdk('17.0.9'));
    const distribution = join(
      home,
      '.gradle/wrapper/dists/gradle-8.5-bin/5t9huq95ubn472n8rpzujfbqh/gradle-8.5',
    );
    await write(distribution, { 'bin/gradle': '' });
    await write(project, {
      'gradle/wrapper/gradle-wrapper.properties':
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip\n',
    });
    const found = await tools(join(home, 'jdk/bin'));
    assert.equal(found.shown('gradle-of-wrapper'), distribution);
    assert.equal(found.env['ERRATA_GRADLE'], '/opt/errata/gradle-of-wrapper');
    await rm(distribution, { recursive: true });
    assert.equal((await tools(join(home, 'jdk/bin'))).env['ERRATA_GRADLE'], undefined);
  });
});
