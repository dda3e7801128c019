import { posix } from 'node:path';
import type { VerifyContext } from '../../context.ts';
import type { TestPlan } from '../../frameworks/framework.ts';
import { inFolder } from '../../project.ts';
import type { Guess } from '../guesses.ts';
import type { Target } from '../target.ts';

/** How the project's tests are written. */
export interface JavaStyle {
  /** The annotation of a test. */
  readonly annotation: string;
  /** JUnit 4 and TestNG run what is public only. */
  readonly shown: string;
  readonly indent: string;
}

const mostFiles = 20;

/** Learns from the project's tests, else from what its build depends on; undefined where neither names a framework. */
export async function javaStyle(context: VerifyContext, plan: TestPlan): Promise<JavaStyle | undefined> {
  let text = '';
  for (const path of plan.testFiles.slice(0, mostFiles)) text += (await context.sources.read(path)) ?? '';
  const indent = /^( +|\t)\S/m.exec(text)?.[1] ?? '    ';
  for (const name of ['pom.xml', 'build.gradle', 'build.gradle.kts']) {
    text += (await context.sources.read(inFolder(plan.project.folder, name))) ?? '';
    text += (await context.sources.read(name)) ?? '';
  }
  if (/\borg\.junit\.jupiter\b/.test(text))
    return { annotation: 'org.junit.jupiter.api.Test', shown: '', indent };
  if (/\bjunit\b/.test(text)) return { annotation: 'org.junit.Test', shown: 'public ', indent };
  if (/\btestng\b/.test(text)) return { annotation: 'org.testng.annotations.Test', shown: 'public ', indent };
  return undefined;
}

/** A test class in which each method makes one call. */
export function javaTestFile(
  package_: string,
  className: string,
  tests: readonly { readonly name: string; readonly guess: Guess }[],
  { annotation, shown, indent }: JavaStyle,
): string {
  const imports = [...new Set([annotation, ...tests.flatMap(({ guess }) => guess.imports)])].sort();
  const methods = tests.map(({ name, guess }) =>
    [
      `${indent}@Test`,
      `${indent}${shown}void ${name}() throws Exception {`,
      ...guess.lines.map(line => `${indent}${indent}${line}`),
      `${indent}}\n`,
    ].join('\n'),
  );
  return [
    ...(package_ === '' ? [] : [`package ${package_};\n`]),
    ...imports.map(name => `import ${name};`),
    `\n${shown}class ${className} {`,
    `${methods.join('\n')}}\n`,
  ].join('\n');
}

/** The folder of tests for the package of a frame's file. */
export function testFolder(plan: TestPlan, target: Target, package_: string): string {
  const folder = posix.dirname(target.file);
  if (/(?:^|\/)src\/main\/java(?:\/|$)/.test(folder))
    return folder.replace(/(^|\/)src\/main\/java(?=\/|$)/, '$1src/test/java');
  const below = package_.replaceAll('.', '/');
  const near = plan.testFiles.find(file => below !== '' && posix.dirname(file).endsWith(below));
  return near === undefined
    ? inFolder(plan.project.folder, posix.join('src/test/java', below))
    : posix.dirname(near);
}
