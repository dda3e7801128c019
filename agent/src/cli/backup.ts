import { Command } from 'commander';
import { dataFolder } from '../center/folders.ts';
import { becomeLogCenter } from './become-log-center.ts';

interface BackupOptions {
  data: string;
  json?: true;
}

/** `errata backup`: the log center's data as they are now, in one file; it may go on running. */
export function backupCommand(): Command {
  return fileCommand('backup').description("Copy a log center's data into a file, also while it runs.");
}

/** `errata restore`: a backup in the place of a log center's data. What was there is kept beside it. */
export function restoreCommand(): Command {
  return fileCommand('restore').description(
    'Put a backup in place of the data of a log center that is stopped.',
  );
}

function fileCommand(name: 'backup' | 'restore'): Command {
  return new Command(name)
    .argument('<file>')
    .option('--data <folder>', 'where events are stored', dataFolder())
    .option('--json', 'print one JSON document')
    .action((file: string, options: BackupOptions) =>
      becomeLogCenter([name, file, '--data', options.data, ...(options.json ? ['--json'] : [])]),
    );
}
