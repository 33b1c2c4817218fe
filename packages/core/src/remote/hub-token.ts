import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The user's token, from where huggingface_hub keeps it: HF_TOKEN, else the file that `hf auth login` writes. Undefined
 * where there is none. It goes into one header and nowhere else.
 */
export async function readHubToken(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const given = (env.HF_TOKEN || env.HUGGING_FACE_HUB_TOKEN)?.trim();
  if (given) return usable(given);
  if (/^(?:1|true|yes|on)$/i.test(env.HF_HUB_DISABLE_IMPLICIT_TOKEN ?? '')) return undefined;
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  const path = env.HF_TOKEN_PATH || join(env.HF_HOME || join(cache, 'huggingface'), 'token');
  try {
    return usable((await readFile(path, 'utf8')).trim());
  } catch {
    // nobody logged in here
    return undefined;
  }
}

/** A line break in a header would be a second header. */
function usable(token: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
