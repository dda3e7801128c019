// Notes the local variables of the frames of every error that is thrown, as Sentry's SDK for Node does: through the
// inspector, the function's own scope, values one level deep.
const { Session } = require('node:inspector');
const { fileURLToPath } = require('node:url');

const mostErrors = 3000;
const mostFrames = 30;
const session = new Session();
/** The stack of an error → its frames, outermost first. */
const captured = new Map();
/** Script → its address. */
const scripts = new Map();

function ask(method, parameters) {
  let answer;
  session.post(method, parameters, (_, said) => {
    answer = said;
  });
  return answer;
}

function properties(objectId) {
  return ask('Runtime.getProperties', { objectId, ownProperties: true })?.result ?? [];
}

function shallow({ value }) {
  if (value.className === 'Array' && value.objectId) {
    return properties(value.objectId)
      .filter(({ name }) => /^\d+$/.test(name))
      .map(each => each.value?.value);
  }
  if (value.className === 'Object' && value.objectId) {
    return Object.fromEntries(properties(value.objectId).map(each => [each.name, each.value?.value]));
  }
  if (value.type === 'undefined') return '<undefined>';
  if ('value' in value) return value.value === undefined ? '<undefined>' : value.value;
  return value.type === 'function' ? undefined : `<${value.description}>`;
}

function variablesOf({ scopeChain }) {
  const scope = scopeChain.find(({ type }) => type === 'local');
  if (scope?.object.objectId === undefined) return {};
  const known = properties(scope.object.objectId).filter(({ value }) => value !== undefined);
  return Object.fromEntries(known.map(property => [property.name, shallow(property)]));
}

function note({ params: { callFrames, data } }) {
  const stack = data?.description;
  if (stack !== undefined && captured.size < mostErrors && !captured.has(stack)) {
    const frames = callFrames
      .slice(0, mostFrames)
      .map(frame => ({ ...frame, url: scripts.get(frame.location.scriptId) ?? '' }))
      .filter(({ url }) => url.startsWith('file:'));
    captured.set(
      stack,
      frames.reverse().map(frame => ({
        file: fileURLToPath(frame.url),
        line: frame.location.lineNumber + 1,
        variables: variablesOf(frame),
      })),
    );
  }
  session.post('Debugger.resume');
}

session.connect();
session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => scripts.set(scriptId, url));
session.on('Debugger.paused', note);
session.post('Debugger.enable');
session.post('Debugger.setPauseOnExceptions', { state: 'all' });

exports.capturedOf = error => captured.get(String(error?.stack)) ?? [];
