// Runs a command and draws what it printed as an SVG:
//   node scripts/picture-of-terminal.mjs docs/images/diagnose.svg 42 -- plumb diagnose examples/atlas-incident
// The number is how many lines are shown. Made from real output, so a picture in the README cannot drift unseen.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const COLUMNS = 110;
const CELL = { width: 8.4, height: 18 };
const MARGIN = 20;
const TITLE_HEIGHT = 34;
const FONT = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const COLOURS = { 31: '#ff7b72', 32: '#7ee787', 33: '#f2cc60', 34: '#79c0ff', 35: '#d2a8ff', 36: '#76e3ea' };
const PLAIN = '#e6edf3';
const BACKGROUND = '#0d1117';

const [file, lineCount, separator, ...command] = process.argv.slice(2);
if (!file || separator !== '--' || command.length === 0) {
  console.error('usage: node scripts/picture-of-terminal.mjs FILE.svg LINES -- plumb …');
  process.exit(2);
}

const result = spawnSync(join(root, 'node_modules/.bin', command[0]), command.slice(1), {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) },
});
if (result.error || result.status === 2) {
  console.error(result.stderr || result.error);
  process.exit(2);
}
const lines = result.stdout.trimEnd().split('\n').slice(0, Number(lineCount));
writeFileSync(join(root, file), drawPicture(lines, command.join(' ')));
console.log(`${file}: ${lines.length} lines`);

function drawPicture(text, title) {
  // commands are not wrapped, so that they can be copied
  const columns = Math.max(COLUMNS, ...text.map((line) => line.replace(/\u001b\[[\d;]*m/g, '').length));
  const width = Math.ceil(columns * CELL.width) + 2 * MARGIN;
  const height = TITLE_HEIGHT + (text.length + 1) * CELL.height + MARGIN;
  const rows = text.map((line, i) => drawLine(line, TITLE_HEIGHT + (i + 1) * CELL.height));
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, i) => `<circle cx="${20 + i * 18}" cy="17" r="5.5" fill="${fill}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(`Output of ${title}`)}">
<rect width="100%" height="100%" rx="9" fill="${BACKGROUND}"/>
${dots.join('')}
<g font-family="${FONT}" font-size="13.5" xml:space="preserve">
<text x="${width / 2}" y="22" text-anchor="middle" fill="#8b949e">${escapeXml(title)}</text>
${rows.join('\n')}
</g>
</svg>
`;
}

function drawLine(line, y) {
  let column = 0;
  let style = { colour: PLAIN, bold: false, dim: false, underline: false };
  let out = '';
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part);
    if (codes) style = codes[1].split(';').map(Number).reduce(applyCode, style);
    else if (part !== '') {
      out += drawRun(part, column, y, style);
      column += [...part].length;
    }
  }
  return out;
}

function drawRun(text, column, y, style) {
  const lead = text.length - text.trimStart().length;
  const shown = [...text.trim()];
  if (shown.length === 0) return '';
  const attributes = [
    `x="${(MARGIN + (column + lead) * CELL.width).toFixed(1)}"`,
    `y="${y}"`,
    // glyphs stay in their cells, whatever the reader's font is
    `textLength="${(shown.length * CELL.width).toFixed(1)}"`,
    `fill="${style.colour}"`,
    style.bold && 'font-weight="700"',
    style.dim && 'opacity="0.6"',
    style.underline && 'text-decoration="underline"',
  ].filter(Boolean);
  return `<text ${attributes.join(' ')}>${escapeXml(shown.join(''))}</text>`;
}

function applyCode(style, code) {
  if (code === 0) return { colour: PLAIN, bold: false, dim: false, underline: false };
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 39) return { ...style, colour: PLAIN };
  return COLOURS[code] ? { ...style, colour: COLOURS[code] } : style;
}

function escapeXml(text) {
  return text.replace(/[<>&"]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[char]);
}
