// Called from layout.py: JSON in, JSON out. dagre wants structuredClone, which QuickJS does not have, of plain data only.
globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));

globalThis.layoutOf = (text) => {
  const asked = JSON.parse(text);
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ ranksep: asked.ranksep, nodesep: asked.nodesep, edgesep: asked.edgesep });
  asked.nodes.forEach(([width, height], node) => graph.setNode(String(node), { width, height }));
  asked.edges.forEach(([from, to, width, height, weight], edge) =>
    graph.setEdge(String(from), String(to), { width, height, weight, labelpos: "c" }, String(edge)));
  dagre.layout(graph);
  const nodes = asked.nodes.map((_, node) => graph.node(String(node)));
  const edges = asked.edges.map(([from, to], edge) => graph.edge(String(from), String(to), String(edge)));
  return JSON.stringify({
    nodes: nodes.map(({ x, y }) => [x, y]),
    edges: edges.map(({ x, y, points }) => [points.map((point) => [point.x, point.y]), x === undefined ? null : [x, y]]),
  });
};
