// Copies what the pages load into ../static/vendor/, and the licence of every library inside.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const VENDOR = "../static/vendor";
const FILES = {
  "yasgui.js": "@zazuko/yasgui/build/yasgui.min.js",
  "yasgui.css": "@zazuko/yasgui/build/yasgui.min.css",
  "cytoscape.js": "cytoscape/dist/cytoscape.min.js",
};

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const names = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = names.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version}: ${license ?? "see below"}`, ...texts].join("\n\n");
}

rmSync(VENDOR, { recursive: true, force: true });
mkdirSync(VENDOR, { recursive: true });
for (const [name, source] of Object.entries(FILES)) {
  // A map that is not shipped would be asked for in vain.
  const text = readFileSync(join("node_modules", source), "utf8");
  writeFileSync(join(VENDOR, name), text.replace(/^\/[/*]# sourceMappingURL=.*$/gm, ""));
}
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const shipped = Object.entries(lock.packages)
  .filter(([folder, found]) => folder && !found.dev && existsSync(folder))
  .map(([folder]) => folder)
  .sort();
// Last, so that its presence says that all is there.
writeFileSync(join(VENDOR, "LICENSES.txt"), shipped.map(licenceOf).join(`\n\n${"-".repeat(72)}\n\n`) + "\n");
console.log(`${Object.keys(FILES).length} files, licences of ${shipped.length} libraries`);
