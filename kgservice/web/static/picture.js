// Draws what the table of the page says: means, stages and items in three columns.
"use strict";

const box = document.getElementById("graph");
if (box) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const columns = { means: 0, stage: 1, item: 2 };
  const rows = [0, 0, 0];
  const { elements } = JSON.parse(box.dataset.picture);
  const sizes = [0, 0, 0];
  for (const { data } of elements) {
    if (data.kind) sizes[columns[data.kind]] += 1;
  }
  const most = Math.max(...sizes);
  box.style.height = `${Math.max(260, most * 26)}px`;
  const graph = cytoscape({
    container: box,
    elements,
    userZoomingEnabled: false,
    autoungrabify: true,
    layout: {
      name: "preset",
      positions: (node) => {
        const column = columns[node.data("kind")];
        const place = (rows[column]++ + 0.5) * (most / sizes[column]);
        return { x: column * 420, y: place * 26 };
      },
    },
    style: [
      { selector: "node", style: {
        label: "data(label)", color: colour("--ink"), "background-color": colour("--link"),
        width: 8, height: 8, "font-size": 12, "font-family": colour("--sans"),
        "text-valign": "center", "text-halign": "right", "text-margin-x": 6 } },
      { selector: 'node[kind = "means"]', style: { "text-halign": "left", "text-margin-x": -6 } },
      { selector: 'node[kind = "item"]', style: { "background-color": colour("--warn") } },
      { selector: 'node[kind = "stage"]', style: { "text-valign": "top", "text-halign": "center", "text-margin-x": 0, "font-weight": "bold" } },
      { selector: "edge", style: { width: 1.2, "line-color": colour("--soft"), opacity: 0.5, "curve-style": "straight" } },
      { selector: "edge.near", style: { opacity: 1, width: 2.4, "line-color": colour("--focus") } },
    ],
  });
  graph.fit(undefined, 24);
  graph.on("mouseover", "node", (event) => event.target.connectedEdges().addClass("near"));
  graph.on("mouseout", "node", (event) => event.target.connectedEdges().removeClass("near"));
  graph.on("tap", (event) => {
    const href = event.target === graph ? "" : event.target.data("href");
    if (href) {
      location.href = href;
    }
  });
}
