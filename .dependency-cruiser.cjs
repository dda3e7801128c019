// The walls of the house (docs/architecture.md): who may import whom.

// swc parses `using` declarations, but its visitor does not know them yet: they hold declarators like any other.
const { Visitor } = require('@swc/core/Visitor.js');
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function (statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  for (const declarator of statement.decls) this.visitVariableDeclarator(declarator);
  return statement;
};

const workspaces = ['log-center', 'agent', 'extension', 'webview-ui'];

/** The agent's rooms from the ground up: each may import those before it, tools first, then the stages in their order. */
const agentRooms = [
  ['git', 'forge', 'sandbox', 'model', 'language', 'center', 'l10n'],
  ['intake'],
  ['locate'],
  ['diagnose'],
  ['propose'],
  ['verify'],
  ['decide'],
  ['publish'],
  ['follow'],
  ['learn'],
  ['workflow'],
  ['lsp', 'cli', 'mcp'],
];

const agentWalls = agentRooms.flatMap((rooms, floor) => {
  const above = agentRooms.slice(floor + 1).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `agent-${rooms[0]}-imports-only-below`,
          severity: 'error',
          from: { path: `^agent/src/(${rooms.join('|')})/` },
          to: { path: `^agent/src/(${above.join('|')})/` },
        },
      ];
});

const workspaceWalls = workspaces.map(workspace => ({
  name: `${workspace}-imports-only-protocol`,
  severity: 'error',
  from: { path: `^${workspace}/src/` },
  to: { path: `^(${workspaces.filter(other => other !== workspace).join('|')}|test|examples)/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'protocol-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^protocol/src/' },
      to: { path: `^(${workspaces.join('|')}|test|examples)/` },
    },
    {
      name: 'protocol-does-no-io',
      severity: 'error',
      from: { path: '^protocol/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    ...workspaceWalls,
    ...agentWalls,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|/dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
