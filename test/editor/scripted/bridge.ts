import { connect } from 'node:net';

/* Stands where the agent stands and passes everything on to the test, which answers in the agent's place. */

const socket = connect(Number(process.env['ERRATA_SCRIPTED_AGENT']), '127.0.0.1');
process.stdin.pipe(socket);
socket.pipe(process.stdout);
socket.on('close', () => process.exit(1));
socket.on('error', () => process.exit(1));
