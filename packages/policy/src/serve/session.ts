/** One connection of one protocol. Frames come one after another; the next is read when the last is answered. */
export interface Session {
  /** @param frame at most 16 MB. */
  onFrame(frame: Buffer, signal: AbortSignal): Promise<void>;
  /** Tells the client what `onFrame` threw. */
  onError(error: unknown): void;
  onClose(): Promise<void>;
}
