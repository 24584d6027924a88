// Which way imports go. The map with its reasons is docs/architecture.md; test/architecture proves that each rule bites.

/** For each package, what its product code may import of ours. */
const ALLOWED = {
  'libs/plugin-sdk': [],
  'libs/plugin-host': ['libs/plugin-sdk'],
  'libs/dialects': ['libs/plugin-sdk'],
  'libs/model-store': ['libs/plugin-sdk'],
  'libs/llama-cpp': ['libs/plugin-sdk'],
  'libs/hardware-probe': [],
  'libs/plugin-testing': ['libs/plugin-sdk', 'libs/plugin-host'],
  'libs/kernel': ['libs/plugin-sdk', 'libs/plugin-host', 'libs/model-store'],
  'libs/inference': ['libs/plugin-sdk', 'libs/kernel', 'libs/dialects', 'libs/model-store'],
  'libs/embeddings': ['libs/plugin-sdk', 'libs/kernel', 'libs/dialects'],
  'libs/service': ['libs/plugin-sdk', 'libs/dialects'],
  'libs/engine': ['libs/plugin-sdk', 'libs/kernel', 'libs/service', 'libs/model-store'],
  'apps/server': ['libs/[^/]+', 'apps/web'],
  'apps/web': ['libs/service'],
  'apps/cli': ['libs/plugin-sdk', 'libs/plugin-host', 'libs/plugin-testing', 'libs/service'],
  'apps/[^/]+-engine': ['libs/[^/]+'],
  'plugins/[^/]+': ['libs/plugin-sdk', 'libs/llama-cpp', 'libs/model-store', 'libs/hardware-probe'],
};

/** Tests, and what only tests use. */
const TEST_CODE = '[.](test|fixture)[.]ts$|/src/(testing|fixtures)/';

/** An npm package wherever it is installed, by a pattern of its name. */
const npmPackage = (name) => `node_modules/(${name})/`;

const packageRules = Object.entries(ALLOWED).map(([folder, allowed]) => ({
  name: `imports-of-${folder.replace('[^/]+', 'any').replace('/', '-')}`,
  comment: allowed.length > 0 ? `${folder} may import ${allowed.join(', ')}` : `${folder} imports nothing of ours`,
  severity: 'error',
  from: { path: `^(${folder})/`, pathNot: TEST_CODE },
  to: { path: '^(apps|libs|plugins)/', pathNot: ['^$1/', ...allowed.map((other) => `^${other}/`)] },
}));

export default {
  forbidden: [
    ...packageRules,
    {
      name: 'nothing-imports-a-plugin',
      comment: 'plugins are named by string, in configuration; tests too reach a plugin through the kernel',
      severity: 'error',
      from: { pathNot: '^plugins/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'no-plugin-imports-another',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'no-relative-import-across-packages',
      comment: 'another package is imported by its name, so that its exports are its only door',
      severity: 'error',
      from: { path: '^(apps|libs|plugins)/([^/]+)/' },
      to: { path: '^(apps|libs|plugins)/', pathNot: '^$1/$2/', dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs|plugins)/', pathNot: `${TEST_CODE}|^libs/plugin-testing/|^apps/cli/` },
      to: { path: `${TEST_CODE}|^libs/plugin-testing/|^test/` },
    },
    {
      name: 'plugin-sdk-needs-rxjs-alone',
      comment: 'the contract runs wherever JavaScript runs',
      severity: 'error',
      from: { path: '^libs/plugin-sdk/', pathNot: TEST_CODE },
      to: { pathNot: ['^libs/plugin-sdk/', npmPackage('rxjs')] },
    },
    {
      name: 'kernel-knows-no-http',
      severity: 'error',
      from: { path: '^libs/kernel/', pathNot: TEST_CODE },
      to: {
        path: `^(node:)?(https?|http2|net|tls)$|${npmPackage('fastify|@fastify/[^/]+|@nestjs/platform-[^/]+|ws')}`,
      },
    },
    {
      name: 'llama-cpp-holds-the-engine',
      comment: 'node-llama-cpp is used in one package, so that an upgrade of it is one change',
      severity: 'error',
      from: { path: '^(apps|libs|plugins)/', pathNot: '^libs/llama-cpp/' },
      to: { path: npmPackage('node-llama-cpp') },
    },
    {
      name: 'fastembed-plugin-holds-onnx',
      severity: 'error',
      from: { path: '^(apps|libs|plugins)/', pathNot: '^plugins/embeddings-fastembed/' },
      to: { path: npmPackage('fastembed|onnxruntime-[^/]+|@anush008/tokenizers') },
    },
    {
      name: 'page-runs-in-browsers',
      comment: 'what the page shares with its service is in src/shared, and needs no Node',
      severity: 'error',
      from: { path: '^apps/web/(page/src|src/shared)/', pathNot: TEST_CODE },
      to: { path: '^apps/web/src/|^(node:)?(fs|http|path|crypto)$|^libs/', pathNot: '^apps/web/src/shared/' },
    },
    { name: 'no-circular-imports', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-import-of-build-output',
      severity: 'error',
      from: {},
      to: { path: '^(apps|libs|plugins)/[^/]+/(dist|bundle)/' },
    },
    { name: 'no-unresolved-import', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '^apps/[^/]+/bundle/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@predict-otron/source', 'node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
