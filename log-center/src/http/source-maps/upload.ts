import type { FastifyInstance } from 'fastify';
import type { KnownProject } from '../../store/project-directory.ts';
import { assemblyBy, chunkSizes, dropAssembly, insertAssembly, insertChunk } from '../../store/uploads.ts';
import type { Principal } from '../access.ts';
import { demandProject, type HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { demandRoom } from '../room.ts';
import { demandOrganization } from '../sentry-api/organization.ts';
import { type AssembleAnswer, assembleSchema } from './assemble-request.ts';
import { chunkBytes, chunksAtOnce, takeChunks } from './chunk-body.ts';

interface OrganizationRoute {
  readonly Params: { readonly org: string };
}

/** How bundles come here: in chunks, of which a client sends those that are missing, and then asks to put them together. */
export function uploadRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  scope.get<OrganizationRoute>('/organizations/:org/chunk-upload', async ({ params }) => {
    demandOrganization(params.org);
    return {
      // Without a host: the one that the client has asked, whatever stands between us and it.
      url: `/api/0/organizations/${params.org}/chunk-upload/`,
      chunkSize: chunkBytes,
      chunksPerRequest: chunksAtOnce,
      maxRequestSize: chunksAtOnce * chunkBytes,
      maxFileSize: maxBundleBytes,
      concurrency: 2,
      hashAlgorithm: 'sha1',
      compression: ['gzip'],
      accept: ['artifact_bundles', 'artifact_bundles_v2'],
    };
  });

  scope.post<OrganizationRoute>('/organizations/:org/chunk-upload', async (request, reply) => {
    demandOrganization(request.params.org);
    await demandRoom(context, reply);
    await takeChunks(request, (sha1, bytes) =>
      store.write(transaction => insertChunk(transaction, sha1, bytes, now())),
    );
    return reply.code(200).send();
  });

  scope.post<OrganizationRoute>(
    '/organizations/:org/artifactbundle/assemble',
    async (request): Promise<AssembleAnswer> => {
      demandOrganization(request.params.org);
      const { checksum, chunks, projects, version, dist } = parseInput(assembleSchema, request.body);
      const known = await demandProjects(context, projects, access.principal(request));
      const ids = known.map(({ id }) => id).sort((a, b) => a - b);
      const key = { checksum, projects: ids.join(','), release: version ?? '', dist: dist ?? '' };
      const assembly = await assemblyBy(store.reader, key);
      if (assembly !== undefined) {
        const { id, state, detail } = assembly;
        // Who is told of it may try again.
        if (state === 'error') await store.write(transaction => dropAssembly(transaction, id));
        return { state, missingChunks: [], ...(detail !== null && { detail }) };
      }
      const sizes = await chunkSizes(store.reader, chunks);
      const missingChunks = [...new Set(chunks)].filter(chunk => !sizes.has(chunk));
      if (chunks.length === 0 || missingChunks.length > 0) return { state: 'not_found', missingChunks };
      await store.write(transaction => insertAssembly(transaction, key, chunks, now()));
      context.sourceMaps.work();
      return { state: 'created', missingChunks: [] };
    },
  );
}

const maxBundleBytes = 2048 * chunkBytes;

/** @throws {RequestError} 404 `unknown-project`, 403 `other-project` */
export async function demandProjects(
  context: HttpContext,
  slugs: readonly string[],
  principal: Principal,
): Promise<KnownProject[]> {
  const projects = new Map<number, KnownProject>();
  for (const slug of slugs) {
    const project = await demandProject(context, slug, principal);
    projects.set(project.id, project);
  }
  return [...projects.values()];
}
