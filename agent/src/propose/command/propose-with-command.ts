import type { EngineSettings, ModelSpend, ModelTrouble } from '@errata/protocol/model';
import { oneLine } from '@errata/protocol/plain-text';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { visible } from '../../diagnose/context/quote.ts';
import type { Sources } from '../../diagnose/sources.ts';
import type { ModelLedger } from '../../model/limits/ledger.ts';
import { Relay } from '../../model/relay/relay.ts';
import { ChangeFinisher, type Unfit } from '../changes.ts';
import { readAnswer } from '../model/read-answer.ts';
import type { CommandApi } from './command-api.ts';
import { type EngineCommand, engineCommand } from './engine-command.ts';
import { type CommandTask, commandPrompt } from './prompt.ts';
import { type CommandEnd, type CommandRoom, runCommand } from './run-command.ts';
import { type WrittenChanges, writtenChanges } from './written-changes.ts';

/** As likely as not: a program that tried its fix out may be right more often, but that has not been measured. */
const prior = 0.5;
/** The kernel takes no longer argument. */
const longestArgument = 120_000;
const nothing: ModelSpend['tokens'] = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export interface ProposeWithCommandInput extends CommandTask {
  readonly settings: EngineSettings;
  /** The server that it may ask; without it, none. See `command-api.ts`. */
  readonly api?: CommandApi | undefined;
  readonly room: CommandRoom;
  readonly sources: Sources;
  readonly run?: string | undefined;
  readonly ledger?: ModelLedger | undefined;
  /** Of these none is made again. */
  readonly known?: readonly Candidate[] | undefined;
  readonly signal: AbortSignal;
  report(message: string): void;
}

export interface CommandProposed {
  readonly candidates: Candidate[];
  /** Regression tests that came along, none of them run yet. */
  readonly tests: ReproductionTest[];
  readonly trouble?: ModelTrouble | undefined;
  readonly spent: ModelSpend;
}

/**
 * Has a program write a fix inside the sandbox, on a worktree of its own, and takes what it changed for a candidate like any other.
 * Throws only when cancelled.
 */
export async function proposeWithCommand(input: ProposeWithCommandInput): Promise<CommandProposed> {
  const { settings, api, room } = input;
  const line = settings.command ?? '';
  const command = engineCommand(line);
  const without = (trouble: ModelTrouble): CommandProposed => ({
    ...{ candidates: [], tests: [], trouble },
    spent: { model: command?.name ?? line, calls: 0, tokens: nothing, milliseconds: 0 },
  });
  const failed = (message: string) => without({ reason: 'command-failed', message });
  if (command === undefined)
    return failed(
      t(
        '“{0}” cannot be run: write {1}, or a program with {2} as an argument of its own.',
        line,
        'claude, codex',
        '{prompt}',
      ),
    );
  if (room.sandbox === 'none')
    return failed(t('{0} works in a sandbox only, and none is used here.', command.name));
  if (api?.needsKey && !api.key)
    return without({
      reason: 'no-key',
      message: t(
        '{0} needs a key of its provider: being signed in outside of the sandbox is not enough. Set one.',
        command.name,
      ),
    });
  const prompt = commandPrompt(input);
  if (command.promptIsArgument && Buffer.byteLength(prompt) > longestArgument)
    return without({
      reason: 'context-too-long',
      message: t('What {0} would have to be told is too long for an argument.', command.name),
    });
  return proposeIn(input, command, prompt);
}

async function proposeIn(
  {
    api,
    room,
    settings,
    sources,
    run,
    ledger,
    known,
    reproduction,
    words,
    signal,
    report,
  }: ProposeWithCommandInput,
  command: EngineCommand,
  prompt: string,
): Promise<CommandProposed> {
  const purpose = words === undefined ? 'propose' : 'change';
  const program = command.name;
  await using relay = api && (await Relay.open(api, { program, settings, run, ledger, purpose }));
  report(t('{0} looks for a fix in {1}', program, room.sandbox));
  const started = performance.now();
  const end = await runCommand({ command, prompt, room, relay, api, reproduction, signal });
  const milliseconds = Math.round(performance.now() - started);
  const spent = { ...(relay?.calls.spent ?? { model: program, calls: 0, tokens: nothing }), milliseconds };
  const { changes, tests }: WrittenChanges = end.written
    ? await writtenChanges(end.written, sources)
    : { changes: [], tests: [] };
  const fixed = changes.filter(({ path }) => path !== reproduction?.path);
  if (fixed.length === 0)
    return { candidates: [], tests, spent, trouble: end.trouble ?? unchanged(program, end) };
  const { label = 'guard', explanation } = readAnswer(end.said.text);
  const made = await new ChangeFinisher(sources, known, signal).finish(fixed, {
    ...{ engine: 'command', label, prior },
    explanation: explanation || t('Written by {0}.', program),
  });
  if ('unfit' in made)
    return { candidates: [], tests, spent, trouble: end.trouble ?? unfitting(program, made) };
  return { candidates: [{ ...made, spent }], tests, spent, trouble: end.trouble };
}

function unchanged(program: string, { said, written }: CommandEnd): ModelTrouble {
  const why = readAnswer(said.text).declined ?? said.text;
  if (written?.cut) return { reason: 'too-long', message: t('{0} wrote more than a fix may hold.', program) };
  return {
    reason: 'empty',
    message: t('{0} changed nothing: {1}', program, oneLine(visible(why)).slice(-300)),
  };
}

function unfitting(program: string, { unfit, path }: Unfit): ModelTrouble {
  const file = oneLine(visible(path)).slice(0, 200);
  if (unfit === 'nothing' || unfit === 'known')
    return { reason: 'empty', message: t('{0} found no other fix than those that are there.', program) };
  if (unfit === 'syntax' || unfit === 'too-new')
    return { reason: 'bad-answer', message: t('What {0} wrote for {1} is no valid code.', program, file) };
  return {
    reason: 'edit-not-allowed',
    message: t('{0} changed {1} in a way that no fix may. It was left out.', program, file),
  };
}
