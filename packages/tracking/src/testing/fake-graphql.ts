import { createHash } from "node:crypto";

import { FAKE_ENTITY, type FakeArtifact, type FakeRun, type FakeWandb } from "./fake-state.ts";

export interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

type Variables = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly json: unknown;
}

export function answerGraphql(fake: FakeWandb, { query, operationName, variables = {} }: GraphqlBody): Answer {
  const name = operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? "";
  const declared = new Set([...query.matchAll(/\$(\w+)\s*:/g)].map(([, variable]) => variable ?? ""));
  for (const variable of Object.keys(variables)) {
    if (!declared.has(variable)) fake.problems.push(`${name}: the variable ${variable} is not declared`);
  }
  for (const [, variable = "", type = ""] of query.matchAll(/\$(\w+)\s*:\s*(\[?\w+!?\]?!?)/g)) {
    const missing = variables[variable] === undefined || variables[variable] === null;
    if (type.endsWith("!") && missing) fake.problems.push(`${name}: ${variable} is required`);
  }
  const resolve = operations[name];
  if (!resolve) {
    fake.problems.push(`the operation ${name} is not known`);
    return { status: 400, json: { errors: [{ message: `Cannot query ${name}` }] } };
  }
  try {
    return { status: 200, json: { data: resolve(fake, variables) } };
  } catch (error) {
    return { status: 200, json: { errors: [{ message: (error as Error).message }] } };
  }
}

const operations: Readonly<Record<string, (fake: FakeWandb, variables: Variables) => unknown>> = {
  Viewer: () => ({
    viewer: {
      id: "VXNlcjox",
      entity: FAKE_ENTITY,
      username: "fake-user",
      email: "",
      admin: false,
      flags: "{}",
      teams: { edges: [{ node: { name: FAKE_ENTITY } }] },
    },
  }),
  ServerFeaturesQuery: () => ({ serverInfo: { features: [] } }),
  RunResumeStatus: (fake, { name }) => ({ model: { bucket: bucketOf(fake.runs.get(text(name))) } }),
  UpsertBucket: upsertRun,
  CreateRunFiles: createRunFiles,
  NotifyScriptableRunAlert: (fake, variables) => {
    runOf(fake, variables["runName"]).alerts.push({ ...variables });
    return { notifyScriptableRunAlert: { success: true } };
  },
  CreateArtifact: createArtifact,
  CreateArtifactManifest: createManifest,
  CreateArtifactFiles: createArtifactFiles,
  CommitArtifact: (fake, { artifactID }) => {
    const artifact = artifactOf(fake, artifactID);
    if (artifact.manifest === undefined) throw new Error("the manifest was not uploaded");
    const contents = (JSON.parse(artifact.manifest) as { contents: Record<string, { digest: string }> }).contents;
    for (const [path, { digest }] of Object.entries(contents)) {
      const bytes = artifact.files.get(path);
      const has = bytes && createHash("md5").update(bytes).digest("base64") === digest;
      if (!has) throw new Error(`${path} of artifact ${artifact.name} was not uploaded`);
    }
    artifact.state = "COMMITTED";
    return { commitArtifact: { artifact: { id: artifact.id, digest: artifact.digest } } };
  },
  ClientIDMapping: (fake, { clientID }) => {
    const found = artifacts(fake).find(({ clientId }) => clientId === clientID);
    return { clientIDMapping: found ? { serverID: found.id } : null };
  },
};

function upsertRun(fake: FakeWandb, variables: Variables): unknown {
  const id = text(variables["name"]);
  if (id === "") throw new Error("a run needs a name");
  const entity = text(variables["entity"]) || FAKE_ENTITY;
  const project = text(variables["project"]) || "uncategorized";
  const inserted = !fake.runs.has(id);
  const run: FakeRun = fake.runs.get(id) ?? {
    id,
    entity,
    project,
    fields: {},
    config: {},
    history: [],
    events: [],
    output: [],
    summary: "",
    files: new Map(),
    uploaded: new Set(),
    alerts: [],
    artifacts: [],
    complete: false,
    exitCode: undefined,
  };
  fake.runs.set(id, run);
  for (const [key, value] of Object.entries(variables)) {
    if (value !== null && value !== undefined && key !== "config") run.fields[key] = value;
  }
  if (typeof variables["config"] === "string") run.config = JSON.parse(variables["config"]) as Record<string, unknown>;
  return {
    upsertBucket: {
      bucket: {
        id: `bucket-${id}`,
        name: id,
        displayName: run.fields["displayName"] ?? id,
        description: "",
        config: JSON.stringify(run.config),
        sweepName: null,
        historyLineCount: run.history.length,
        project: { id: `project-${project}`, name: project, entity: { id: `entity-${entity}`, name: entity } },
      },
      inserted,
    },
  };
}

function bucketOf(run: FakeRun | undefined): unknown {
  if (!run) return null;
  return {
    id: `bucket-${run.id}`,
    name: run.id,
    historyLineCount: run.history.length,
    eventsLineCount: run.events.length,
    logLineCount: run.output.length,
    historyTail: JSON.stringify(run.history.slice(-1)),
    eventsTail: JSON.stringify(run.events.slice(-1)),
    summaryMetrics: run.summary,
    config: JSON.stringify(run.config),
    tags: run.fields["tags"] ?? [],
    wandbConfig: "t" in ((run.config["_wandb"] as { value?: object } | undefined)?.value ?? {}) ? "{}" : null,
  };
}

function createRunFiles(fake: FakeWandb, { entity, project, run: id, files }: Variables): unknown {
  const run = runOf(fake, id);
  if (text(entity) !== run.entity || text(project) !== run.project) throw new Error("no such project");
  const urls = (files as readonly string[]).map((name) => {
    const path = `/upload/run/${run.id}/${encodeURIComponent(name)}`;
    fake.uploads.set(path, (bytes) => run.files.set(name, bytes));
    return { name, uploadUrl: fake.url + path };
  });
  return { createRunFiles: { runID: `bucket-${run.id}`, uploadHeaders: ["X-Upload-Id:1"], files: urls } };
}

function createArtifact(fake: FakeWandb, { input, ...loose }: Variables): unknown {
  const given = (input ?? loose) as Variables;
  const run = runOf(fake, given["runName"]);
  const name = text(given["artifactCollectionName"] ?? (given["artifactCollectionNames"] as readonly string[])?.[0]);
  const digest = text(given["digest"]);
  const known = run.artifacts.find(
    (each) => each.name === name && each.digest === digest && each.state === "COMMITTED",
  );
  const artifact: FakeArtifact = known ?? {
    id: `artifact-${artifacts(fake).length + 1}`,
    type: text(given["artifactTypeName"]),
    name,
    digest,
    clientId: text(given["clientID"]),
    state: "PENDING",
    manifest: undefined,
    files: new Map(),
  };
  if (!known) run.artifacts.push(artifact);
  return {
    createArtifact: {
      artifact: {
        id: artifact.id,
        state: artifact.state,
        artifactSequence: { id: `sequence-${name}`, latestArtifact: null },
      },
    },
  };
}

function createManifest(fake: FakeWandb, variables: Variables): unknown {
  const artifact = artifactOf(fake, variables["artifactID"]);
  const withUpload = variables["includeUpload"] === true;
  const path = `/upload/manifest/${artifact.id}`;
  if (withUpload) {
    fake.uploads.set(path, (bytes) => {
      const digest = createHash("md5").update(bytes).digest("base64");
      if (digest !== variables["digest"]) fake.problems.push(`${artifact.name}: the manifest has another digest`);
      artifact.manifest = bytes.toString();
    });
  }
  const file = { id: "file", name: "wandb_manifest.json", displayName: null, uploadUrl: null, uploadHeaders: [] };
  return {
    createArtifactManifest: {
      artifactManifest: {
        id: `manifest-${artifact.id}`,
        file: withUpload ? { ...file, uploadUrl: fake.url + path } : file,
      },
    },
  };
}

function createArtifactFiles(fake: FakeWandb, variables: Variables): unknown {
  const { artifactFiles } = variables["input"] as Variables;
  const files = artifactFiles as readonly { artifactID: string; name: string; md5: string }[];
  const edges = files.map(({ artifactID, name, md5 }) => {
    const artifact = artifactOf(fake, artifactID);
    const path = `/upload/artifact/${artifact.id}/${encodeURIComponent(name)}`;
    fake.uploads.set(path, (bytes) => artifact.files.set(name, bytes));
    const node = {
      id: `file-${name}`,
      name,
      displayName: name,
      uploadUrl: fake.url + path,
      uploadHeaders: [`Content-MD5:${md5}`],
      uploadMultipartUrls: null,
      storagePath: `wandb_artifacts/${name}`,
      artifact: { id: artifact.id },
    };
    return { node };
  });
  return { createArtifactFiles: { files: { edges } } };
}

function runOf(fake: FakeWandb, id: unknown): FakeRun {
  const run = fake.runs.get(text(id));
  if (!run) throw new Error(`run ${text(id)} not found`);
  return run;
}

function artifacts(fake: FakeWandb): FakeArtifact[] {
  return [...fake.runs.values()].flatMap((run) => run.artifacts);
}

function artifactOf(fake: FakeWandb, id: unknown): FakeArtifact {
  const found = artifacts(fake).find((artifact) => artifact.id === id);
  if (!found) throw new Error(`artifact ${text(id)} not found`);
  return found;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
