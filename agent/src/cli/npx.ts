const lookMilliseconds = 250;

export function isBelowNpx(): boolean {
  return process.env['npm_command'] === 'exec';
}

/**
 * npx runs a command below a shell that does not pass signals on: stopping npx would leave the command behind. So under npx
 * the end of that shell counts as a SIGTERM.
 */
export function endWithNpx(): void {
  if (!isBelowNpx()) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookMilliseconds);
  timer.unref();
}
