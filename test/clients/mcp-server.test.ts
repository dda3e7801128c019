import assert from 'node:assert/strict';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { arrived } from './issues.ts';
import { SentryMcp } from './mcp-client.ts';
import { startNodeSdk } from './node-sdk.ts';

const organizationSlug = 'errata';
const program = `
function discount(cart) { return cart.vouchers.length; }
Sentry.addBreadcrumb({ category: 'cart', message: 'opened the cart' });
Sentry.setTag('tenant', 'acme');
let id;
try { discount({ id: 7 }); } catch (error) { id = Sentry.captureException(error); }
Sentry.captureFeedback({ message: 'I could not pay', name: 'Ada', associatedEventId: id });
Sentry.captureMessage('another matter', 'info');
if (!(await Sentry.flush(10000))) process.exit(3);`;

describe("Sentry's own MCP server, reading from the log center", () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let mcp: SentryMcp;
  let issueId: string;
  let eventId: string;

  before(async function () {
    this.timeout(60_000);
    test = await startTestCenter();
    const { client } = test;
    await using directory = await temporaryDirectory();
    const options = "release: 'shop@7', environment: 'production'";
    await using shop = await startNodeSdk(directory.path, client.ready.dsn, options, program);
    await shop.finish();
    const { issue, event } = await arrived(
      client,
      "TypeError: Cannot read properties of undefined (reading 'length')",
    );
    issueId = issue.id;
    eventId = event.id;
    mcp = await SentryMcp.start(client.ready.url, client.ready.token);
  });
  after(async () => {
    await mcp?.[Symbol.asyncDispose]();
    await test?.[Symbol.asyncDispose]();
  });

  /** What a tool answers, whether it is offered at once or not. */
  const ask = async (name: string, parameters: Record<string, unknown> = {}) => {
    const offered = await mcp.tools();
    const whole = { organizationSlug, ...parameters };
    const { isError, text } = offered.includes(name)
      ? await mcp.call(name, whole)
      : await mcp.execute(name, whole);
    assert.equal(isError, false, text);
    return text;
  };

  it('knows who asks, and finds the organization, its team, its project and the DSN', async () => {
    assert.match(await ask('whoami'), /"name": "owner"/);
    assert.match(await ask('find_organizations'), /"slug": "errata"/);
    assert.match(await ask('find_teams'), /"slug": "errata"/);
    assert.match(await ask('find_projects'), /"slug": "default"/);
    const dsns = await ask('find_dsns', { projectSlug: 'default' });
    assert.ok(dsns.includes(test.client.ready.dsn), dsns);
  });

  it('finds issues by search', async () => {
    const found = await ask('search_issues', {
      query: 'is:unresolved level:error',
      projectSlugOrId: 'default',
    });
    assert.match(found, /Found \*\*1\*\* issue/);
    assert.ok(found.includes(issueId) && found.includes('TypeError: Cannot read properties'), found);
    assert.match(await ask('search_issues', { query: 'another' }), /another matter/);
    assert.match(await ask('search_issues', { query: 'is:resolved' }), /No issues found/i);
  });

  it('shows an issue with its stack trace, tags and what stands around it', async () => {
    const byUrl = { url: `${test.client.ready.url}/organizations/errata/issues/${issueId}` };
    for (const parameters of [{ resourceType: 'issue', resourceId: issueId }, byUrl]) {
      const details = await ask('get_sentry_resource', parameters);
      assert.match(details, /TypeError: Cannot read properties of undefined/);
      assert.match(details, /at discount \(.*shop\.mjs:5:\d+\)/);
      assert.match(details, /function discount\(cart\) \{ return cart\.vouchers\.length; \}/);
      assert.match(details, /\*\*tenant\*\*: acme/);
      assert.match(details, /\*\*Status\*\*: unresolved/);
      assert.ok(details.includes(eventId), details);
    }
    assert.match(await ask('get_issue_details', { eventId }), /at discount/);
    assert.match(await ask('get_issue_tag_values', { issueId, tagKey: 'tenant' }), /"value": "acme"/);
    assert.match(await ask('get_issue_breadcrumbs', { issueId }), /\[cart\] opened the cart/);
    assert.match(await ask('get_issue_user_reports', { issueId }), /by Ada:\s+- "I could not pay"/);
    assert.ok((await ask('search_issue_events', { issueId })).includes(eventId));
  });

  it('finds releases', async () => {
    assert.match(await ask('find_releases'), /"newIssues": 2/);
    assert.match(await ask('get_release_details', { releaseVersion: 'shop@7' }), /shop@7/);
  });

  it('resolves and reopens an issue, and shows who did', async () => {
    const resolved = await ask('update_issue', { issueId, status: 'resolved', reason: 'it is gone' });
    assert.match(resolved, /unresolved → \*\*resolved\*\*/);
    assert.match(await ask('get_issue_activity', { issueId }), /set_resolved by owner/);
    assert.match(await ask('search_issues', { query: 'is:resolved' }), new RegExp(issueId));
    assert.match(
      await ask('update_issue', { issueId, status: 'unresolved' }),
      /resolved → \*\*unresolved\*\*/,
    );
  });

  it('says what is wrong with what it was asked', async () => {
    const unknown = await mcp.call('get_sentry_resource', {
      organizationSlug,
      resourceType: 'issue',
      resourceId: 'NOBODY-1',
    });
    assert.equal(unknown.isError, true);
    assert.match(unknown.text, /There is no issue NOBODY-1/);
    await using stranger = await SentryMcp.start(test.client.ready.url, 'wrong');
    const refused = await stranger.call('find_projects', { organizationSlug });
    assert.equal(refused.isError, true);
    assert.match(refused.text, /401|token/i);
  });
});
