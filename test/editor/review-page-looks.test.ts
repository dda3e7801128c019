import assert from 'node:assert/strict';
import type { Proposal } from '@errata/protocol/proposal';
import { accessibilityProblems } from './page-harness/axe.ts';
import { useReviewPage } from './page-harness/hooks.ts';
import type { Surroundings } from './page-harness/host.ts';
import { explained, spent, writtenByModel } from './page-harness/models.ts';
import {
  anHourAgo,
  branchAlone,
  ended,
  failing,
  followed,
  formNote,
  merged,
  related,
} from './page-harness/pull-requests.ts';
import { allThemes } from './page-harness/review-page.ts';
import { alternatives, form, proposal, surroundings, verified } from './page-harness/scenes.ts';

interface State {
  readonly change?: Partial<Surroundings>;
  readonly proposal?: Proposal;
  /** Something that is on the page in this state and in no other. */
  readonly shows: string;
}

const nothing: Proposal = { ...proposal, candidates: [] };
/** What a fence lets out only after somebody has looked at it. */
const cautioned: Proposal = {
  ...proposal,
  candidates: proposal.candidates.map(each => ({
    ...each,
    ...(each.verification && {
      verification: {
        ...each.verification,
        cautions: [
          'src/checkout/cart.ts newly reaches for the network: "fetch(`https://prices.example/`".',
          'src/checkout/cart.ts newly reads all variables of the environment, where secrets may be: "process.env)".',
        ],
      },
    }),
  })),
};
const publication = {
  branch: 'errata/shop-17',
  commit: 'f'.repeat(40),
  remote: 'origin',
  url: 'https://github.com/shop/shop/pull/3',
};

const noted = {
  ...publication,
  notes: [
    'No pull request was opened: the token of github.com may not write to shop/shop. Sign in with `gh auth login`, then push again.',
    'The reviewer Bo Example could not be asked: nobody of that name is known there.',
  ],
};
const published = (change: Partial<Surroundings>): Partial<Surroundings> => ({
  stage: 'published',
  publication,
  ...change,
});
const longBranch = `errata/shop-17-${'count-an-absent-list-of-items-as-none-'.repeat(5)}`;

/** Every state that a person meets the page in. */
const states: Readonly<Record<string, State>> = {
  review: { shows: 'Decide on each hunk first.' },
  'side-by-side': { change: { layout: 'side-by-side' }, shows: 'Evidence' },
  alternatives: { proposal: alternatives, shows: 'Compare two of them' },
  model: {
    change: {
      spent,
      writer: spent.model,
      ...(surroundings.diagnosis && { diagnosis: { ...surroundings.diagnosis, explained } }),
    },
    proposal: writtenByModel,
    shows: 'told what failed',
  },
  'model-trouble': {
    change: {
      writer: spent.model,
      modelTrouble: {
        reason: 'no-key',
        message: 'There is no key for `anthropic:claude-sonnet-4-5`: set one, or choose another model.',
      },
    },
    shows: 'There is no key for the model',
  },
  'model-nothing': {
    change: {
      spent,
      writer: spent.model,
      modelTrouble: { reason: 'budget-used-up', message: 'This fix may cost $1.00, and $0.98 are used.' },
    },
    proposal: nothing,
    shows: 'The budget is used up',
  },
  cautions: { proposal: cautioned, shows: 'Look at this before you push' },
  form: { change: { pullRequest: form }, shows: 'Description' },
  'form-limited': {
    change: {
      pullRequest: {
        ...form,
        limited: 'No token for this forge: the branch is pushed, the rest is done there.',
      },
    },
    shows: 'No token for this forge',
  },
  'in-progress': {
    change: { stage: 'verify', message: 'Running the tests of `src/checkout`' },
    proposal: nothing,
    shows: 'Running the tests of',
  },
  changing: {
    change: { busy: 'changing', requests: ['Give guests an empty cart instead.'] },
    shows: 'Changing the fix as you asked',
  },
  changed: {
    change: {
      requests: ['Give guests an empty cart instead.'],
      message: 'No other fix was found. Nothing here can follow words without a model.',
    },
    shows: 'What came of your request',
  },
  'push-failed': {
    change: {
      failure: { reason: 'branch-taken', message: 'There is another branch of that name at origin.' },
    },
    shows: 'There is another branch of that name',
  },
  'no-proposal': { proposal: nothing, shows: 'There is a diagnosis, but no fix' },
  failed: {
    change: {
      stage: 'failed',
      failure: { reason: 'no-sandbox', message: 'No sandbox works on this machine.' },
    },
    proposal: nothing,
    shows: 'No fix came of it',
  },
  escalated: {
    change: {
      stage: 'failed',
      failure: { reason: 'escalated', message: 'escalated: the price list has to change' },
    },
    shows: 'Handed over to a person',
  },
  cancelled: { change: { stage: 'cancelled' }, proposal: nothing, shows: 'Cancelled' },
  'form-notes': {
    change: { pullRequest: { ...form, notes: [formNote], related } },
    shows: 'Also fixes',
  },
  published: { change: published({}), shows: 'Open a pull request' },
  'published-notes': { change: published({ publication: noted }), shows: 'No pull request was opened' },
  'followed-openable': {
    change: published({ publication: noted, followed: { ...branchAlone, openable: true } }),
    shows: 'Open pull request',
  },
  'followed-waiting': {
    change: published({
      followed: {
        ...followed,
        waits:
          'What bob asked for waits for an agent of somebody else: git.acme.example tells who may push to shop/shop only to its administrators, of which ada is none.',
      },
    }),
    shows: 'What bob asked for waits',
  },
  'followed-branch': { change: published({ followed: branchAlone }), shows: 'Check out' },
  'followed-failing': {
    change: published({
      followed: {
        ...followed,
        title: `Count an absent list of items as none ${'and then some more of it '.repeat(20)}`,
        branch: longBranch,
        checks: failing,
        reviews: [
          { by: 'bob', state: 'changes-requested' },
          { by: 'carol', state: 'approved' },
        ],
        blocked: 'Two required checks failed, and a reviewer asked for changes.',
      },
    }),
    shows: '2 of 4 checks failed',
  },
  'followed-ready': {
    change: published({
      followed: {
        ...followed,
        checks: [{ name: 'build', state: 'passed' }],
        reviews: [{ by: 'bob', state: 'approved' }],
      },
    }),
    shows: '1 check passed',
  },
  'followed-draft': {
    change: published({
      followed: { ...followed, draft: true, checks: [{ name: 'build', state: 'pending' }] },
    }),
    shows: '1 of 1 check running',
  },
  'followed-merged': { change: published({ followed: merged }), shows: 'Merged' },
  'followed-deployed': {
    change: published({ followed: { ...merged, deployed: { at: anHourAgo, release: '4.2.1' } } }),
    shows: '4.2.1',
  },
  'followed-resolved': {
    change: published({
      followed: ended('resolved', 'Not seen in 3 days in 4.2.1, with traffic as before.'),
    }),
    shows: 'Not seen in 3 days',
  },
  'followed-regressed': {
    change: published({ followed: ended('regressed', 'Seen again in 4.2.2, which contains the fix.') }),
    shows: 'Seen again in 4.2.2',
  },
  'followed-closed': {
    change: published({
      followed: {
        ...followed,
        state: 'closed',
        outcome: {
          kind: 'closed',
          at: anHourAgo,
          reason: 'Closed without being merged: shop/shop#3. The price list has to change instead.',
        },
      },
    }),
    shows: 'The price list has to change',
  },
};

/** Marks would take away what these are about. */
const asProposed = new Set(['alternatives', 'cautions']);

describe('the looks of the review page', function () {
  this.timeout(300_000);
  const { page, review, picture } = useReviewPage();
  const shown = (text: string) => page().page.getByText(text).first().waitFor();
  /** Editors are made when they come near. */
  const settled = async () => {
    for (const file of await page().page.getByRole('article').all()) {
      await file.scrollIntoViewIfNeeded();
      await file.locator('.cm-content').last().waitFor();
    }
    await page().page.locator('h1').scrollIntoViewIfNeeded();
  };

  for (const theme of allThemes) {
    it(`are free of barriers in every state, in the theme ${theme}`, async () => {
      const problems: string[] = [];
      for (const [name, state] of Object.entries(states)) {
        const host = await review(state.change, state.proposal, theme);
        const [file] = host.session.files;
        const [first, second] = file?.hunks ?? [];
        if (file && first && !asProposed.has(name)) {
          host.session.mark({ kind: 'hunk', path: file.path, hunk: first.id }, 'accepted');
          if (second) host.session.mark({ kind: 'hunk', path: file.path, hunk: second.id }, 'rejected');
          if (second)
            host.session.addVerification(
              host.session.remainingChanges(),
              verified('proven', 'The crash is gone and no test got worse.'),
            );
          await host.show();
        }
        await shown(state.shows);
        await settled();
        await picture(`page-${name}-${theme}`);
        for (const problem of await accessibilityProblems(page().page)) problems.push(`${name}: ${problem}`);
      }
      assert.deepEqual(problems, []);
      assert.deepEqual(page().complaints, [], 'the browser complained');
    });
  }

  it('fit into a narrow column without scrolling sideways', async () => {
    await page().page.setViewportSize({ width: 400, height: 900 });
    for (const [name, state] of Object.entries(states)) {
      await review(state.change, state.proposal);
      await shown(state.shows);
      await settled();
      await picture(`page-${name}-narrow`);
      const width = await page().page.evaluate('document.documentElement.scrollWidth');
      assert.ok(Number(width) <= 400, `${name} is ${width} wide`);
    }
    await page().page.setViewportSize({ width: 1100, height: 900 });
  });
});
