import type { LogCenterClient } from '../../center/client.ts';
import type { ModelLedger } from '../../model/limits/ledger.ts';
import { persistently } from '../../publish/persistently.ts';

/** The ledger of a log center, which may be started anew meanwhile. */
export function ledgerIn(connect: () => Promise<LogCenterClient>): ModelLedger {
  return {
    begin: planned => persistently(connect, ({ models }) => models.begin(planned)),
    record: call => persistently(connect, ({ models }) => models.record(call)),
  };
}
