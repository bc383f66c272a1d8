// Writes docs/core-specs.md: which of TensorFlow.js core's specs fail on our WASM backend, and why.

/**
 * @param {{ reason: string, specs: string[] }[]} groups
 * @param {number} passed
 * @param {number} failed
 */
export function formatFailures(groups, passed, failed) {
  const head = `# TensorFlow.js core's own specs on the WASM backend

\`npm run specs\` runs the specs that \`@tensorflow/tfjs-core\` publishes on our WASM backend in headless Chromium:
${passed} of ${passed + failed} pass. It exits with 1 where one fails that is not listed here, and where one listed here
passes. This page is written by \`npm run specs -- --write\` from \`test/core-specs/expected-failures.json\`.
`;
  const parts = groups.map(
    ({ reason, specs }) => `\n## ${reason}\n\n${specs.map((name) => `- ${name}`).join('\n')}\n`,
  );
  return head + parts.join('');
}
