import { registerHooks } from 'node:module';
import { Server } from 'node:net';

/*
 * Loaded into Spotlight before its own code. Spotlight traces each of its requests for its makers, far away, and listens on
 * every address: neither belongs into a benchmark on loopback, and without the first it is faster.
 */

registerHooks({
  load: (url, context, next) =>
    url.endsWith('/@spotlightjs/spotlight/dist/instrument.js')
      ? { format: 'module', source: '', shortCircuit: true }
      : next(url, context),
});

const listen = Server.prototype.listen;
Server.prototype.listen = function (this: Server, ...options: unknown[]): Server {
  const [port] = options;
  const isPort = typeof port === 'number' || typeof port === 'string';
  const local = isPort
    ? [port, '127.0.0.1', ...options.filter(option => typeof option === 'function')]
    : options;
  return Reflect.apply(listen, this, local) as Server;
};
