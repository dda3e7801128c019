import assert from 'node:assert/strict';
import { logCenterCommand } from './process.ts';

describe('the command of a log center', () => {
  const kept = { ...process.env };
  const secret = ['GITLAB_TOKEN', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'ERRATA_MODEL_KEY'];
  afterEach(() => {
    for (const name of secret) delete process.env[name];
    Object.assign(process.env, kept);
  });

  it('hands on what is set, but for tokens of forges and keys of models', () => {
    for (const name of secret) process.env[name] = 'secret';
    const { environment } = logCenterCommand([]);
    assert.equal(environment['PATH'], process.env['PATH']);
    assert.ok(!Object.values(environment).includes('secret'));
  });
});
