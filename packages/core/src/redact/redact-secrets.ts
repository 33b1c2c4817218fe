const SECRETS: readonly RegExp[] = [
  /\bhf_[A-Za-z0-9]{10,}/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,})/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g,
  /(?<=\bBearer\s+)[\w.~+/-]{12,}=*/g,
  // a key of Weights & Biases is 40 hexadecimal digits, as a commit is: only its neighbour tells them apart
  /(?<=\b(?:wandb|WANDB)\w*\b[^\n]{0,40}?)(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/g,
  /(?<=\b\w*(?:api_?key|secret|password|passwd|access_?token|auth_?token|_TOKEN|token)['"]?\s*[=:]\s*['"]?)(?=[\w.+/-]*\d)(?=[\w.+/-]*[A-Za-z])[\w.+/-]{12,}/gi,
];

/** Tokens and passwords, whoever issued them. */
export function redactSecrets(text: string, replacement: () => string): string {
  return SECRETS.reduce((rest, secret) => rest.replace(secret, replacement), text);
}
