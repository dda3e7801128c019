import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeChoice } from './runtime/choose.ts';
import { plainText } from './runtime/wanted.ts';

/** Of the toolchains that rustup installed the one for a project, else the one that it starts by itself. */
export function rustToolchain(
  rustup: string,
  project: string | undefined,
): { root: string; choice?: RuntimeChoice } | undefined {
  const toolchains = join(rustup, 'toolchains');
  const installed = existsSync(toolchains) ? readdirSync(toolchains).sort().reverse() : [];
  const usual = /^default_toolchain\s*=\s*"([\w.-]{1,100})"/m.exec(
    plainText(join(rustup, 'settings.toml')) ?? '',
  )?.[1];
  const wanted = project === undefined ? undefined : wantedChannel(project);
  const asked = wanted && installed.find(name => isOf(wanted.range, name));
  const name = asked ?? installed.find(each => usual !== undefined && isOf(usual, each)) ?? usual;
  if (name === undefined) return undefined;
  const version = name.replace(/-(?:x86_64|aarch64|i686|armv7|riscv64\w*|powerpc64le|s390x)-.*$/, '');
  return {
    root: join(toolchains, name),
    ...(wanted ? { choice: { runtime: 'rust', version, wanted, fits: asked !== undefined } } : {}),
  };
}

/** Whether a toolchain is of a channel: `1.70` stands for every `1.70.x`. */
function isOf(channel: string, name: string): boolean {
  return (
    name === channel ||
    name.startsWith(`${channel}-`) ||
    (/^\d+\.\d+$/.test(channel) && name.startsWith(`${channel}.`))
  );
}

function wantedChannel(project: string) {
  for (const source of ['rust-toolchain.toml', 'rust-toolchain', '.tool-versions']) {
    const text = plainText(join(project, source)) ?? '';
    const found =
      /^channel\s*=\s*["']([\w.-]{1,50})["']/m.exec(text)?.[1] ??
      (source === 'rust-toolchain' ? /^\s*([\w.-]{1,50})\s*$/.exec(text)?.[1] : undefined) ??
      (source === '.tool-versions' ? /^rust\s+([\w.-]{1,50})/m.exec(text)?.[1] : undefined);
    if (found !== undefined) return { range: found, source };
  }
  return undefined;
}
