import { PlumbError } from '@plumb/core';
import type { SentError } from './messages.ts';

export function sendError(error: PlumbError): SentError {
  return { ...error.toJSON(), permanent: error.permanent };
}

export function receiveError({ permanent, ...text }: SentError): PlumbError {
  return new PlumbError(text, { permanent });
}
