/** Runs the steps of a test run: output to a log, a time limit, counts and failures from it. */

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/**
 * Runs `command` with its output in the file `log`, at most `minutes` long, in a process group of
 * its own: whatever it started and left behind ends with it. Gives { status, timedOut, seconds }.
 */
export async function run({ command, cwd, env, log, minutes }) {
  const output = openSync(log, 'w');
  const started = Date.now();
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, minutes * 60_000);
  running.add(child.pid);
  const status = await new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
  clearTimeout(timer);
  killGroup(child.pid);
  running.delete(child.pid);
  closeSync(output);
  return { status, timedOut, seconds: (Date.now() - started) / 1000 };
}

const running = new Set();

/** Ends what runs when this program is told to end. */
export function endWithUs() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      for (const pid of running) killGroup(pid);
      process.exit(130);
    });
  }
}

function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
}

/** Reads a log as its runner writes it: { passed, failed, skipped }, zeros without its summary. */
export const COUNTERS = {
  simulator(text) {
    const match = /^(\d+) passed, (\d+) failed$/m.exec(text);
    return { passed: Number(match?.[1] ?? 0), failed: Number(match?.[2] ?? 0), skipped: 0 };
  },
  fuzz(text) {
    const passed = [...text.matchAll(/^fuzz: \S+: \d+ inputs, nothing found$/gm)].length;
    return { passed, failed: 0, skipped: 0 };
  },
  node(text) {
    const total = (word) => sum([...text.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))]);
    return {
      passed: total('pass'),
      failed: total('fail') + total('cancelled'),
      skipped: total('skipped') + total('todo'),
    };
  },
  /** Several programs that each end with `N passed, N failed`. */
  sim(text) {
    const lines = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)];
    const total = (group) => lines.reduce((all, line) => all + Number(line[group]), 0);
    return { passed: total(1), failed: total(2), skipped: 0 };
  },
  ctest(text) {
    const match = /^\d+% tests passed, (\d+) tests? failed out of (\d+)$/m.exec(text);
    if (!match) return { passed: 0, failed: 0, skipped: 0 };
    const [failed, all] = [Number(match[1]), Number(match[2])];
    const skipped = [...text.matchAll(/^\s+\d+ - .* \((Skipped|Disabled)\)$/gm)].length;
    return { passed: all - failed - skipped, failed, skipped };
  },
};

function sum(matches) {
  return matches.reduce((total, match) => total + Number(match[1]), 0);
}

const LAST_LINES = 60;
const LINE_MOST = 300;
// What GoogleTest says around a failure.
const CHATTER = /^(\[[-= ]+\]|\[ +[A-Z]+ +\]|Running main|Note: Google Test| *\d+ FAILED)/;

/** What a tired person must read of the log of a failed step, and no more. */
export function failuresIn(text, runner) {
  const found = FAILURES[runner]?.(text) ?? [];
  if (found.length > 0) return found.map(shortened).join('\n\n');
  return shortened(text.trimEnd().split('\n').slice(-LAST_LINES).join('\n'));
}

// A value of a megabyte hides what is wrong with it; the log has all of it.
function shortened(text) {
  const cut = (line) => (line.length > LINE_MOST ? `${line.slice(0, LINE_MOST)} ...` : line);
  return text.trimEnd().split('\n').map(cut).join('\n');
}

function tapFailures(text) {
  const blocks = text.matchAll(/^( *)not ok \d+ - (.*)\n\1 {2}---\n([^]*?)\n\1 {2}\.\.\.$/gm);
  return [...blocks]
    .filter(([, , , details]) => !details.includes("failureType: 'subtestsFailed'"))
    .map(([, indent, name, details]) => `${name}\n${unindent(details, indent.length)}`);
}

function unindent(details, columns) {
  return details
    .split('\n')
    .map((line) => line.slice(columns))
    .filter((line) => !/^ *(duration_ms|type|failureType|code|name):/.test(line))
    .filter((line) => !/\(?node:internal|node:async_hooks/.test(line))
    .join('\n');
}

function ctestFailures(text) {
  const blocks = [];
  let open = false;
  for (const line of text.split('\n')) {
    const result = /^ *\d+\/\d+ Test +#\d+: /.test(line);
    if (result) open = /\*\*\*(?!Skipped)/.test(line);
    else if (/^ +Start +\d+: |^\d+% tests passed/.test(line)) open = false;
    if (!open) continue;
    if (result) blocks.push(line.trim().replace(/ \.+ */, ' '));
    else if (line !== '' && !CHATTER.test(line)) blocks[blocks.length - 1] += `\n  ${line}`;
  }
  return blocks;
}

/** A failing seed with its last steps. */
function simFailures(text) {
  return [...text.matchAll(/^seed .*\n(?: {4}.*\n)*/gm)].map(([block]) => block.trimEnd());
}

const FAILURES = { node: tapFailures, ctest: ctestFailures, sim: simFailures };

/** Reads the log of a finished step: { name, result, counts, seconds, failures }. */
export function judge(step, outcome, text, { mayBeEmpty = false } = {}) {
  const counts = COUNTERS[step.runner]?.(text) ?? { passed: 0, failed: 0, skipped: 0 };
  const base = { name: step.name, seconds: outcome.seconds, ...counts };
  const ran = counts.passed + counts.failed + counts.skipped;
  const problem = problemOf(step, outcome, counts, ran === 0 && !mayBeEmpty);
  if (!problem) return { ...base, result: step.runner && ran === 0 ? 'none' : 'ok', failures: '' };
  return {
    ...base,
    result: 'FAILED',
    failed: Math.max(1, counts.failed),
    failures: `${problem}\n${failuresIn(text, step.runner)}`,
  };
}

function problemOf(step, { status, timedOut }, counts, empty) {
  if (timedOut) return `not finished after ${step.minutes} minutes`;
  if (counts.failed > 0) return `${counts.failed} failed`;
  if (status !== 0) return `ended with status ${status}`;
  return step.runner && empty ? 'ran no test' : null;
}

export function readLog(path) {
  return readFileSync(path, 'utf8');
}

/** The rows as a table for people. */
export function table(rows) {
  const width = Math.max(...rows.map((row) => row.name.length), 4) + 2;
  const line = (name, ...cells) =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(9)).join('');
  const number = (count) => (count > 0 ? String(count) : '');
  return [
    line('step', 'result', 'passed', 'failed', 'skipped', 'time'),
    ...rows.map(({ name, result, passed, failed, skipped, seconds }) =>
      line(name, result, number(passed), number(failed), number(skipped), duration(seconds)),
    ),
  ].join('\n');
}

export function duration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} m ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/** The closing line, as other programs read it. */
export function closingLine(rows) {
  const total = (field) => rows.reduce((all, row) => all + row[field], 0);
  const skipped = total('skipped');
  const line = `${total('passed')} passed, ${total('failed')} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
