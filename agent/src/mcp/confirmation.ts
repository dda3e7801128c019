import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { createTwoFilesPatch } from 'diff';
import { judge } from '../decide/policy.ts';
import { unifiedDiff } from '../decide/unified-diff.ts';
import { digestOf, findPushRequest, requestPush, takeApproval } from './push-request.ts';
import { ToolError } from './tool-error.ts';
import type { Push } from './tools.ts';
import { shownLine } from './untrusted.ts';

const askMilliseconds = 10 * 60_000;

/**
 * A person's word before anything is pushed; a model's is not enough. The client asks them itself where it can. Where it
 * cannot, they are asked in a terminal by `errata approve`: a code in the tool's result would be no proof of a person, since
 * the model reads it first and could give it back.
 */
export class Confirmation {
  readonly #server: Server;
  /** By digest of what was asked about. */
  readonly #codes = new Map<string, string>();

  constructor(server: Server) {
    this.#server = server;
  }

  /** Throws {@link ToolError} `unconfirmed` unless a person agreed to exactly this. */
  async obtain(push: Push, signal: AbortSignal): Promise<void> {
    if (this.#server.getClientCapabilities()?.elicitation?.form) return this.#ask(push, signal);
    const digest = digestOf(push);
    const known = this.#codes.get(digest);
    if (known !== undefined && (await takeApproval(known, digest))) return;
    const code = (await this.#waiting(digest)) ?? (await this.#request(push, digest));
    throw new ToolError(
      'unconfirmed',
      `Nothing was pushed yet: a person has to agree. Ask them to look at it with "errata approve ${code}" in a terminal of their own, and to tell you when they have. Then call this tool again with the same arguments.`,
    );
  }

  /** The code of a request that a person has not answered yet. */
  async #waiting(digest: string): Promise<string | undefined> {
    const code = this.#codes.get(digest);
    return code === undefined ? undefined : (await findPushRequest(code))?.code;
  }

  async #request(push: Push, digest: string): Promise<string> {
    const { issue, repository, changes } = push;
    const words = { summary: summaryOf(push), diff: unifiedDiff(changes) };
    const code = await requestPush({ digest, issue, repository, ...words });
    this.#codes.set(digest, code);
    return code;
  }

  async #ask(push: Push, signal: AbortSignal): Promise<void> {
    const answer = await this.#server.elicitInput(
      {
        message: summaryOf(push),
        requestedSchema: {
          type: 'object',
          properties: {
            push: {
              type: 'boolean',
              title: 'Push this branch',
              description: 'Nothing is pushed without it.',
              default: false,
            },
          },
          required: ['push'],
        },
      },
      { signal, timeout: askMilliseconds },
    );
    if (answer.action === 'accept' && answer.content?.['push'] === true) return;
    throw new ToolError('unconfirmed', 'The person did not agree. Nothing was pushed.');
  }
}

/** In words that hold nothing of the event: names of files, and how many lines. */
function summaryOf({ issue, repository, changes }: Push): string {
  const files = changes.map(({ path, before, after }) => {
    const diff = createTwoFilesPatch('', '', before ?? '', after ?? '')
      .split('\n')
      .slice(4);
    const count = (sign: string) => diff.filter(line => line.startsWith(sign)).length;
    const what = before === null ? ' (new)' : after === null ? ' (deleted)' : '';
    return `  ${shownLine(path)}${what}  +${count('+')} −${count('-')}`;
  });
  const doubts = judge(changes, 1).violations.map(({ message }) => `  ${shownLine(message)}`);
  return [
    `Push the fix of ${issue} from ${repository} as a branch?`,
    ...files,
    ...(doubts.length === 0 ? [] : ['Look twice:', ...doubts]),
  ].join('\n');
}
