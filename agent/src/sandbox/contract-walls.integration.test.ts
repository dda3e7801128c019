import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describeContract } from './contract-room.ts';

describeContract('walls', room => {
  it('keeps host files, the environment and privileges out', async () => {
    process.env['ERRATA_CANARY'] = 'canary-in-the-environment';
    const secret = join(room.root, 'secret.txt');
    const result = await room.sh(
      `cat '${secret}' /etc/shadow /root/* /home/*/.ssh/* 2>/dev/null; cat /proc/*/environ | tr '\\0' '\\n'; env
       find / -xdev -name secret.txt 2>/dev/null; ls -A /root /home 2>/dev/null; id -u; grep -E 'NoNewPrivs|CapEff' /proc/self/status`,
    );
    delete process.env['ERRATA_CANARY'];
    assert.doesNotMatch(result.output, /canary|top secret|secret\.txt|root:.*:\d/);
    assert.match(result.output, /CapEff:\t0+\n/);
    assert.match(result.output, /NoNewPrivs:\t1/);
    assert.doesNotMatch(result.stdout, /^0$/m);
  });

  it('refuses to write outside, to mount, to make namespaces and to change the kernel', async () => {
    const attempts = [
      'touch /x',
      'touch /usr/x',
      'touch /etc/x',
      'mount -t tmpfs x /tmp',
      'mount -o remount,rw /',
      'unshare --user true',
      'unshare --mount true',
      'mknod /tmp/disk b 254 0',
      'echo x > /proc/sys/kernel/core_pattern',
      'echo x > /proc/sys/kernel/hostname',
      'chroot / true',
      'su -c true',
    ];
    const result = await room.sh(
      attempts.map(line => `(${line}) </dev/null >/dev/null 2>&1 && echo 'did: ${line}'`).join('\n'),
    );
    assert.equal(result.output, '');
  });

  it('has no network, not even to the host', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as AddressInfo;
    const result = await room.run({
      command: [
        'python3',
        '-c',
        `import socket
for host in ('127.0.0.1', '192.0.2.1', 'example.com'):
  try:
      socket.create_connection((host, ${port}), 2)
      print('connected', host)
  except OSError as error:
      print('refused')`,
      ],
    });
    server.close();
    assert.equal(result.output, 'refused\nrefused\nrefused\n');
    assert.equal(asked, 0);
  });
});
