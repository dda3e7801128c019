import assert from 'node:assert/strict';
import { logCenterCommand } from './process.ts';

describe('the command of a log center', () => {
  const kept = { ...process.env };
  const secret = ['GITLAB_TOKEN', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'ERRATA_MODEL_KEY'];
  afterEach(() => {
    for (const name of [...secret, 'NODE_COMPILE_CACHE']) delete process.env[name];
    Object.assign(process.env, kept);
  });

  it('hands on what is set, but for tokens of forges and keys of models', () => {
    for (const name of secret) process.env[name] = 'secret';
    const { environment } = logCenterCommand([]);
    assert.equal(environment['PATH'], process.env['PATH']);
    assert.ok(!Object.values(environment).includes('secret'));
  });

  it('keeps what was compiled from source, where a person has not said otherwise', () => {
    const folder = () => logCenterCommand([]).environment['NODE_COMPILE_CACHE'] ?? '';
    assert.match(folder(), /node_modules.\.cache.errata$/);
    process.env['NODE_COMPILE_CACHE'] = '/elsewhere';
    assert.equal(folder(), '/elsewhere');
  });
});
