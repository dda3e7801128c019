import module from 'node:module';
import { COMPILED } from '../process/compiled.ts';

// Loaded by mocha before the tests. Programs that tests start do not inherit it, so that nothing is kept of what lies in passing
// folders.
module.enableCompileCache(COMPILED);
