import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { bundleForHost } from '../../probe/probe.ts';

const manifest = {
  name: 'scripted-models',
  version: '0.0.1',
  publisher: 'errata-test',
  license: 'MIT',
  engines: { vscode: '^1.110.0' },
  activationEvents: ['*'],
  main: './models.cjs',
  contributes: { languageModelChatProviders: [{ vendor: 'scripted', displayName: 'Scripted' }] },
};

/** Packs the extension that lends models below `folder` and returns the path of the VSIX. */
export async function packageModels(folder: string): Promise<string> {
  const stage = join(folder, 'scripted-models');
  await mkdir(stage, { recursive: true });
  await bundleForHost(fileURLToPath(new URL('extension.ts', import.meta.url)), join(stage, 'models.cjs'));
  await writeFile(join(stage, 'package.json'), JSON.stringify(manifest));
  for (const name of ['README.md', 'LICENSE', '.vscodeignore']) await writeFile(join(stage, name), '');
  const packagePath = join(folder, 'scripted-models.vsix');
  await createVSIX({ cwd: stage, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}
