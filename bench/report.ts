/**
 * Milliseconds and bytes of the report of a classification run: curves of as many points as there are rows, scores of every
 * row. The first report loads vega. Usage: node bench/report.ts [rows]
 */
import { renderReport, runReport, type RunReportData, sparkline } from "../packages/reporting/src/index.ts";
import { classificationExample, exampleRun } from "../packages/reporting/src/testing/example-run.ts";

const rows = Number(process.argv[2] ?? 1_000_000);

async function measure(name: string, data: RunReportData): Promise<void> {
  const start = performance.now();
  const report = await runReport(data);
  const charts = performance.now();
  const html = renderReport(report);
  const end = performance.now();
  const bytes = new TextEncoder().encode(html).length;
  if (bytes > 2_000_000) throw new Error(`${name}: ${bytes} bytes exceed two million.`);
  const [drawn, written] = [(charts - start).toFixed(0), (end - charts).toFixed(0)];
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `${name.padEnd(24)} charts ${drawn.padStart(5)} ms  html ${written.padStart(3)} ms  ${bytes.toLocaleString("en").padStart(9)} bytes  rss ${memory} MiB\n`,
  );
}

const count = rows.toLocaleString("en");
const [small, large] = [exampleRun([classificationExample(1000)]), exampleRun([classificationExample(rows)])];
await measure("1,000 rows, first", small);
await measure("1,000 rows, again", small);
await measure(`${count} rows`, large);

const start = performance.now();
const values = Float64Array.from({ length: 10_000 }, (_, at) => Math.sin(at / 100));
for (let at = 0; at < 100; at += 1) sparkline(values, "values");
process.stdout.write(`a sparkline of 10,000     ${((performance.now() - start) / 100).toFixed(2)} ms\n`);
