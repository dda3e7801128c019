import { matchesGlob } from 'node:path';
import { type Project, relativeTo } from '../project.ts';

const ignored = /(?:^|\/)(?:node_modules|dist|build|out|coverage|fixtures|__fixtures__|\.[^/]+)\//;
const script = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Files that look like JavaScript or TypeScript tests by name or folder. */
export function javascriptTestFiles(project: Project): string[] {
  return project.files.filter(file => {
    const path = relativeTo(project.folder, file);
    if (!script.test(path) || path.endsWith('.d.ts') || ignored.test(`${path}`)) return false;
    if (/[.\-_](?:test|spec)\.[^./]+$/.test(path) || /(?:^|\/)test(?:_[^/]*)?\.[^./]+$/.test(path))
      return true;
    return (
      /(?:^|\/)(?:test|tests|spec|__tests__)\//.test(path) &&
      !/(?:^|\/)(?:helpers?|support|setup|mocks?|__mocks__)(?:\/|\.)/.test(path)
    );
  });
}

/** Files that look like Python tests. */
export function pythonTestFiles(project: Project): string[] {
  return project.files.filter(
    file => /(?:^|\/)(?:test_[^/]*|[^/]*_test|tests)\.py$/.test(file) && !ignored.test(file),
  );
}

/** The files that patterns (relative to the project, folders allowed) stand for; repository-relative. */
export function matching(project: Project, patterns: readonly string[]): string[] {
  const plain = patterns.map(pattern => pattern.replace(/^\.\//, '').replace(/\/$/, ''));
  return project.files.filter(file => {
    const path = relativeTo(project.folder, file);
    return plain.some(
      pattern => path === pattern || matchesGlob(path, pattern) || path.startsWith(`${pattern}/`),
    );
  });
}
