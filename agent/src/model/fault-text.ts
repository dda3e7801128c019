import type { ModelTroubleReason } from '@errata/protocol/model';
import { t } from '@vscode/l10n';

/** The server that is asked, as people are told of it. */
export interface Server {
  /** `PROVIDER:MODEL`. */
  readonly id: string;
  readonly host: string;
  readonly key: string | undefined;
}

/** What a person is told of a fault, with what to do. @param said what the server said of it */
export function faultText(reason: ModelTroubleReason, said: string, { id, host }: Server): string {
  switch (reason) {
    case 'key-refused':
      // It tends to say which key that was.
      return t(
        '{0} does not take the key: set another with the command “Errata: Set Model Key”, or in {1}.',
        host,
        'ERRATA_MODEL_KEY',
      );
    case 'forbidden':
      return t('{0} may not be used with this key: {1}', id, said);
    case 'model-not-found':
      return t('{0} has no model {1}: look at its name and at the address. It said: {2}', host, id, said);
    case 'context-too-long':
      return t(
        'What {0} was to read is too long for it. Choose a model that can read more. It said: {1}',
        id,
        said,
      );
    case 'rate-limited':
      return t('{0} wants no more requests for now. Try again later. It said: {1}', host, said);
    case 'overloaded':
      return t('{0} has too much to do, or a fault. Try again later. It said: {1}', host, said);
    case 'unreachable':
      return t('{0} cannot be reached ({1}). Look at its address and at your network.', host, said);
    case 'timeout':
      return t('{0} did not answer in time. Try again later.', host);
    default:
      return t('{0} did not take the request. It said: {1}', host, said);
  }
}
