const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const COUNT_UNITS = ['', ' k', ' M', ' G', ' T'];

function scaled(value: number, units: readonly string[], space: string): string {
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 ? 0 : rest < 10 ? 2 : rest < 100 ? 1 : 0;
  return `${rest.toFixed(digits)}${space}${units[unit]}`;
}

/** Powers of 1000, as `ls --si`: 2585149210 is `2.59 GB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, BYTE_UNITS, ' ');
}

/** `646 M` for 646,287,360. */
export function formatCount(count: number): string {
  return scaled(count, COUNT_UNITS, '');
}

/** `2,156`. */
export function formatExact(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 tensor`, `2 tensors`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${formatExact(count)} ${count === 1 ? noun : many}`;
}
