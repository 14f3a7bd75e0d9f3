// The query editor: YASGUI over this service's endpoint, completing from this graph alone.
"use strict";

const root = document.getElementById("editor");
const own = (name) => new URL(root.dataset[name], location.href).href;
const asJson = (name) => fetch(own(name)).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
const Yasqe = Yasgui.Yasqe;

const BEGINNING = `PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>

SELECT ?list ?code ?label WHERE {
  ?entry a stc:Entry ; skos:notation ?code ; skos:prefLabel ?label ;
         skos:inScheme/stc:editionOf/dcterms:identifier ?list .
  FILTER(LANG(?label) = "en" && STRSTARTS(?code, "3A001"))
}
ORDER BY ?list ?code
LIMIT 100
`;

// Completers of the library ask third parties; each of ours takes its place.
const terms = asJson("terms").catch(() => ({ prefixes: {}, classes: [], properties: [] }));
// Asked with what is typed before all terms have come, the library shows whatever it is given.
const complete = (from, name, get) => Yasqe.forkAutocompleter(from, {
  name, bulk: true, persistenceId: null,
  get: async (_, token) => {
    const typed = token ? token.autocompletionString ?? token.string : "";
    return get(await terms).filter((term) => term.startsWith(typed));
  },
});
Yasqe.defaults.autocompleters = ["variables"];
complete("prefixes", "our-prefixes", (found) =>
  Object.entries(found.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`));
complete("class", "our-classes", (found) => found.classes);
complete("property", "our-properties", (found) => found.properties);

// A problem document says more than a status: title, sentence, and the place in the query.
function showProblem(error) {
  let problem;
  try {
    problem = JSON.parse(error.text || error.message);
  } catch {
    return undefined;
  }
  const box = document.createElement("div");
  box.className = "problem";
  box.setAttribute("role", "alert");
  const title = document.createElement("strong");
  title.textContent = problem.title ?? root.dataset.failed;
  const detail = document.createElement("p");
  detail.textContent = problem.detail ?? "";
  box.append(title, detail);
  const tab = yasgui.getTab();
  if (problem.line && tab) {
    tab.getYasqe().getDoc().setCursor(problem.line - 1, (problem.column ?? 1) - 1);
  }
  return box;
}

Yasgui.Yasr.defaults.errorRenderers = [showProblem];
const yasgui = new Yasgui(root, {
  persistenceId: "kgservice",
  requestConfig: { endpoint: own("endpoint"), method: "POST" },
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
  yasqe: { ...Yasqe.defaults, value: BEGINNING, prefixCcApi: null },
  autofocus: false,
});

// The library leaves what a screen reader needs unsaid; it draws anew at each answer.
function label(selector, text) {
  for (const each of root.querySelectorAll(selector)) {
    each.setAttribute("aria-label", text);
  }
}

function say() {
  for (const list of root.querySelectorAll("[role=tablist]")) {
    list.removeAttribute("role");
  }
  for (const tab of root.querySelectorAll(".tabsList [role=tab]")) {
    tab.setAttribute("role", "button");
  }
  for (const tab of root.querySelectorAll("[aria-selected]")) {
    tab.setAttribute("aria-current", tab.getAttribute("aria-selected"));
    tab.removeAttribute("aria-selected");
  }
  label(".CodeMirror textarea", root.dataset.query);
  label(".tableSizer", root.dataset.rows);
  label(".tableFilter", root.dataset.filter);
}

new MutationObserver(say).observe(root, {
  childList: true, subtree: true, attributeFilter: ["aria-selected"],
});
say();

document.getElementById("example").addEventListener("change", async (event) => {
  const chosen = (await asJson("examples")).find((each) => each.id === event.target.value);
  if (chosen) {
    const tab = yasgui.addTab(true, { name: chosen.id, yasqe: { value: chosen.query } });
    tab.setEndpoint(own("endpoint"));
    tab.query();
  }
});
