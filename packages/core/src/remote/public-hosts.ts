/** Where public things are fetched from unless the environment names another place. No other file names these hosts. */
export const PUBLIC_HOSTS = {
  /** The hub of models and data sets; `HF_ENDPOINT` overrides it. */
  hub: 'https://huggingface.co',
  /** The Python package index (PEP 503); `PLUMB_PYPI` or `PIP_INDEX_URL` overrides it. */
  index: 'https://pypi.org/simple',
} as const;
