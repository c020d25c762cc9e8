// SPDX-License-Identifier: MIT
// The OpenAPI document as a page for people: plain HTML that needs no script and nobody else's
// server.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Paragraphs, and `code`. */
const prose = (text = '') =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('\n');
const inline = (text = '') => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

export function page(document) {
  const resolve = (part) => (part?.$ref ? at(document, part.$ref) : part);
  const sections = sectionsOf(document, resolve);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(document.info.title)} API ${escape(document.info.version)}</title>
<link rel="stylesheet" href="/docs/api/page.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<p class="name">${escape(document.info.title)} API</p>
<p class="motto">Version ${escape(document.info.version)},
<a href="/openapi.json">openapi.json</a></p>
</header>
<div class="sheet">
<nav aria-label="Operations">
<details>
<summary>Contents</summary>
${sections.map(navigation).join('\n')}
<h2><a href="#objects">Objects</a></h2>
</details>
</nav>
<main id="content">
<h1>${escape(document.info.summary)}</h1>
${prose(document.info.description)}
<h2 id="login">The API key</h2>
<p>The examples expect these in the shell. Key and secret are printed once, when the store is
made:</p>
<pre><code>farthing store create --name "My blog" --payout G...
FARTHING=http://127.0.0.1:8402 KEY=... SECRET=...</code></pre>
${sections.map((section) => sectionOf(document, section, resolve)).join('\n')}
<section aria-labelledby="objects">
<h2 id="objects">Objects</h2>
${Object.entries(document.components.schemas).map(objectOf(resolve)).join('\n')}
</section>
</main>
</div>
</body>
</html>
`;
}

const at = (document, ref) =>
  ref
    .slice(2)
    .split('/')
    .reduce((part, key) => part[key], document);

/** The operations of each tag, in the order of the document. */
function sectionsOf(document, resolve) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path,
      method,
      ...item[method],
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolve),
    })),
  );
  return document.tags.map((tag) => ({
    ...tag,
    operations: operations.filter(({ tags }) => tags.includes(tag.name)),
  }));
}

function navigation({ name, operations }) {
  const links = operations.map(
    ({ operationId, summary }) => `<li><a href="#${operationId}">${escape(summary)}</a></li>`,
  );
  return `<h2><a href="#${slug(name)}">${escape(name)}</a></h2>\n<ul>${links.join('')}</ul>`;
}

function sectionOf(document, { name, description, operations }, resolve) {
  return `<section aria-labelledby="${slug(name)}">
<h2 id="${slug(name)}">${escape(name)}</h2>
${prose(description)}
${operations.map((operation) => operationOf(document, operation, resolve)).join('\n')}
</section>`;
}

function operationOf(document, operation, resolve) {
  const { operationId, method, path, summary, description } = operation;
  const needsLogin = (operation.security ?? document.security).length > 0;
  return `<article aria-labelledby="${operationId}">
<h3 id="${operationId}"><a href="#${operationId}">${escape(summary)}</a></h3>
<p class="line"><span class="method ${method}">${method.toUpperCase()}</span>
<code>${pathOf(path)}</code>${needsLogin ? ' <a class="login" href="#login">API key</a>' : ''}</p>
${prose(description)}
${parametersOf(operation.parameters)}
${bodyOf(operation.requestBody)}
<details><summary>Answers</summary>
${answersOf(operation.responses, resolve)}
</details>
<pre><code>${escape(curl(document, operation, needsLogin, resolve))}</code></pre>
</article>`;
}

/** So that a long path breaks at its slashes. */
const pathOf = (path) => escape(path).replaceAll('/', '/<wbr>');

const table = (caption, rows) =>
  rows.length === 0
    ? ''
    : `<table><caption>${caption}</caption>
${heads('Name', 'Type', 'Meaning')}
${rows.join('\n')}</table>`;

const heads = (...names) =>
  `<tr>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr>`;

const row = (name, type, required, meaning) =>
  `<tr><th scope="row"><code>${escape(name)}</code>${
    required ? ' <span class="required">required</span>' : ''
  }</th><td>${type}</td><td>${inline(meaning)}</td></tr>`;

const parametersOf = (parameters) =>
  table(
    'Parameters',
    parameters.map(({ name, in: place, required, description, schema }) =>
      row(name, `${typeOf(schema)} <span class="place">in ${place}</span>`, required, description),
    ),
  );

function bodyOf(body) {
  if (!body) return '';
  const kinds = Object.entries(body.content).map(
    ([type, { schema }]) => `${nameOf(schema) ?? fieldsOf(schema)} as <code>${escape(type)}</code>`,
  );
  return `<p>Body: ${kinds.join(', or ')}.</p>`;
}

const codes = (names) => names.map((name) => `<code>${escape(name)}</code>`).join(', ');
const fieldsOf = (schema) => `fields ${codes(Object.keys(schema.properties))}`;

/** A link to the object, when the schema is one that has a name. */
function nameOf(schema) {
  if (!schema?.$ref) return null;
  const name = schema.$ref.split('/').at(-1);
  return `<a href="#object-${name}">${name}</a>`;
}

function answersOf(responses, resolve) {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description, content = {}, headers = {} } = resolve(response);
    const kinds = Object.values(content).map(({ schema }) => typeOf(schema));
    const fields = codes(Object.keys(headers));
    const more = fields ? ` <span class="place">with ${fields}</span>` : '';
    return `<tr><th scope="row">${status}</th><td>${kinds.join(', ')}${more}</td>
<td>${inline(description)}</td></tr>`;
  });
  return `<table>${heads('Status', 'Body', 'Meaning')}
${rows.join('\n')}</table>`;
}

/** A schema in a few words, as HTML. */
function typeOf(schema = {}) {
  const name = nameOf(schema);
  if (name) return name;
  if ('const' in schema) return `<code>${escape(JSON.stringify(schema.const))}</code>`;
  if (schema.enum) return codes(schema.enum);
  if (schema.anyOf && !schema.type) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `array of ${typeOf(schema.items)}`;
  const type = [schema.type ?? 'any'].flat().join(' or ');
  return escape(type + boundsOf(schema));
}

function boundsOf({ type, minimum, maximum, exclusiveMaximum }) {
  if (type !== 'integer' && type !== 'number') return '';
  if (minimum === undefined) return '';
  const text = (value) => BigInt(value).toLocaleString('en');
  const from = ` from ${text(minimum)}`;
  if (exclusiveMaximum !== undefined) return `${from} to ${text(BigInt(exclusiveMaximum) - 1n)}`;
  return maximum === undefined ? from : `${from} to ${text(maximum)}`;
}

const objectOf = (resolve) => ([name, schema]) => {
  const rows = Object.entries(schema.properties ?? {}).map(([field, part]) =>
    row(field, typeOf(part), schema.required?.includes(field), resolve(part).description),
  );
  const [example] = schema.examples ?? [];
  return `<article aria-labelledby="object-${name}">
<h3 id="object-${name}"><a href="#object-${name}">${name}</a></h3>
${prose(schema.description)}
${schema.type === 'array' ? `<p>An ${typeOf(schema)}.</p>` : table('Fields', rows)}
${example ? `<pre><code>${escape(JSON.stringify(example, null, 2))}</code></pre>` : ''}
</article>`;
};

/** The operation as a command to paste. */
function curl(document, operation, needsLogin, resolve) {
  const { path, method, parameters, requestBody } = operation;
  const example = ({ example: given, schema }) => given ?? schema.default ?? schema.examples?.[0];
  const url = parameters
    .filter((each) => each.in === 'path')
    .reduce((all, each) => all.replace(`{${each.name}}`, example(each) ?? '$KEY'), path);
  const query = parameters
    .filter((each) => each.in === 'query' && each.example !== undefined)
    .map((each) => `${each.name}=${each.example}`)
    .join('&');
  const json = resolve(requestBody?.content?.['application/json']?.schema)?.examples?.[0];
  return [
    'curl',
    ...(needsLogin ? ['-u "$KEY:$SECRET"'] : []),
    ...(method === 'get' || (method === 'post' && json) ? [] : [`-X ${method.toUpperCase()}`]),
    `"$FARTHING${url}${query ? `?${query}` : ''}"`,
    ...(json ? [`\\\n  -H 'Content-Type: application/json' -d '${JSON.stringify(json)}'`] : []),
  ].join(' ');
}
