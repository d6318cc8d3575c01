/**
 * Who may import whom: the boundaries of ARCHITECTURE.md, one rule each, with the reason. test/boundaries.test.ts plants a
 * violation of every rule and shows that it is caught.
 */

/** The product's folders, as one alternation. */
const product = '^(iam|graph|ingest|queries|server|web|cli)/';
/** Where an engine is chosen: the command line's wiring. Everything else knows the port `graph/store.ts` only. */
const compositionRoots = '^cli/(main|wiring|wiring-neo4j)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Files that need each other at run time load in an order that nobody chose. Types may refer to each other: they are gone by then.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is left over.',
      severity: 'error',
      // Files of web/public are served as they are; its pages load them.
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.config\\.ts$', '^web/public/'] },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere fails at run time, and hides what it would have broken from the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'iam-stands-alone',
      comment:
        'The policy language and its decisions are pure. Of Node it takes hashing (crypto) and telling IP addresses from other text (isIP of net).',
      severity: 'error',
      from: { path: '^iam/' },
      to: { pathNot: ['^iam/', '^(node:)?(crypto|net)$'] },
    },
    {
      name: 'graph-takes-types-of-iam-only',
      comment: 'The graph stores decisions; it never makes them.',
      severity: 'error',
      from: { path: '^graph/' },
      to: { path: '^iam/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'graph-is-left-of-ingest',
      comment: 'Stores know neither who fills them nor who asks them.',
      severity: 'error',
      from: { path: '^graph/' },
      to: { path: '^(ingest|queries|server|web|cli)/' },
    },
    {
      name: 'ingest-is-left-of-queries',
      comment: 'What is built does not depend on what is asked of it.',
      severity: 'error',
      from: { path: '^ingest/' },
      to: { path: '^(queries|server|web|cli)/' },
    },
    {
      name: 'queries-read-the-graph',
      comment: 'A question is answered from a snapshot, never from the files it was made of, so it works on any store full of data.',
      severity: 'error',
      from: { path: '^queries/' },
      to: { path: '^(ingest|server|web|cli)/' },
    },
    {
      name: 'server-is-thin',
      comment: 'A route parses, asks, replies. It decides nothing (iam), ingests nothing and knows no command line.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(iam|ingest|web|cli)/' },
    },
    {
      name: 'web-talks-http',
      comment: "The page knows the HTTP API, the types of its answers and the graph's schema, which is data, and nothing else of ours.",
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: `${product}|^(test|bench|scripts)/`,
        pathNot: ['^web/', '^queries/([a-z-]+-answer|answers)\\.ts$', '^queries/audit/report-data\\.ts$', '^graph/schema(-values)?\\.ts$'],
      },
    },
    {
      name: 'web-takes-types-of-answers-only',
      comment: 'Importing answers.ts itself would put zod and its schemas into the page.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^queries/([a-z-]+-answer|answers|audit/report-data)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-knows-no-page',
      comment: 'The command line serves the built page as files; it takes no code from it.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^web/' },
    },
    {
      name: 'engines-are-chosen-at-the-root',
      comment: 'Only composition roots name an engine; the rest works with any GraphStore, so a second engine changes no other file.',
      severity: 'error',
      from: { pathNot: [compositionRoots, '^graph/engines/', '^test/', '^bench/'] },
      to: { path: '^graph/engines/' },
    },
    {
      name: 'engines-know-not-each-other',
      comment: 'An engine folder can be removed without touching another.',
      severity: 'error',
      from: { path: '^graph/engines/([^/]+)/' },
      to: { path: '^graph/engines/([^/]+)/', pathNot: '^graph/engines/$1/' },
    },
    {
      name: 'product-knows-no-tests',
      comment: 'What ships must not depend on what only a checkout has.',
      severity: 'error',
      from: { path: product },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'product-runs-without-dev-dependencies',
      comment:
        'A development dependency is missing where Rolepath is installed as a package. The page is bundled, so web/ is free to use them.',
      severity: 'error',
      from: { path: product, pathNot: '^web/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'dependencies-are-declared',
      comment: 'A package that package.json does not name is there by accident.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports count: a boundary that types may cross freely is none. Rules that allow types say so.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    moduleSystems: ['es6', 'cjs'],
    // The page's build and tests read files of ours as text (Vite's ?raw and ?url); those suffixes are no part of a path.
    skipAnalysisNotInRules: true,
  },
};
