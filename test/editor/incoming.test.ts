import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { listed } from './scripted/listed.ts';
import { dsn, issue, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Every way to look at the list, and every reason why it is empty. */
describe('Incoming Errors', function () {
  this.timeout(60_000);
  let repository: string;
  let agent: ScriptedAgent;
  let issues: Issue[];

  const workbench = useScriptedWorkbench(scene => {
    ({ agent, repository } = scene);
    issues = [
      issue(1, { title: 'TypeError: cart is empty', count: 12, users: 3, lastSeen: ago(2) }),
      issue(2, {
        title: 'RangeError: page 0',
        count: 40,
        users: 1,
        lastSeen: ago(180),
        firstSeen: ago(9000),
      }),
      issue(3, {
        title: 'KeyError: sku',
        project: 'stock',
        culprit: 'find (stock/find.py)',
        lastSeen: ago(4000),
      }),
      issue(4, { title: 'TimeoutError: pay', status: 'FAILED', culprit: 'pay', lastSeen: ago(70) }),
      issue(5, { title: 'SyntaxError: old', status: 'DEPLOYED', lastSeen: ago(30_000) }),
    ];
    agent.answer({
      'errata/status': () => status({ newIssues: 3 }),
      'errata/issues': asked => listed(issues)(asked),
      'errata/places': () => ({
        places: [{ issue: 'SHOP-1', repository, file: 'src/cart.ts', line: 2 }],
      }),
      'errata/ignore': ({ issue: id, ignored }) => {
        const { ignored: _, ...known } = issues.find(each => each.id === id) ?? issue(1, { id });
        const changed: Issue = ignored ? { ...known, ignored } : known;
        issues = issues.map(each => (each.id === id ? changed : each));
        return changed;
      },
      'errata/fix': ({ issue: id }) => run('locate', { id: `run-of-${id}`, issue: id }),
      'errata/cancel': ({ run: id }) => run('cancelled', { id, issue: id.slice(7) }),
    });
  });

  const tree = () => workbench().tree();
  const asked = (method: string) => agent.asked.filter(request => request.method === method);
  const shown = async (level = 2) =>
    (await tree().rows()).filter(row => row.level === level).map(({ label }) => label);
  const shows = (labels: string[], level = 2) =>
    until(
      async () => `${labels.join(' | ')}; it shows ${(await shown(level)).join(' | ')}`,
      async () => (await shown(level)).join() === labels.join(),
    );

  it('shows counts, users affected and when it was seen last', async () => {
    await workbench().activityBar.open('Errata');
    // It grows older while the editor starts.
    assert.match((await tree().find('cart is empty')).description, /^12× · \d+ min ago · 3 users$/);
    assert.equal((await tree().find('page 0')).description, '40× · 3 h ago · 1 user');
    await shows(['New', 'Failed', 'Deployed'], 1);
    assert.equal((await tree().find('Deployed 1')).expanded, false);
    await workbench().screenshot('incoming-by-status');
  });

  it('draws the last day in the tooltip', async () => {
    const text = await tree().tooltip('cart is empty', 'Last 24 h');
    assert.match(text, /▁{22,23}█/);
    assert.match(text, /Affected: 2 users[\s\S]*shop@1\.2\.0 7×/);
    await workbench().screenshot('incoming-tooltip');
  });

  it('sorts and groups, and keeps that for the next window', async () => {
    await workbench().palette.run('Errata: Sort by Count');
    await shows(['RangeError: page 0', 'TypeError: cart is empty', 'KeyError: sku', 'TimeoutError: pay']);
    await tree().titleMenu('Group By', 'Group by Project');
    await shows(['shop', 'stock'], 1);
    await workbench().palette.run('Errata: Group by File');
    await shows(['cart.ts', 'find.py', 'No file known'], 1);
    assert.deepEqual(await shown(), [
      'RangeError: page 0',
      'TypeError: cart is empty',
      'KeyError: sku',
      'TimeoutError: pay',
    ]);
    await workbench().screenshot('incoming-by-file');
    await workbench().reload(repository);
    await workbench().activityBar.open('Errata');
    await shows(['cart.ts', 'find.py', 'No file known'], 1);
    await workbench().palette.run('Errata: Group by Status');
    await workbench().palette.run('Errata: Sort by Last Seen');
    await shows(['TypeError: cart is empty', 'RangeError: page 0', 'KeyError: sku', 'TimeoutError: pay']);
  });

  it('filters in the words of the log center, says so, and takes it back', async () => {
    await workbench().palette.run('Errata: Filter Incoming Errors…');
    await workbench().inputBox.answer('cart');
    await shows(['TypeError: cart is empty']);
    await until('the message', async () => (await tree().message()).includes('Filtered by “cart”'));
    await workbench().screenshot('incoming-filtered');
    await workbench().palette.run('Errata: Filter Incoming Errors…');
    await workbench().inputBox.answer('moon');
    await tree().find('Clear Filter');
    assert.match(await tree().message(), /Nothing is found by “moon”/);
    await workbench().screenshot('incoming-nothing-found');
    await tree().click('Clear Filter');
    await shows(['TypeError: cart is empty', 'RangeError: page 0', 'KeyError: sku', 'TimeoutError: pay']);
  });

  it('says at once what it does not understand of a filter', async () => {
    const answer = agent.answers['errata/issues'];
    agent.answers['errata/issues'] = query => {
      if (query.q === 'count:many') throw new Error('count: takes a number, not many.');
      return answer(query);
    };
    await workbench().palette.run('Errata: Filter Incoming Errors…');
    await workbench().inputBox.type('count:many');
    await until('the reason', async () => (await workbench().inputBox.message()).includes('takes a number'));
    await workbench().inputBox.cancel();
    agent.answers['errata/issues'] = answer;
  });

  it('takes in single issues as they come, without reading the list again', async () => {
    const before = asked('errata/issues').length;
    const fresh = issue(6, { title: 'URIError: just now', lastSeen: ago(0) });
    issues = [...issues, fresh];
    await agent.issuesTold([fresh, { ...(issues[1] ?? fresh), count: 41 }]);
    await tree().find('RangeError: page 0 41×');
    await shows([
      'URIError: just now',
      'TypeError: cart is empty',
      'RangeError: page 0',
      'KeyError: sku',
      'TimeoutError: pay',
    ]);
    issues = issues.filter(each => each !== fresh);
    await agent.issuesTold([], ['SHOP-6']);
    await shows(['TypeError: cart is empty', 'RangeError: page 0', 'KeyError: sku', 'TimeoutError: pay']);
    assert.equal(asked('errata/issues').length, before);
  });

  it('opens the line of the crash', async () => {
    await tree().inlineAction('cart is empty', 'Open the Crash Line');
    await workbench().statusBar.find('Ln 2, Col 1');
  });

  it('lists the runs of an issue, and says why there is no code for it', async () => {
    const known = agent.answers['errata/issue'];
    agent.answers['errata/issue'] = async params => {
      const { repository: _, diagnosis: __, ...detail } = await known(params);
      const failure = { reason: 'no-candidate', message: 'No candidate passed the tests.' };
      return {
        ...detail,
        repositoryReason: 'repository not matched: stock is not open here',
        runs: [run('failed', { issue: params.issue, failure, startedAt: ago(125) })],
      };
    };
    await tree().expand('KeyError: sku');
    await tree().find('stock is not open here');
    await tree().expand('Fixes');
    assert.equal((await tree().find('no fix')).description, '2 h ago · No candidate passed the tests.');
    await workbench().screenshot('incoming-runs');
    await tree().click(/^no fix/);
    await workbench().editor.findTab('Fix SHOP-');
    agent.answers['errata/issue'] = known;
    await tree().collapse('KeyError: sku');
  });

  it('fixes several at once, and cancels them from the status bar and the tree', async () => {
    await tree().click('cart is empty');
    await tree().select('page 0');
    await tree().contextMenu('page 0', 'Fix This Error');
    await until('two fixes', async () => asked('errata/fix').length === 2);
    assert.deepEqual(
      asked('errata/fix').map(({ params }) => params),
      [{ issue: 'SHOP-1' }, { issue: 'SHOP-2' }],
    );
    await agent.runChanged(run('verify', { id: 'run-of-SHOP-1', issue: 'SHOP-1' }));
    await tree().find('cart is empty verifying');
    await workbench().page.locator('.statusbar-item').filter({ hasText: 'SHOP-' }).first().hover();
    const hover = workbench().page.locator('.workbench-hover:visible, .monaco-hover:visible');
    await hover.getByText('SHOP-1: verifying · Running the tests').waitFor();
    assert.equal(await hover.getByRole('link', { name: 'Cancel' }).count(), 2);
    await workbench().screenshot('status-bar-fixing');
    await hover.getByRole('link', { name: 'Cancel' }).last().click();
    await until('one to be cancelled', async () => asked('errata/cancel').length === 1);
    assert.deepEqual(asked('errata/cancel')[0]?.params, { run: 'run-of-SHOP-1' });
    await agent.runChanged(run('verify', { id: 'run-of-SHOP-1', issue: 'SHOP-1' }));
    await tree().find('cart is empty verifying');
    await workbench().statusBar.find(/SHOP-\d: .* \+1/);
    await workbench().screenshot('incoming-fixing');
    await tree().click('cart is empty');
    await tree().select('page 0');
    await tree().contextMenu('page 0', 'Cancel Fix');
    await until('both to be cancelled', async () => asked('errata/cancel').length === 3);
  });

  it('asks whose error it is before a fix where only the person can tell', async () => {
    const { 'errata/issue': known, 'errata/fix': fix } = agent.answers;
    let told = false;
    agent.answer({
      'errata/issue': async asked => ({ ...(await known(asked)), unsure: ['/w/stock', '/w/$(zap)'] }),
      'errata/fix': asked => {
        if (told) return fix(asked);
        throw Object.assign(new Error('Say first whose error it is.'), { reason: 'unsure-repository' });
      },
      'errata/belongs': () => {
        told = true;
        return {};
      },
    });
    const before = asked('errata/fix').length;
    await tree().inlineAction('KeyError: sku', 'Fix This Error');
    await workbench().quickPick.choose('It belongs to stock');
    await until('the fix to be asked for again', async () => asked('errata/fix').length === before + 2);
    assert.deepEqual(
      asked('errata/belongs').map(({ params }) => params),
      [{ issue: 'SHOP-3', repository: '/w/stock' }],
    );
    told = false;
    await agent.runChanged(run('cancelled', { id: 'run-of-SHOP-3', issue: 'SHOP-3' }));
    await tree().inlineAction('KeyError: sku', 'Fix This Error');
    assert.deepEqual(await workbench().quickPick.items(), [
      'It belongs to stock',
      'It belongs to $\u{200b}(zap)',
      'It belongs to none of these folders',
    ]);
    await workbench().screenshot('whose-error');
    await workbench().quickPick.cancel();
    assert.equal(asked('errata/fix').length, before + 3);
    assert.equal(asked('errata/belongs').length, 1);
    agent.answer({ 'errata/issue': known, 'errata/fix': fix });
  });

  it('says what is ready until it is looked at', async () => {
    await agent.runChanged(run('awaiting-approval', { id: 'run-9', issue: 'SHOP-2', startedAt: ago(0) }));
    await workbench().statusBar.find('1 fix ready');
    await until('the badge', async () => (await workbench().activityBar.badge('Errata')) === '4');
    await workbench().screenshot('fix-ready');
    await agent.runChanged(run('cancelled', { id: 'run-9', issue: 'SHOP-2', startedAt: ago(0) }));
    await workbench().statusBar.find('3 new');
  });

  it('ignores several until they happen again, and shows them when they are wanted', async () => {
    await tree().click('page 0');
    await tree().select('KeyError: sku');
    await tree().contextMenu('page 0', 'Ignore Until It Happens Again');
    await shows(['TypeError: cart is empty', 'TimeoutError: pay']);
    assert.deepEqual(
      asked('errata/ignore').map(({ params }) => params),
      [
        { issue: 'SHOP-2', ignored: true },
        { issue: 'SHOP-3', ignored: true },
      ],
    );
    await workbench().palette.run('Errata: Show Ignored');
    await shows(['TypeError: cart is empty', 'RangeError: page 0', 'KeyError: sku', 'TimeoutError: pay']);
    await workbench().screenshot('incoming-ignored');
    await tree().inlineAction('KeyError: sku', 'Stop Ignoring');
    await until('it to be heeded', async () => asked('errata/ignore').length === 3);
    await workbench().palette.run('Errata: Hide Ignored');
    await shows(['TypeError: cart is empty', 'KeyError: sku', 'TimeoutError: pay']);
    const again = issue(2, { title: 'RangeError: page 0', count: 42, lastSeen: ago(0) });
    issues = issues.map(each => (each.id === again.id ? again : each));
    await agent.issuesTold([again]);
    await shows(['RangeError: page 0', 'TypeError: cart is empty', 'KeyError: sku', 'TimeoutError: pay']);
  });

  it('marks as fixed by hand, with a reason', async () => {
    await tree().contextMenu('TimeoutError: pay', 'Mark as Fixed by Hand…');
    await workbench().inputBox.answer('reverted in abc123');
    await until('the request', async () => asked('errata/markFixed').length === 1);
    assert.deepEqual(asked('errata/markFixed')[0]?.params, {
      issue: 'SHOP-4',
      version: 1,
      reason: 'reverted in abc123',
    });
    await shows(['New', 'Deployed'], 1);
  });

  it('pages by 200', async () => {
    const many = Array.from({ length: 450 }, (_, index) =>
      issue(index + 1, { lastSeen: ago(index), title: `Error: number ${index + 1}` }),
    );
    issues = many;
    await agent.issuesChanged(many);
    await tree().find('New 200+');
    await tree().collapse('New 200+');
    const before = asked('errata/issues').length;
    await tree().expand('New 200+');
    await until('the end of the page', async () => {
      await workbench().page.keyboard.press('End');
      return (await tree().rows()).some(({ label }) => label === 'Load 200 more');
    });
    await tree().click('Load 200 more');
    await tree().find('New 400+');
    assert.equal(asked('errata/issues').length, before + 1);
  });

  describe('when it is empty', () => {
    const empty = async (change: Parameters<typeof status>[0] = {}) => {
      issues = [];
      await agent.issuesChanged([]);
      await agent.statusChanged(status(change));
    };
    const says = (text: string) =>
      until(
        async () => `"${text}" above the list; it says ${await tree().message()}`,
        async () => (await tree().message()).includes(text),
      );

    it('has no errors yet, and a DSN to copy', async () => {
      await empty();
      await says('No errors yet.');
      await tree().find(`Copy DSN ${dsn}`);
    });

    it('holds only ignored ones', async () => {
      await agent.issuesChanged([issue(1, { ignored: true })]);
      await says('All errors are ignored until they happen again.');
      await workbench().screenshot('incoming-only-ignored');
      await tree().click('Show Ignored');
      await tree().find('TypeError: number 1');
      await workbench().palette.run('Errata: Hide Ignored');
      await tree().find('Show Ignored');
    });

    it('has no log center', async () => {
      await empty({
        connection: { state: 'disconnected', reason: 'http://errors.example does not answer.' },
      });
      await says('Not connected: http://errors.example does not answer.');
      await tree().find('Reconnect');
    });

    it('has the wrong token', async () => {
      const reason = 'The log center at http://errors.example refused the token.';
      await empty({ connection: { state: 'disconnected', failure: 'unauthorized', reason } });
      await says(reason);
      await tree().find('Enter Token');
      await workbench().screenshot('incoming-token');
    });

    it('cannot be matched with code, though there are errors', async () => {
      await agent.issuesChanged([issue(1)]);
      await agent.statusChanged(status({ repositories: [], repositoryReason: 'shop has no commits yet.' }));
      await says('Errors cannot be matched with code: shop has no commits yet.');
      await tree().find('Open Folder');
    });
  });
});
