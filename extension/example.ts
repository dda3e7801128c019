import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRepository } from '../examples/repository/repository.ts';

/* What F5 opens: the shop example as a repository of its own. Kept from one launch to the next. */

const folder = fileURLToPath(new URL('../.errata/example', import.meta.url));
if (!existsSync(join(folder, 'shop'))) await makeRepository({ example: 'shop', folder });
process.stdout.write(`${join(folder, 'shop')}\n`);
