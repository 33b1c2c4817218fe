const STATUS_OF_SIGINT = 130;

/** Ctrl-C (or a polite kill) once: the signal is aborted, so that things end cleanly. Twice: the process ends at once. */
export function onInterrupt(): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(STATUS_OF_SIGINT);
    process.stderr.write(
      '\nEnding; what runs now is given up, what is finished is kept. Once more ends at once.\n',
    );
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    done() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
