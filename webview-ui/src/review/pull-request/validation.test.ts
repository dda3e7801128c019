import assert from 'node:assert/strict';
import type { PullRequest, PullRequestForm } from '@errata/protocol/pull-request';
import { finished, namesIn, problemsOf, typed } from './validation.ts';

const filled: PullRequest = {
  title: ' Fix it ',
  body: 'b',
  branch: ' errata/shop-1 ',
  base: 'main',
  reviewers: ['@ann', '@bo', '@ann'],
  draft: true,
};
const form: PullRequestForm = { filled, bases: [], owners: [], remote: 'origin' };

describe('the form of a pull request', () => {
  it('can be pushed when its fields hold what git and a forge take', () => {
    assert.deepEqual(problemsOf(filled, []), {});
    for (const branch of ['a', 'fix/Ünder-42', 'a.b', '修复/购物车']) {
      assert.deepEqual(problemsOf({ ...filled, branch }, []), {}, branch);
    }
  });

  it('says at which field what is missing or wrong', () => {
    assert.deepEqual(Object.keys(problemsOf({ ...filled, title: ' ', branch: '', base: '' }, [])), [
      'title',
      'branch',
      'base',
    ]);
    const refused = [
      'a b',
      'a..b',
      '/a',
      'a/',
      'a//b',
      '.a',
      'a/.b',
      'a.lock',
      'a.lock/b',
      '-a',
      'a.',
      'a@{1',
    ];
    for (const branch of [...refused, 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[', 'a\\b', 'a\u202eb', 'a\u0007']) {
      assert.ok(problemsOf({ ...filled, branch }, []).branch, branch);
    }
    assert.ok(problemsOf({ ...filled, base: 'errata/shop-1' }, []).base);
    assert.ok(problemsOf({ ...filled, reviewers: ['ann bo'] }, []).reviewers);
  });

  it('is posted without room around, and without what the remote cannot do', () => {
    const posted = finished(filled, form);
    assert.deepEqual([posted.title, posted.branch], ['Fix it', 'errata/shop-1']);
    assert.deepEqual([posted.reviewers, posted.draft], [['@ann', '@bo'], true]);
    const limited = finished(filled, { ...form, limited: 'no token' });
    assert.deepEqual([limited.reviewers, limited.draft], [[], false]);
    const named = finished({ ...filled, reviewers: ['Ann Bo'] }, { ...form, limited: 'no token' });
    assert.deepEqual(problemsOf(named, []), {});
  });

  it('takes an owner by whatever name commits have, but nobody else with a blank', () => {
    const reviewers = ['Ada Example <ada@shop.example>'];
    assert.deepEqual(problemsOf({ ...filled, reviewers }, reviewers), {});
    assert.ok(problemsOf({ ...filled, reviewers }, ['@ada']).reviewers);
  });

  it('posts other errors only as far as they are offered', () => {
    const related = [{ issue: 'SHOP-2', title: 'x', reason: 'same line' }];
    const others = ['SHOP-2', 'SHOP-3'];
    assert.deepEqual(finished({ ...filled, others }, { ...form, related }).others, ['SHOP-2']);
    assert.equal('others' in finished({ ...filled, others }, form), false);
    assert.deepEqual(typed({ others }), { others });
  });

  it('reads names that are typed in whatever way', () => {
    assert.deepEqual(namesIn(' ann, @bo;c\n\nd ,'), ['ann', '@bo', 'c', 'd']);
  });

  it('takes back what was typed, but nothing that is no field', () => {
    assert.deepEqual(typed({ title: '', branch: 'b', reviewers: ['a'], draft: 'yes', more: 1 }), {
      title: '',
      branch: 'b',
      reviewers: ['a'],
    });
    for (const kept of [undefined, null, 'text', 3, []]) assert.deepEqual(typed(kept), {});
  });
});
