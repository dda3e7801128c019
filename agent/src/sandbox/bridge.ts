import { SandboxError } from './sandbox-error.ts';

/** Where a socket that is let in lies inside. */
export const SOCKET_INSIDE = '/run/errata/let-in.sock';
const port = 41_519;
/** Where what is run reaches it: a loopback of its own, so that the number is free. */
export const BRIDGE_ADDRESS = `http://127.0.0.1:${port}`;

/**
 * Hands each connection on to the socket while a command runs. Written for whatever Node the project runs on.
 *
 * $1 the socket · $2 the port · then the command
 */
const BRIDGE_SCRIPT = `
const net = require('net');
const [socket, port, program, ...rest] = process.argv.slice(1);
const server = net.createServer({ allowHalfOpen: true }, near => {
  const far = net.connect({ path: socket, allowHalfOpen: true });
  near.pipe(far).pipe(near);
  for (const [one, other] of [[near, far], [far, near]]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
const fail = code => error => { console.error(error.message); process.exit(code); };
server.on('error', fail(125));
server.listen(Number(port), '127.0.0.1', () => {
  const child = require('child_process').spawn(program, rest, { stdio: 'inherit' });
  child.on('error', fail(127));
  child.on('exit', (code, signal) => process.exit(code === null ? 128 + require('os').constants.signals[signal] : code));
});
`;

/** The command with the bridge around it. */
export function bridged(command: readonly string[]): string[] {
  return ['node', '-e', BRIDGE_SCRIPT, '--', SOCKET_INSIDE, String(port), ...command];
}

export function refuseSocket(where: string): never {
  throw new SandboxError('no-socket', `No socket can be let into ${where}`);
}
