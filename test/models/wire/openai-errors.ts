import type { Faulty } from './exchange.ts';
import type { Refusal, SaidFault } from './speaker.ts';

/** What OpenAI says of a request that comes to nothing, whichever of its protocols was spoken. */
export function refuse(
  fault: SaidFault,
  { parameter = 'temperature' }: Faulty,
  { model }: { readonly model: string },
): Refusal {
  switch (fault) {
    case 'rate-limited':
      return refusal(
        429,
        'requests',
        'rate_limit_exceeded',
        `Rate limit reached for ${model} on tokens per min (TPM): Limit 30000.`,
      );
    case 'overloaded':
      return refusal(503, 'server_error', null, 'The engine is currently overloaded, please try again later');
    case 'failed':
      return refusal(
        500,
        'server_error',
        null,
        'The server had an error while processing your request. Sorry about that!',
      );
    case 'wrong-key':
      return refusal(
        401,
        'invalid_request_error',
        'invalid_api_key',
        'Incorrect API key provided: sk-wrong*****ring.',
      );
    case 'forbidden':
      return refusal(
        403,
        'invalid_request_error',
        'unsupported_country_region_territory',
        'Country, region, or territory not supported',
      );
    case 'no-credit':
      return refusal(
        429,
        'insufficient_quota',
        'insufficient_quota',
        'You exceeded your current quota, please check your plan and billing details.',
      );
    case 'no-such-model':
      return refusal(
        404,
        'invalid_request_error',
        'model_not_found',
        `The model \`${model}\` does not exist or you do not have access to it.`,
      );
    case 'too-long':
      return refusal(
        400,
        'invalid_request_error',
        'context_length_exceeded',
        'Your input exceeds the context window of this model. Please adjust your input and try again.',
      );
    case 'not-taken':
      return refusal(
        400,
        'invalid_request_error',
        'unsupported_parameter',
        `Unsupported parameter: '${parameter}' is not supported with this model.`,
        parameter,
      );
  }
}

export function reject(message: string): Refusal {
  return refusal(400, 'invalid_request_error', null, message);
}

function refusal(
  status: number,
  type: string,
  code: string | null,
  message: string,
  param: string | null = null,
): Refusal {
  return { status, body: { error: { message, type, param, code } } };
}
