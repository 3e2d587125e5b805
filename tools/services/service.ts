/** What a service is started from, once it is installed. */
export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How the service names itself to the program: its `argv[0]`. */
  readonly argv0?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** What tests read from their environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A server that tests talk to. */
export interface Service {
  readonly name: string;
  /** Installs what is missing and prepares a new data folder. */
  prepare(folder: string, port: number): Promise<Launch>;
  /** Rejects or throws until the server answers. */
  probe(port: number): Promise<void>;
}
