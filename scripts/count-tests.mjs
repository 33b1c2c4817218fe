// Prints the closing line of CI from vitest's JSON report; exits 1 when anything failed or no test ran.
import { readFileSync } from 'node:fs';

const [file, otherFailures] = process.argv.slice(2);
let report;
try {
  report = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, success: false };
}
const broken =
  report.testResults?.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0)
    .length ?? 0;
const failed = Math.max(report.numFailedTests + broken, Number(otherFailures));
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped}`);
process.exit(failed > 0 || report.numPassedTests === 0 ? 1 : 0);
