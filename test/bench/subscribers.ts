import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { StreamMessage } from '@errata/protocol/stream';
import { Arrivals } from './arrivals.ts';
import { sharedNow } from './clock.ts';
import { sequenceOf } from './envelope.ts';
import { answerQuestions } from './forked.ts';
import { latencyOf } from './latency.ts';
import type { ReportQuestion, Source, StreamReport, SubscribeQuestion } from './subscription.ts';

/** How long after the last acknowledgement a message may still come. */
const patienceMilliseconds = 10_000;

let all: readonly Arrivals[] = [];

async function subscribe(source: Source, subscribers: number): Promise<object> {
  const one = () => (source.kind === 'log-center' ? overWebSocket(source) : overServerSentEvents(source));
  all = await Promise.all(Array.from({ length: subscribers }, one));
  return {};
}

function overWebSocket(source: Source & { kind: 'log-center' }): Promise<Arrivals> {
  const arrivals = new Arrivals();
  const socket = new WebSocket(`${source.url.replace('http', 'ws')}/api/v1/stream?after=0`, {
    headers: { authorization: `Bearer ${source.token}` },
  });
  socket.addEventListener('message', ({ data }) => {
    const now = sharedNow();
    const message = JSON.parse(String(data)) as StreamMessage;
    if (message.type === 'issue') arrivals.issue(message.issue, now);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    process.stderr.write(`The stream was closed: ${code} ${reason}\n`);
  });
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(arrivals));
    socket.addEventListener('error', () => reject(new Error('The stream cannot be opened.')));
  });
}

function overServerSentEvents(source: Source & { kind: 'spotlight' }): Promise<Arrivals> {
  const arrivals = new Arrivals();
  return new Promise((resolve, reject) => {
    get(source.url, { headers: { accept: 'text/event-stream' } }, answer => {
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('error', reject);
      answer.on('data', (text: string) => {
        const now = sharedNow();
        const messages = `${rest}${text}`.split('\n\n');
        rest = messages.pop() ?? '';
        for (const message of messages) {
          const [, id] = /"event_id":"([0-9a-f]{32})"/.exec(message) ?? [];
          const sequence = id === undefined ? undefined : sequenceOf(source.run, id);
          if (sequence !== undefined) arrivals.event(sequence, now);
        }
      });
      resolve(arrivals);
    }).on('error', reject);
  });
}

async function report({ began, perSecond, sent, from }: ReportQuestion): Promise<StreamReport> {
  const deadline = sharedNow() + patienceMilliseconds;
  while (all.some(arrivals => arrivals.size < sent) && sharedNow() < deadline) await delay(50);
  const latencies: number[] = [];
  let missing = 0;
  for (const arrivals of all) {
    for (let sequence = from; sequence < sent; sequence++) {
      const arrived = arrivals.at(sequence);
      if (arrived === undefined) missing += 1;
      else latencies.push(arrived - (began + (sequence / perSecond) * 1000));
    }
  }
  return { latency: latencyOf(latencies), missing };
}

answerQuestions<SubscribeQuestion | ReportQuestion>(question =>
  question.kind === 'subscribe' ? subscribe(question.source, question.subscribers) : report(question),
);
