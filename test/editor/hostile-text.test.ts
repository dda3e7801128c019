import assert from 'node:assert/strict';
import { assertHarmless, hostileText, longLine } from './hostile.ts';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { issue, proposedRun, run, status } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** Whatever strangers write into events is text, wherever the extension shows it. */
describe('Hostile text', function () {
  this.timeout(60_000);
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(async scene => {
    ({ agent } = scene);
    const known = agent.answers['errata/issue'];
    agent.answers['errata/issue'] = async params => {
      const detail = await known(params);
      const frame = { file: `/srv/${hostileText}`, line: 3, function: hostileText, inApp: false };
      const [exception] = detail.event.exceptions;
      return {
        ...detail,
        issue: issue(1, { title: `first ${hostileText}`, culprit: hostileText }),
        event: {
          ...detail.event,
          exceptions: exception
            ? [{ ...exception, value: longLine, frames: [frame, ...exception.frames] }]
            : [],
        },
        runs: [hostileRun()],
      };
    };
    agent.answers['errata/run'] = hostileRun;
  });

  const tree = () => workbench().tree();

  it('is text in the tree, in its rows’ spoken names and in the hover', async () => {
    await workbench().activityBar.open('Errata');
    await agent.issuesChanged([
      issue(1, { title: `first ${hostileText}`, culprit: hostileText }),
      issue(2, { title: `second ${longLine}`, culprit: longLine, lastSeen: '2026-01-01T00:00:00.000Z' }),
    ]);
    const row = await tree().find('first <img src="errata-owned"');
    assert.ok(row.label.includes('[press me](command:errata.owned)'), row.label);
    assert.ok(row.label.includes('$(errata-owned)'), row.label);
    await tree().find('second long');
    await tree().expand('first <img');
    await tree().find('src/cart.ts:2');
    await tree().tooltip('first <img', 'press me');
    await assertHarmless(workbench().page);
    await workbench().screenshot('hostile-tree');
  });

  it('is text in the quick pick and in the status bar', async () => {
    await agent.statusChanged(status({ newIssues: 2 }));
    await workbench().palette.run('Errata: Fix This Error');
    await until('the errors in the quick pick', async () =>
      (await workbench().quickPick.items()).some(label => label.includes('<img src="errata-owned"')),
    );
    await assertHarmless(workbench().page);
    await workbench().screenshot('hostile-quick-pick');
    await workbench().quickPick.cancel();
    await agent.runChanged(run('verify', { message: hostileText }));
    await workbench().statusBar.find('SHOP-1: verifying');
    await workbench().statusBar.tooltip('SHOP-1: verifying', 'press me');
    await assertHarmless(workbench().page);
    await agent.runChanged(run('cancelled'));
  });

  it('is text in what the view says and in notifications', async () => {
    const connection = { state: 'disconnected', reason: hostileText } as const;
    await agent.statusChanged(status({ connection }));
    await workbench()
      .page.locator('.part.sidebar .message')
      .filter({ hasText: 'press me' })
      .or(workbench().page.locator('.part.statusbar .statusbar-item[aria-label*="press me"]'))
      .first()
      .waitFor();
    await assertHarmless(workbench().page);
    await agent.statusChanged(status());
    agent.answers['errata/fix'] = () => {
      throw new Error(hostileText);
    };
    await tree().inlineAction('first <img', 'Fix This Error');
    const message = await workbench().notifications.find('press me');
    assert.ok(message.includes('(command:errata.owned)'), message);
    await assertHarmless(workbench().page);
    await workbench().screenshot('hostile-notification');
    await workbench().notifications.dismiss('press me');
  });

  it('is text in the review, which runs no script but its own', async () => {
    await agent.runChanged(hostileRun());
    await tree().find('ready for review');
    await tree().contextMenu('first <img', 'Review Fix');
    const page = await workbench().webview('.actions');
    await page.getByText('press me').first().waitFor();
    await assertHarmless(workbench().page);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    const [scripts] = /script-src [^;]*/.exec(policy ?? '') ?? [];
    assert.match(scripts ?? '', /^script-src [^;]*'nonce-[\w-]{16,}'/);
    assert.doesNotMatch(scripts ?? '', /unsafe-inline|unsafe-eval|unsafe-hashes| \* |data:|blob:/);
    assert.match(policy ?? '', /default-src 'none'/);
    const ran = await page.evaluate<boolean>(`(() => {
      const script = document.createElement('script');
      script.textContent = 'window.errataInline = true';
      document.body.append(script);
      return window.errataInline === true;
    })()`);
    assert.equal(ran, false, 'a script in the page runs without the nonce');
    await workbench().screenshot('hostile-review');
  });

  it('does not freeze the window with a line of a megabyte', async () => {
    const began = Date.now();
    await workbench().activityBar.open('Errata');
    await tree().find('second long');
    await tree().tooltip('second long', 'long');
    await workbench().palette.run('Errata: Fix This Error');
    await until('the errors in the quick pick', async () =>
      (await workbench().quickPick.items()).some(label => label.startsWith('second long')),
    );
    await workbench().quickPick.cancel();
    assert.ok(Date.now() - began < 20_000, `it took ${Date.now() - began} ms`);
  });
});

function hostileRun() {
  const proposed = proposedRun();
  const { proposal, diagnosis } = proposed;
  if (!proposal || !diagnosis) throw new Error('There is nothing proposed.');
  const output = `${hostileText}\n${longLine}`;
  const tests = { passed: 3, failed: 1, failures: [hostileText], ran: true, output };
  return {
    ...proposed,
    diagnosis: {
      ...diagnosis,
      cause: hostileText,
      owners: [{ name: hostileText, source: 'CODEOWNERS' as const, share: 1 }],
    },
    proposal: {
      ...proposal,
      candidates: proposal.candidates.map(candidate => ({
        ...candidate,
        explanation: hostileText,
        changes: candidate.changes.map(change => ({
          ...change,
          after: `// ${hostileText}\n${change.after}`,
        })),
        ...(candidate.verification && {
          verification: {
            ...candidate.verification,
            reason: hostileText,
            reproduction: {
              before: { result: 'raised' as const, output },
              after: { result: 'passed' as const, output },
            },
            tests: { before: tests, after: tests },
          },
        }),
      })),
    },
  };
}
