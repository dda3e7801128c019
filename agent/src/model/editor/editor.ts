import { type EditorModelRequest, modelTroubleReasonSchema } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { Answer } from '../answer.ts';
import { systemInJson } from '../json-answer.ts';
import type { Model, ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import type { Access } from '../open-model.ts';

/** A model that the person has in the editor: it is asked there, and no key of it is known here. */
export function openEditor({ choice, askEditor }: Access): Model {
  const id = `editor:${choice.model}`;
  if (!askEditor) {
    throw new ModelError(
      'no-model',
      t('{0} is a model of an editor, and there is none here: choose another model.', id),
    );
  }
  return {
    id,
    async ask(request, how) {
      const { signal } = how;
      signal.throwIfAborted();
      const said = await askEditor(editorRequest(choice.model, request), signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw editorFault(error, id);
      });
      signal.throwIfAborted();
      const answer = new Answer(id, request, how);
      answer.tokens = said.tokens;
      if (said.text !== '') answer.write(said.text);
      for (const [place, { id: call, tool, input }] of said.calls.entries()) {
        answer.call(place, { id: call, tool, json: JSON.stringify(input) });
      }
      return answer.finish('end');
    },
  };
}

/** The editor's models are held to no form: they are told it in words. */
function editorRequest(model: string, request: ModelRequest): EditorModelRequest {
  return {
    // `any` is how a person says that it does not matter which.
    model: model === 'any' ? '' : model,
    system: systemInJson(request),
    messages: request.messages.map(({ role, parts }) => ({ role, parts: [...parts] })),
    tools: [...(request.tools ?? [])],
  };
}

function editorFault(error: unknown, id: string): ModelError {
  if (error instanceof ModelError) return error;
  const reason = modelTroubleReasonSchema.safeParse((error as { reason?: unknown } | undefined)?.reason);
  const said = error instanceof Error ? error.message : String(error);
  return new ModelError(
    reason.success ? reason.data : 'unreachable',
    t('{0} did not answer: {1}', id, said),
    { cause: error },
  );
}
