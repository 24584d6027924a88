export default {
  testEnvironment: './test/onnx-environment.cjs',
  testEnvironmentOptions: { customExportConditions: ['@predict-otron/source', 'node', 'node-addons'] },
  roots: [
    '<rootDir>/apps',
    '<rootDir>/libs',
    '<rootDir>/plugins',
    '<rootDir>/deploy',
    '<rootDir>/examples',
    '<rootDir>/scripts',
    '<rootDir>/test',
  ],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  // what share-sdk-hook.ts of plugin-host does in plain Node: plugins outside of the tree find the contract and rxjs
  modulePaths: ['<rootDir>/node_modules'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFilesAfterEnv: ['<rootDir>/test/setup/ci-chance.mjs'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  maxWorkers: 2,
  // a hang is found in a minute; a busy machine is no failure
  testTimeout: 60_000,
};
