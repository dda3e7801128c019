import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import type { Repository } from '../../git/repository.ts';
import type { LookAt } from '../places/lines-now.ts';
import type { Marker } from '../places/marker.ts';
import type { MarkerBoard } from '../places/marker-board.ts';
import type { Abilities } from './abilities.ts';
import { Features } from './features.ts';
import type { FixState } from './lenses.ts';

const uri = 'file:///w/a.ts';

function issueOf(at: number, change: Partial<Issue> = {}): Issue {
  return {
    id: `SHOP-${at}`,
    project: 'shop',
    status: 'NEW',
    version: 1,
    title: `TypeError: ${at}`,
    culprit: 'run',
    level: 'error',
    platform: 'node',
    count: at,
    users: 0,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: `2026-01-0${at}T00:00:00Z`,
    fingerprint: 'f',
    ...change,
  };
}

function markerOf(issue: string): Marker {
  const line = { uri, path: 'a.ts', line: 3, symbol: 'run', index: 4 };
  const trace = [
    { ...line, line: 8, symbol: 'handle', index: 3 },
    { ...line, line: 9, symbol: undefined, index: 1 },
  ];
  return { ...line, issue, repository: {} as Repository, commit: 'c', trace };
}

const look: LookAt = async ({ uri: address, line }) => ({
  uri: address,
  range: { start: { line: line - 1, character: 2 }, end: { line: line - 1, character: 9 } },
  kept: true,
});

function featuresOf(
  issues: readonly Issue[],
  { fix = 'none', ...abilities }: Partial<Abilities> & { fix?: FixState } = {},
): Features {
  const markers = issues.map(({ id }) => markerOf(id));
  const board = { lines: { look: () => look }, in: () => markers, through: () => markers };
  return new Features({
    markers: board as unknown as MarkerBoard,
    abilities: {
      clientCommands: false,
      markdown: false,
      relatedInformation: true,
      refreshLenses: false,
      showDocument: false,
      ...abilities,
    },
    issue: id => issues.find(issue => issue.id === id),
    fix: () => fix,
    facts: async () => ({ event: undefined, diagnosis: undefined, blame: undefined, isPending: false }),
    now: () => Date.parse('2026-01-09T12:00:00Z'),
  });
}

const line = (at: number) => ({ start: { line: at, character: 0 }, end: { line: at, character: 0 } });

describe('what is shown in the code', () => {
  it('tells who called whom, also where other code lies between, if the client shows that', async () => {
    const [shown] = await featuresOf([issueOf(2)]).diagnostics(uri);
    assert.deepEqual(
      shown?.relatedInformation?.map(({ message, location }) => [message, location.range.start.line]),
      [
        ['handle called run', 7],
        ['an anonymous function led to handle, with other code in between', 8],
      ],
    );
    // Seen a week ago: an error looks like a warning by now.
    assert.equal(shown?.severity, 2);
    const [bare] = await featuresOf([issueOf(2)], { relatedInformation: false }).diagnostics(uri);
    assert.equal(bare?.relatedInformation, undefined);
  });

  it('shows each of several issues at a line, newest first, and counts those that are too many for lenses', async () => {
    const issues = [1, 2, 3, 4, 5].map(at => issueOf(at));
    const features = featuresOf(issues);
    assert.deepEqual(
      (await features.diagnostics(uri)).map(({ code }) => code),
      ['SHOP-5', 'SHOP-4', 'SHOP-3', 'SHOP-2', 'SHOP-1'],
    );
    assert.deepEqual(
      (await features.lenses(uri)).map(({ command }) => command?.title),
      [
        'SHOP-5 · 5× · 4 d ago · Fix this error',
        'SHOP-4 · 4× · 5 d ago · Fix this error',
        'SHOP-3 · 3× · 6 d ago · Fix this error',
        'and 2 more here',
      ],
    );
    const hover = await features.hover(uri, 2);
    assert.match(JSON.stringify(hover?.contents), /SHOP-1.*SHOP-2.*SHOP-3.*and 2 more here/);
    assert.equal(await features.hover(uri, 4), null);
  });

  it('offers what can be done, which hangs on how far a fix has come and on the client', async () => {
    const offered = async (fix: FixState, clientCommands: boolean) => {
      const features = featuresOf([issueOf(1)], { fix, clientCommands });
      const [lens] = await features.lenses(uri);
      const actions = await features.actions(uri, line(2), []);
      return [lens?.command?.command, ...actions.map(({ command }) => command?.command)];
    };
    const always = ['errata.showSuspect', 'errata.ignore'];
    assert.deepEqual(await offered('none', true), ['errata.fix', 'errata.fix', ...always]);
    assert.deepEqual(await offered('working', true), ['', ...always]);
    assert.deepEqual(await offered('ready', true), ['errata.review', 'errata.review', ...always]);
    assert.deepEqual(await offered('ready', false), [
      'errata.showFix',
      'errata.showFix',
      'errata.pushFix',
      'errata.rejectFix',
      ...always,
    ]);
    assert.deepEqual(await offered('pushed', true), ['errata.review', ...always]);
    assert.deepEqual(await offered('pushed', false), ['', ...always]);
  });

  it('answers for the diagnostics that the client asks about, though their line has moved', async () => {
    const features = featuresOf([issueOf(1)]);
    const [diagnostic] = await features.diagnostics(uri);
    assert.ok(diagnostic);
    assert.deepEqual(await features.actions(uri, line(20), []), []);
    const [action] = await features.actions(uri, line(20), [diagnostic]);
    assert.deepEqual(action?.diagnostics, [diagnostic]);
    const stranger = { ...diagnostic, source: 'ts' };
    assert.deepEqual(await features.actions(uri, line(20), [stranger]), []);
  });
});
