// The print switch exists only where a script can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Closed articles are opened for the paper and closed again after it; an answer stays one sheet.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main:not(.jz-sheet) details:not([open])")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
