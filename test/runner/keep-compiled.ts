import module from 'node:module';
import { join } from 'node:path';

// Loaded by mocha before the tests: a second run neither strips types nor compiles what has not changed. Programs that tests
// start do not inherit it, so that nothing of their passing folders is kept.
module.enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/errata'));
