import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testsPass } from '../demo/checkout.ts';
import { crashLedger } from '../demo/ledger.ts';
import { crashShop } from '../demo/shop.ts';
import { openEnvelopeSink, type SentEvent } from './envelopes.ts';
import { git } from './git.ts';
import { type Example, type MadeRepository, makeRepository } from './repository.ts';

interface Crash {
  id: string;
  title: string;
  exception: { type: string; message: string };
  /** Where the exception is thrown. */
  crash: string;
  /** Where the fix belongs. */
  file: string;
}

/** What was seen of one crash: the exception, and the program's own files on its stack, innermost first. */
interface Seen {
  exception: { type: string; message: string };
  files: string[];
}

const crashesOf = async (example: Example): Promise<Crash[]> =>
  JSON.parse(await readFile(new URL(`../${example}/crashes.json`, import.meta.url), 'utf8')) as Crash[];

async function shopEvent(made: MadeRepository, crash: Crash): Promise<SentEvent | undefined> {
  await using sink = await openEnvelopeSink();
  const { status } = await crashShop(made.repository, crash, { dsn: sink.dsn, release: made.head });
  assert.equal(sink.events.length, status === 500 ? 1 : 0);
  return sink.events[0];
}

async function shopCrash(made: MadeRepository, crash: Crash): Promise<Seen | undefined> {
  const exception = (await shopEvent(made, crash))?.exception.values.at(-1);
  if (!exception) return undefined;
  const own = exception.stacktrace.frames.filter(frame => frame.in_app).toReversed();
  return {
    exception: { type: exception.type, message: exception.value },
    files: own.map(frame => path.relative(made.repository, frame.filename)),
  };
}

async function ledgerCrash(made: MadeRepository, crash: Crash): Promise<Seen | undefined> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'errata-ledger-'));
  try {
    const log = path.join(scratch, 'ledger.log');
    await crashLedger(made.repository, crash, { scratch, log, release: made.head });
    const text = await readFile(log, 'utf8').catch(() => '');
    const [, type, message] = text.match(/^(\w+): (.*)\n$/m) ?? [];
    if (type === undefined || message === undefined) return undefined;
    assert.match(text, new RegExp(`ERROR ledger\\.cli release=${made.head} `));
    const files = [...text.matchAll(/^ {2}File "(.*)", line \d+, in /gm)].map(([, file]) => file ?? '');
    return {
      exception: { type, message },
      files: files.toReversed().map(file => path.relative(made.repository, file)),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

for (const example of ['shop', 'ledger'] satisfies Example[]) {
  const crashOn = example === 'shop' ? shopCrash : ledgerCrash;

  describe(`the crashes of ${example}`, function () {
    this.timeout(120_000);
    let folder: string;
    let made: MadeRepository;
    let crashes: Crash[];
    const goTo = (commit: string) => git(made.repository, ['checkout', '--quiet', commit]);

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'errata-crashes-'));
      made = await makeRepository({ example, folder });
      crashes = await crashesOf(example);
    });
    after(() => rm(folder, { recursive: true, force: true }));
    afterEach(() => goTo('main'));

    it('happen as they should while the suite is green', async () => {
      assert.equal(await testsPass(example, made.repository), true);
      for (const crash of crashes) {
        const seen = await crashOn(made, crash);
        assert.deepEqual(seen?.exception, crash.exception, crash.id);
        assert.equal(seen?.files[0], crash.crash, crash.id);
        assert.ok(
          seen?.files.every(file => !file.startsWith('..')),
          crash.id,
        );
      }
    });

    if (example === 'shop') {
      it('send the release and the variables of the crash and of its callers', async () => {
        const expected: Record<string, Record<string, unknown>> = {
          'missing-value': { quoteForGuest: { sku: 'mug-stone', quantity: 2, currency: 'EUR' } },
          'wrong-shape': { normaliseTags: { tags: 'kitchen' }, listProducts: { query: { tag: 'kitchen' } } },
          'off-by-one': { shippingCost: { zone: 'eu', grams: 42000 } },
        };
        for (const crash of crashes) {
          const event = await shopEvent(made, crash);
          assert.equal(event?.release, made.head);
          const frames = event?.exception.values.at(-1)?.stacktrace.frames ?? [];
          for (const [name, variables] of Object.entries(expected[crash.id] ?? {})) {
            const frame = frames.find(candidate => candidate.function === name);
            assert.partialDeepStrictEqual(frame?.vars, variables, `${crash.id}: ${name}`);
          }
        }
      });
    }

    it('are in the commits that introduced them and not in the ones before', async () => {
      for (const crash of crashes) {
        const commit = made.introduced[crash.id] ?? assert.fail(`nothing introduces ${crash.id}`);
        await goTo(commit);
        assert.deepEqual((await crashOn(made, crash))?.exception, crash.exception, crash.id);
        await goTo(`${commit}^`);
        assert.equal(await crashOn(made, crash), undefined, crash.id);
      }
    });

    it('leave the suite green at every commit', async () => {
      const commits = (await git(made.repository, ['rev-list', '--reverse', 'main'])).split('\n');
      for (const commit of commits) {
        await goTo(commit);
        assert.equal(await testsPass(example, made.repository), true, commit);
      }
    });
  });
}
