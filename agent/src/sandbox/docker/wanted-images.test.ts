import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { baseImages, composeServices, wantedImages } from './wanted-images.ts';

describe('the image that a project runs in', () => {
  let root: string;
  let dir: string;
  const images = async (files: Record<string, string>, ...around: string[]) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    return wantedImages(dir, around).map(({ image, source }) => `${image} ← ${source}`);
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-images-'));
    dir = join(root, 'Shop App');
    await mkdir(dir);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is that of its devcontainer, then what Compose builds, the base of its Dockerfile, the official one', async () => {
    const found = await images({
      'package.json': '{ "engines": { "node": ">=20.1" } }',
      '.devcontainer/devcontainer.json':
        '{ // ours\n "image": "mcr.microsoft.com/devcontainers/javascript-node:1-20" }',
      'compose.yaml':
        'services:\n  db:\n    image: postgres:16\n  web:\n    build:\n      context: ./docker\n      dockerfile: web.Dockerfile\n    ports:\n      - "80"\n',
      'docker/web.Dockerfile':
        'ARG NODE=18\nFROM node:$NODE-alpine3.19 AS build\nFROM build AS test\nFROM nginx:1\n',
      Dockerfile: 'FROM --platform=$BUILDPLATFORM docker.io/library/node:22-slim\nFROM python:3.9\n',
    });
    assert.deepEqual(found, [
      'mcr.microsoft.com/devcontainers/javascript-node:1-20 ← .devcontainer/devcontainer.json',
      'shopapp-web ← compose.yaml, built',
      'node:18-alpine3.19 ← docker/web.Dockerfile',
      'node:18 ← docker/web.Dockerfile, on Debian',
      'docker.io/library/node:22-slim ← Dockerfile',
      'node:20 ← .devcontainer/devcontainer.json',
      'node:22 ← the usual one of node',
    ]);
  });

  it('is of the language of the files in question', async () => {
    const files = {
      'package.json': '{}',
      '.python-version': '3.11.4\n',
      'requirements.txt': 'flask\n',
      'go.mod': 'module x\n\ngo 1.21\n',
      Dockerfile: 'FROM node:20\nFROM golang:1.21 AS api\n',
    };
    assert.deepEqual(await images(files, 'api/main.go'), [
      'golang:1.21 ← Dockerfile',
      'golang:1 ← the usual one of go',
    ]);
    assert.deepEqual(await images(files, 'a.py'), [
      'python:3.11 ← .python-version',
      'python:3.12 ← the usual one of python',
    ]);
    assert.equal((await images(files))[0], 'node:20 ← Dockerfile');
    const java = { 'pom.xml': '<java.version>17</java.version>' };
    assert.equal((await images(java, 'A.java'))[0], 'maven:3-eclipse-temurin-17 ← pom.xml');
  });

  it('is not read from outside of the project, and is a name of an image', async () => {
    await writeFile(join(root, 'Dockerfile'), 'FROM node:1\n');
    await symlink('../Dockerfile', join(dir, 'Dockerfile'));
    const found = await images({
      '.devcontainer.json': '{"image": "--privileged x", "build": {"dockerfile": "../Dockerfile"}}',
      'compose.yml': 'services:\n  web:\n    build: ../..\n',
    });
    assert.deepEqual(found, ['shopapp-web ← compose.yml, built']);
  });

  it('is looked for in any text, and quickly', () => {
    fc.assert(fc.property(fc.string(), text => void [baseImages(text), composeServices(text)]));
    for (const part of [
      'FROM a\n',
      'ARG A=$A\n',
      'FROM ${',
      ' ',
      '  a:\n',
      'services:\n',
      '$A',
      'a: #',
      'FROM "',
    ]) {
      const text = part.repeat(Math.ceil(256e3 / part.length));
      const took = [1, 2, 3].map(() => {
        const began = performance.now();
        baseImages(text);
        composeServices(text);
        return performance.now() - began;
      });
      assert.ok(Math.min(...took) < 500, `${JSON.stringify(part)} ${Math.min(...took)}`);
    }
  });
});
