import assert from 'node:assert/strict';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { scratchEvent } from '../locate/scratch-event.ts';
import { placeInAll } from './placing.ts';
import { Workspace } from './workspace.ts';

const price = 'export function price(item) {\n  return item.rate.value;\n}\n';
const other = '// Nothing\n// to\n// see here.\n';

describe('several workspace folders', () => {
  const scratches: ScratchRepository[] = [];
  afterEach(async () => {
    for (const scratch of scratches.splice(0)) await scratch.dispose();
  });

  async function repository(files: Readonly<Record<string, string>>, tag?: string): Promise<string> {
    const scratch = await ScratchRepository.create();
    scratches.push(scratch);
    await scratch.commit({ message: 'one', files, ...(tag !== undefined && { tag }) });
    return scratch.root;
  }

  async function placed(
    folders: readonly string[],
    event: Parameters<typeof scratchEvent>,
  ): Promise<string | undefined> {
    await using workspace = new Workspace();
    await workspace.setFolders(folders);
    const [best] = await placeInAll(scratchEvent(...event), await workspace.repositories(), []);
    return best === undefined || best.fit === 0 ? undefined : best.open.repository.root;
  }

  it('gives a trace to the repository that its own code fits, whatever the order', async () => {
    const shop = await repository({ 'src/price.ts': price, 'src/index.ts': other }, 'v1.0.0');
    const tool = await repository({ 'src/price.ts': other, 'src/index.ts': other, 'lib/run.ts': other });
    const quoted = { contextLine: '  return item.rate.value;', function: 'price' };
    const frames = [
      { file: '/app/lib/run.ts', line: 1, inApp: false },
      { file: '/app/src/price.ts', line: 2, ...quoted },
    ];
    for (const folders of [
      [shop, tool],
      [tool, shop],
    ]) {
      assert.equal(await placed(folders, [frames]), shop);
      const plain = [{ file: '/app/src/index.ts', line: 1 }];
      assert.equal(await placed(folders, [plain, { release: 'v1.0.0' }]), shop);
      assert.equal(await placed(folders, [[{ file: '/app/lib/run.ts', line: 1 }]]), tool);
      assert.equal(await placed(folders, [[{ file: '/elsewhere/x.ts', line: 1 }]]), undefined);
    }
  });
});
