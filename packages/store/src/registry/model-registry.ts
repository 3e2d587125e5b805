import { assertModelName, type Clock, type DocumentStore, isMlopsError, MlopsError } from "@mlops/core";

import {
  aliasMoveId,
  type AliasMove,
  type AliasMoveRequest,
  assertAlias,
  modelAliasCollection,
} from "./model-alias.ts";
import { type ModelRegistration, type ModelVersion, modelVersionCollection, modelVersionId } from "./model-version.ts";

/** A model at a glance. */
export interface ModelSummary {
  readonly name: string;
  readonly newest: ModelVersion;
  /** Version by alias. */
  readonly aliases: Readonly<Record<string, number>>;
}

/**
 * Names → immutable versions, dense from 1 → movable aliases with their whole history. Every commit is one
 * `insertOnce` whose id holds the next number: of any number of processes one gets it, the others take the next.
 */
export interface ModelRegistry {
  /**
   * Registers a model as the next version of its name.
   *
   * @param key the registering step, such as `RUN:register`: executed again, it answers the version of the first time
   */
  register(
    model: ModelRegistration,
    key?: string,
  ): Promise<{ readonly created: boolean; readonly version: ModelVersion }>;
  version(name: string, version: number): Promise<ModelVersion | undefined>;
  /** Newest first. */
  versions(name: string): Promise<ModelVersion[]>;
  /** The version that a run registered under an artifact path. */
  versionOfRun(runId: string, artifactPath: string): Promise<ModelVersion | undefined>;
  /** By name. */
  models(): Promise<ModelSummary[]>;
  /**
   * @throws MlopsError MODEL_ALIAS_CONFLICT where the alias does not stand for `expected`, MODEL_NOT_FOUND where there is
   *   no version `to`
   */
  moveAlias(request: AliasMoveRequest): Promise<AliasMove>;
  /** Where an alias stands. */
  alias(name: string, alias: string): Promise<AliasMove | undefined>;
  aliases(name: string): Promise<Readonly<Record<string, number>>>;
  /** All moves, newest first; of one alias where it is given. */
  history(name: string, alias?: string): Promise<AliasMove[]>;
}

export function modelRegistry(store: DocumentStore, clock: Clock): ModelRegistry {
  const versions = store.collection<ModelVersion>(modelVersionCollection);
  const moves = store.collection<AliasMove>(modelAliasCollection);

  /** Asks for the next number as well: an index that lost an entry must not turn time back. */
  async function newestVersion(name: string): Promise<ModelVersion | undefined> {
    const [found] = await versions.find({
      filter: { where: { name } },
      sort: [{ field: "version", order: "desc" }],
      limit: 1,
    });
    return lastInRow(found, (last) => versions.get(modelVersionId(name, (last?.version ?? 0) + 1)));
  }

  async function newestMove(name: string, alias: string): Promise<AliasMove | undefined> {
    const [found] = await moves.find({
      filter: { where: { name, alias } },
      sort: [{ field: "number", order: "desc" }],
      limit: 1,
    });
    return lastInRow(found, (last) => moves.get(aliasMoveId(name, alias, (last?.number ?? 0) + 1)));
  }

  const registry: ModelRegistry = {
    async register(model, key) {
      assertModelName(model.name);
      for (;;) {
        const registrationKey = key === undefined ? undefined : `${model.name}|${key}`;
        const earlier = registrationKey && (await versions.find({ filter: { where: { registrationKey } } }))[0];
        if (earlier) return { created: false, version: earlier };
        const version = ((await newestVersion(model.name))?.version ?? 0) + 1;
        const _id = modelVersionId(model.name, version);
        const document: ModelVersion = {
          ...model,
          _id,
          version,
          digest: model.artifact.digest,
          artifactPath: model.artifactPath ?? "model.onnx",
          registrationKey: registrationKey ?? _id,
          recordedAt: clock.wall(),
        };
        const answer = await unlessDuplicate(() => versions.insertOnce(document));
        if (answer?.inserted === true) return { created: true, version: answer.document };
      }
    },

    async version(name, version) {
      assertModelName(name);
      return versions.get(modelVersionId(name, version));
    },

    async versions(name) {
      return versions.find({ filter: { where: { name } }, sort: [{ field: "version", order: "desc" }] });
    },

    async versionOfRun(runId, artifactPath) {
      const [found] = await versions.find({
        filter: { where: { runId, artifactPath } },
        sort: [{ field: "version", order: "desc" }],
        limit: 1,
      });
      return found;
    },

    async models() {
      const summaries: ModelSummary[] = [];
      for (let after = ""; ; after = summaries.at(-1)?.name ?? "") {
        const [found] = await versions.find({
          filter: { where: { name: { gt: after } } },
          sort: [{ field: "name", order: "asc" }],
          limit: 1,
        });
        if (found === undefined) return summaries;
        const newest = (await newestVersion(found.name)) ?? found;
        summaries.push({ name: found.name, newest, aliases: await registry.aliases(found.name) });
      }
    },

    async moveAlias({ key, expected, to, ...request }) {
      const { name, alias } = request;
      assertModelName(name);
      assertAlias(alias);
      if ((await versions.get(modelVersionId(name, to))) === undefined) {
        throw new MlopsError("MODEL_NOT_FOUND", `The model "${name}" has no version ${to}.`, { details: { name, to } });
      }
      for (;;) {
        const moveKey = key === undefined ? undefined : `${name}|${alias}|${key}`;
        const earlier = moveKey && (await moves.find({ filter: { where: { moveKey } } }))[0];
        if (earlier) return earlier;
        const current = await newestMove(name, alias);
        const previous = current?.version ?? null;
        if (previous !== expected) throw aliasConflict(name, alias, expected, previous);
        const number = (current?.number ?? 0) + 1;
        const _id = aliasMoveId(name, alias, number);
        const document: AliasMove = {
          ...request,
          _id,
          number,
          version: to,
          previous,
          moveKey: moveKey ?? _id,
          recordedAt: clock.wall(),
        };
        const answer = await unlessDuplicate(() => moves.insertOnce(document));
        if (answer?.inserted === true) return answer.document;
      }
    },

    async alias(name, alias) {
      assertModelName(name);
      assertAlias(alias);
      return newestMove(name, alias);
    },

    async aliases(name) {
      const inOrder = await moves.find({ filter: { where: { name } }, sort: [{ field: "number", order: "asc" }] });
      return Object.fromEntries(inOrder.map(({ alias, version }) => [alias, version]));
    },

    async history(name, alias) {
      return moves.find({
        filter: { where: alias === undefined ? { name } : { name, alias } },
        sort: [
          { field: "recordedAt", order: "desc" },
          { field: "number", order: "desc" },
        ],
      });
    },
  };
  return registry;
}

/** Follows a row of numbers from `found` to its last member. */
async function lastInRow<T>(
  found: T | undefined,
  next: (last: T | undefined) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let last = found; ;) {
    const following = await next(last);
    if (following === undefined) return last;
    last = following;
  }
}

/** Undefined where another process took the number or did the same step in the meantime. */
async function unlessDuplicate<T>(insert: () => Promise<T>): Promise<T | undefined> {
  try {
    return await insert();
  } catch (error) {
    if (isMlopsError(error) && error.code === "STORE_DUPLICATE_KEY") return undefined;
    throw error;
  }
}

function aliasConflict(name: string, alias: string, expected: number | null, found: number | null): MlopsError {
  const spell = (version: number | null): string => (version === null ? "no version" : `version ${version}`);
  return new MlopsError(
    "MODEL_ALIAS_CONFLICT",
    `"${name}@${alias}" stands for ${spell(found)}; it was expected to stand for ${spell(expected)}.`,
    { details: { name, alias, expected, found } },
  );
}
