import assert from 'node:assert/strict';
import { logCenterCommand } from './process.ts';

describe('the command of a log center', () => {
  const kept = { ...process.env };
  afterEach(() => {
    delete process.env['GITLAB_TOKEN'];
    Object.assign(process.env, kept);
  });

  it('hands on what is set, but for the tokens of forges', () => {
    process.env['GITLAB_TOKEN'] = 'secret';
    const { environment } = logCenterCommand([]);
    assert.equal(environment['PATH'], process.env['PATH']);
    assert.ok(!Object.values(environment).includes('secret'));
  });
});
