// Lets each button of the class "copy" copy what stands before it; without scripts none is shown.
"use strict";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(element) {
  select(element); // so that it can be copied by hand if the browser refuses
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  }
  return document.execCommand("copy"); // where the service stands under a plain http address
}

for (const button of document.querySelectorAll("button.copy")) {
  const told = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    told.textContent = "";
    const done = await copy(button.previousElementSibling).catch(() => false);
    if (done) told.textContent = ` ${told.dataset.done}`;
  });
}
