import assert from 'node:assert/strict';
import { test } from 'node:test';

import { codeOf } from './source.mjs';
import { said, withFiles } from './planted.mjs';
import { tidy } from './tidy.mjs';

function check(path, text) {
  return withFiles({ [path]: text }, (folder) => said(tidy(folder).findings));
}

function refuses(path, text, pattern) {
  const findings = check(path, text);
  assert.equal(findings.length, 1, findings.join('\n') || `nothing was said about ${text}`);
  assert.match(findings[0], pattern);
}

function accepts(path, text) {
  assert.deepEqual(check(path, text), []);
}

test('names the place, the reason and the replacement', () => {
  refuses('src/goods/x.cpp', '\nint i = std::stoi(t);\n', /^src\/goods\/x\.cpp:2: .*numbers\.hpp$/);
});

test('refuses clocks and randomness of its own', () => {
  refuses('src/api/x.cpp', 'auto n = system_clock::now();\n', /base::Clock/);
  accepts('src/base/clock.cpp', 'auto n = system_clock::now();\n');
  refuses('src/api/x.cpp', 'steady_clock::time_point t;\n', /only net, app and store/);
  accepts('src/net/x.cpp', 'steady_clock::time_point t;\n');
  refuses('src/api/x.cpp', 'std::rand();\n', /base::Random/);
  refuses('src/api/x.cpp', 'std::mt19937_64 r(1);\n', /base::Random/);
  accepts('src/api/x_test.cpp', 'std::mt19937_64 r(1);\n');
  accepts('src/base/testing.hpp', 'std::mt19937_64 r(1);\n');
});

test('refuses floating-point money, but not the words in a comment or a literal', () => {
  refuses('src/payments/x.cpp', 'double amount = 1;\n', /base::Stroops/);
  accepts('src/net/x.cpp', 'double load = 1;\n');
  accepts('src/payments/x.cpp', '// double\n/* float\ndouble */ auto t = "double";\n');
});

test('refuses assert and printing', () => {
  refuses('src/net/x.cpp', '    assert(ok);\n', /base::ensure/);
  accepts('src/net/x.cpp', 'static_assert(true);\n');
  refuses('src/net/x.cpp', 'std::cout << 1;\n', /only app prints/);
  accepts('src/app/x.cpp', 'std::cout << 1;\n');
});

test('refuses sleeping tests', () => {
  refuses('src/net/x_test.cpp', 'std::this_thread::sleep_for(1s);\n', /ManualClock/);
});

test('refuses a lambda or a braced temporary beside co_await', () => {
  for (const line of [
    'co_await f([&] { return 1; });',
    'auto x = co_await f(Agg{p, 1});',
    'co_await f(\n    Agg{p, 1});',
    'co_await (f({.a = 1}) || g());',
    'h(Agg{1}, co_await g());',
    'run([this]() -> awaitable<void> { co_await g(); });',
  ]) {
    refuses('src/net/x.cpp', `${line}\n`, /co_await: g\+\+ 12 destroys such temporaries twice/);
  }
});

test('accepts co_await in conditions, loops and beside indexes', () => {
  for (const line of [
    'if (co_await f(a[0], b)) {\n}',
    'while (!(co_await g()).empty()) {\n}',
    'for (auto& x : co_await h()) {\n}',
    'auto r = co_await f(name);\nAgg a{1};',
    'Agg const a{1};\nco_await f(a);',
    'co_await (f(r) || g(t));\n{\n}',
  ]) {
    accepts('src/net/x.cpp', `${line}\n`);
  }
});

test('refuses long lines, tabs, foreign characters and spaces at the end', () => {
  refuses('src/net/x.cpp', `${'ab '.repeat(33)}abc\n`, /more than 100 columns$/);
  refuses('src/net/x.cpp', `\n${'ab '.repeat(40)}x\n`.repeat(2), /x\.cpp:2: .*\(2 such lines\)/);
  accepts('src/net/x.cpp', `auto key = "${'k'.repeat(120)}";\n`);
  refuses('src/net/x.cpp', '\tint x;\n', /a tab/);
  refuses('src/net/x.cpp', 'auto x = "\u2026";\n', /U\+2026/);
  refuses('src/net/x.cpp', 'int x; \n', /space at the end/);
  accepts('docs/x.md', `\u2026 ${'ab '.repeat(50)}\n`);
});

test('warns of long files and functions, refuses very long files', () => {
  refuses('src/net/x.cpp', 'int x;\n'.repeat(401), /401 lines/);
  const warned = withFiles({ 'src/net/x.cpp': 'int x;\n'.repeat(401) }, (f) => tidy(f).findings);
  assert.equal(warned[0].warning, true);
  const refused = withFiles({ 'src/net/x.cpp': 'int x;\n'.repeat(601) }, (f) => tidy(f).findings);
  assert.equal(refused[0].warning, false);
  const body = `void f(int a,\n       int b) {\n${'    g();\n'.repeat(61)}}\n`;
  refuses('src/net/x.cpp', body, /a function of 61 lines/);
  accepts('src/net/x.cpp', `// long: a table\n${body}`);
  accepts('src/net/x.cpp', `class A {\n${'    void f() {\n    }\n'.repeat(40)}};\n`);
});

test('refuses HTML and code from text, and fixed waits, in web sources', () => {
  refuses('web/wallet/x.ts', 'a.innerHTML = t;\n', /textContent/);
  accepts('web/widget/show_text.ts', 'a.innerHTML = t;\n');
  refuses('web/wallet/x.ts', 'eval(t);\n', /no code from text/);
  refuses('web/wallet/x.ts', 'setTimeout(resolve, 100);\n', /a guess/);
  accepts('web/wallet/x.ts', "setTimeout(resolve, LIMIT_MS, 'late');\n");
});

test('refuses notes to self, paths of machines and hosts of registries', () => {
  refuses('docs/x.md', ['TO', 'DO later\n'].join(''), /open an issue/);
  refuses('docs/x.md', ['see /wo', 'rk/main\n'].join(''), /machine/);
  refuses('script/x', ['cd "/ro', 'ot/x"\n'].join(''), /machine/);
  accepts('docs/x.md', 'https://example.org/work/x and ${origin}/root/\n');
  refuses('package-lock.json', '"resolved": "https://example.org/x.tgz"\n', /registry/);
});

test('does not look into binary files', () => {
  accepts('web/demo/x.png', '\0\ttab\u2026');
});

test('tells numbers with separators from character literals', () => {
  assert.equal(codeOf("a = 10'000; // x\nb = 'c';"), "a = 10'000;     \nb = ' ';");
  assert.equal(codeOf('a = R"x(" // )x"; b'), `a = R${' '.repeat(10)}"; b`);
});
