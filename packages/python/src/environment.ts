/** An installed distribution. */
export interface InstalledPackage {
  /** As in its metadata. */
  readonly name: string;
  /** Empty where only an origin is known (`name @ git+…` in a freeze). */
  readonly version: string;
  /** What a reader opens: `…/transformers-4.46.3.dist-info/METADATA` or `pip-freeze.txt:73`. */
  readonly place: string;
  /** `Requires-Dist` lines, as written; empty for a freeze. */
  readonly requires: readonly string[];
  /** A commit or a folder where it was installed from one (`direct_url.json`, `name @ git+…`). */
  readonly origin?: string;
  /** Folder of `site-packages` that holds it, where there is one. */
  readonly sitePackages?: string;
}

/** A Python environment, read from its files. Nothing in it was run. */
export interface PythonEnvironment {
  readonly path: string;
  readonly kind: 'folder' | 'freeze';
  /** `3.10` or `3.10.12`; undefined where nothing says it (a freeze). */
  readonly python?: { readonly version: string; readonly place: string };
  /** By normalised name (PEP 503: lower case, runs of `-_.` as `-`). */
  readonly packages: ReadonlyMap<string, InstalledPackage>;
  /** What was odd or had to be decided: two versions of one distribution, a line without a pin. With its place. */
  readonly notes?: readonly string[];
}

/** A `model_type` in the registry of an installed `transformers`. */
export interface KnownModelType {
  /** `Qwen3Config` */
  readonly configClass: string;
  /** What `AutoModel` builds for it; undefined where it builds none. */
  readonly modelClass?: string;
  /** File and line of the entry. */
  readonly place: string;
}

/** Which `model_type`s the installed `transformers` can build. */
export interface KnownModelTypes {
  readonly transformersVersion: string;
  /** `auto-mapping`: read from its own source. `release-table`: from the first releases that we know of. */
  readonly from: 'auto-mapping' | 'release-table';
  /** File and line of the mapping, or of the package's version. */
  readonly place: string;
  /** `unsure`: the release table does not hold this type. */
  knows(modelType: string): 'yes' | 'no' | 'unsure';
  /** Every entry, where they were read from the source. */
  readonly types?: ReadonlyMap<string, KnownModelType>;
}
