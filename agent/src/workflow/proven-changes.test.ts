import assert from 'node:assert/strict';
import type { Proposal, Verification } from '@errata/protocol/proposal';
import { ProvenChanges } from './proven-changes.ts';

const outcome = { passed: 1, failed: 0, failures: [], ran: true, output: '' };
const verification = (reason: string): Verification => ({
  sandbox: 'namespaces',
  reproduction: { before: { result: 'raised', output: '' }, after: { result: 'passed', output: '' } },
  tests: { before: outcome, after: outcome },
  verdict: 'proven',
  reason,
  milliseconds: 1,
});
const fix = { path: 'a.js', before: 'a', after: 'b' };
const other = { path: 'b.js', before: 'c', after: 'd' };
const test = { path: 'a.test.js', before: null, after: 'test' };
const proposal: Proposal = {
  issue: 'A-1',
  run: 'r',
  base: 'h',
  candidates: [
    {
      id: '1',
      engine: 'templates',
      label: 'root-cause',
      explanation: '',
      prior: 1,
      changes: [fix, other],
      verification: verification('one'),
    },
    {
      id: '2',
      engine: 'templates',
      label: 'guard',
      explanation: '',
      prior: 1,
      changes: [fix],
      verification: verification('two'),
    },
  ],
  recommended: '1',
  reproduction: test,
};

describe('what was proven already', () => {
  const proven = new ProvenChanges();

  it('is any candidate, with or without the regression test, in any order', () => {
    assert.equal(proven.find(proposal, [test, other, fix])?.verification?.reason, 'one');
    assert.equal(proven.find(proposal, [fix, other])?.verification?.reason, 'one');
    assert.equal(proven.find(proposal, [fix])?.verification?.reason, 'two');
  });

  it('is a candidate with the regression test of its own', () => {
    const own = { ...test, after: 'test that expects another exception' };
    const [first, ...rest] = proposal.candidates;
    assert.ok(first);
    const changed = {
      ...proposal,
      candidates: [{ ...first, verification: { ...verification('own'), test: own } }, ...rest],
    };
    assert.equal(proven.find(changed, [own, fix, other])?.verification?.reason, 'own');
    assert.equal(proven.find(changed, [{ ...test, after: 'edited' }, fix, other]), undefined);
  });

  it('is nothing that differs in a single text', () => {
    assert.equal(proven.find(proposal, [{ ...fix, after: 'B' }, other]), undefined);
    assert.equal(proven.find(proposal, [other]), undefined);
    assert.equal(proven.find(proposal, [fix, { ...test, after: 'edited' }]), undefined);
  });

  it('holds what a person had verified', () => {
    const edited = { ...fix, after: 'edited' };
    const [first] = proposal.candidates;
    assert.ok(first);
    const made = { ...first, engine: 'person' as const, changes: [edited] };
    proven.remember({ ...made, verification: verification('by hand') });
    assert.equal(proven.find(proposal, [edited])?.verification?.reason, 'by hand');
  });
});
